import { expect } from '@jest/globals';
import { scenarios } from '../../scenarios.js';
import { createTeam } from './create.js';

scenarios(createTeam, [
  {
    name: 'its creator becomes its owner',
    as: 'user',
    params: { teamId: 'red', name: 'Red', roles: ['editor', 'editor'] },
    expect: { status: 201, body: { $id: 'red', name: 'Red', total: 1, prefs: {} }, events: ['teams.red.create'] },
    async after(world) {
      const seen = await world.call({ method: 'GET', path: '/v1/teams/red', as: 'user' });
      expect(seen.status).toBe(200);
      const hidden = await world.call({ method: 'GET', path: '/v1/teams/red', as: 'other' });
      expect(hidden.body.type).toBe('team_not_found');
      const membership = await world.connections.store
        .in(world.project.$internalId)
        .findOne('memberships', { teamId: 'red' });
      expect(membership).toMatchObject({ userId: world.user.id, roles: ['editor', 'owner'], confirm: true });
    },
  },
  {
    name: 'a key makes a team without members',
    as: 'key',
    params: { teamId: 'unique()', name: 'Blue' },
    expect: { status: 201, body: { total: 0 } },
    after: async (world, answer) => expect(world.changes[0]?.events[0]).toBe(`teams.${answer.body.$id}.create`),
  },
  {
    name: 'a guest is refused',
    params: { teamId: 'red', name: 'Red' },
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
  {
    name: 'an ID in use is refused, in any case',
    as: 'key',
    given: (world) =>
      world.call({ method: 'POST', path: '/v1/teams', as: 'key', body: { teamId: 'red', name: 'Red' } }),
    params: { teamId: 'RED', name: 'Red' },
    expect: { status: 409, type: 'team_already_exists' },
  },
  {
    name: 'a missing name is named',
    as: 'user',
    params: { teamId: 'red' },
    expect: { status: 400, type: 'general_argument_invalid', events: [] },
  },
  {
    name: 'malformed JSON is refused',
    as: 'user',
    rawBody: '{"teamId":',
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  {
    name: 'an unknown project is refused',
    as: 'user',
    project: 'nowhere',
    params: { teamId: 'a', name: 'b' },
    expect: { status: 404, type: 'project_not_found', headers: { 'Access-Control-Allow-Credentials': 'true' } },
  },
  {
    name: 'a foreign page is refused',
    as: 'user',
    headers: { origin: 'https://evil.test' },
    params: { teamId: 'red', name: 'Red' },
    expect: { status: 403, type: 'general_unknown_origin' },
  },
  ...['a/b', '*', 'x'.repeat(37)].map((role) => ({
    name: `the role ${role.slice(0, 5)} is refused`,
    as: 'user' as const,
    params: { teamId: 'red', name: 'Red', roles: [role] },
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
]);
