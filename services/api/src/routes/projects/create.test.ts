import { expect, it } from '@jest/globals';
import { newId } from '@plinth/database';
import { authMethods, oauthProviders, optionalServices } from '@plinth/definitions';
import { makeWorld, onBothProfiles, scenarios } from '../../scenarios.js';
import { createProject } from './create.js';
import { member } from './members.js';

const fresh = () => `p${newId()}`;
const developer = member('developer');

scenarios(createProject, [
  {
    name: 'a member of the team makes one, with every setting at its start',
    as: 'consoleUser',
    params: (world) => ({ projectId: 'unique()', name: 'Blue', teamId: world.teamId, description: 'For tests' }),
    expect: {
      status: 201,
      body: (world) => ({
        name: 'Blue',
        teamId: world.teamId,
        description: 'For tests',
        legalName: '',
        authLimit: 0,
        authDuration: 31_536_000,
        authSessionsLimit: 10,
        authPasswordHistory: 0,
        authPasswordDictionary: false,
        authUsersAuthMagicURL: true,
        authJWT: true,
        serviceStatusForGraphql: true,
        platforms: [],
        keys: [],
        webhooks: [],
        domains: [],
      }),
      events: [],
      jobs: [],
    },
    async after(world, { body }) {
      expect(Object.keys(body).filter((key) => key.startsWith('serviceStatusFor'))).toHaveLength(
        optionalServices.length,
      );
      expect(body.providers).toHaveLength(oauthProviders.length);
      expect(body.providers).toContainEqual({ name: 'Github', appId: '', secret: '', enabled: false });
      const row = await world.connections.store.in(0).get('projects', String(body.$id));
      expect(row).toMatchObject({ teamInternalId: world.project.teamInternalId, services: {}, version: '1.3.8' });
      for (const { settingKey } of authMethods) expect(row?.auths[settingKey]).toBe(true);
    },
  },
  {
    name: 'a developer of the team may, too',
    given: developer.given,
    headers: developer.headers,
    project: 'console',
    params: (world) => ({ projectId: fresh(), name: 'Blue', teamId: world.teamId }),
    expect: { status: 201 },
  },
  {
    name: 'an ID in use is refused, in any case',
    as: 'consoleUser',
    params: (world) => ({ projectId: world.project.$id.toUpperCase(), name: 'Blue', teamId: world.teamId }),
    expect: { status: 409, type: 'project_already_exists' },
  },
  ...['console', 'Console'].map((projectId) => ({
    name: `the ID ${projectId} is reserved`,
    as: 'consoleUser' as const,
    params: (world: { teamId: string }) => ({ projectId, name: 'Blue', teamId: world.teamId }),
    expect: { status: 400, type: 'project_reserved_project' },
  })),
  {
    name: 'somebody else does not see the team',
    as: 'consoleOther',
    params: (world) => ({ projectId: fresh(), name: 'Blue', teamId: world.teamId }),
    expect: { status: 404, type: 'team_not_found' },
  },
  {
    name: 'a team that is not there is refused',
    as: 'consoleUser',
    params: { projectId: fresh(), name: 'Blue', teamId: 'nowhere' },
    expect: { status: 404, type: 'team_not_found' },
  },
  {
    name: 'a guest is refused',
    project: 'console',
    params: (world) => ({ projectId: fresh(), name: 'Blue', teamId: world.teamId }),
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
  {
    name: 'a key of a project is refused',
    as: 'key',
    params: (world) => ({ projectId: fresh(), name: 'Blue', teamId: world.teamId }),
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
  {
    name: 'a user of a project is sent to the console',
    as: 'user',
    params: (world) => ({ projectId: fresh(), name: 'Blue', teamId: world.teamId }),
    expect: { status: 401, type: 'general_access_forbidden' },
  },
  ...(
    [
      ['a bad ID', { projectId: '_x' }],
      ['an empty name', { name: '' }],
      ['an unknown region', { region: 'moon' }],
      ['an address that is none', { url: 'here' }],
    ] as const
  ).map(([name, bad]) => ({
    name: `${name} is refused`,
    as: 'consoleUser' as const,
    params: (world: { teamId: string }) => ({ projectId: fresh(), name: 'Blue', teamId: world.teamId, ...bad }),
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
  {
    name: 'a logo beyond what is kept is refused, though the parameter takes more',
    as: 'consoleUser',
    params: (world) => ({ projectId: fresh(), name: 'Blue', teamId: world.teamId, logo: 'x'.repeat(300) }),
    expect: { status: 400, type: 'document_invalid_structure' },
  },
]);

onBothProfiles('making projects', (stage) => {
  it('of twenty at once with one ID, one is made', async () => {
    const world = await makeWorld(stage());
    const body = { projectId: fresh(), name: 'Blue', teamId: world.teamId };
    const calls = Array.from({ length: 20 }, () =>
      world.call({ method: 'POST', path: '/v1/projects', as: 'consoleUser', body }),
    );
    const statuses = (await Promise.all(calls)).map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
  });

  it('opens one whose ID was asked for in vain before', async () => {
    const world = await makeWorld(stage());
    const projectId = fresh();
    const look = () => world.call({ method: 'GET', path: '/v1/teams', as: 'guest', project: projectId });
    expect((await look()).body.type).toBe('project_not_found');
    const body = { projectId, name: 'Blue', teamId: world.teamId };
    await world.call({ method: 'POST', path: '/v1/projects', as: 'consoleUser', body });
    expect((await look()).body.type).toBe('general_unauthorized_scope');
  });
});
