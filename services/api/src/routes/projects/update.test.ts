import { expect } from '@jest/globals';
import { scenarios, type World } from '../../scenarios.js';
import { member } from './members.js';
import { updateProject } from './update.js';

const plain = member();
const developer = member('developer');
const params = (world: World) => ({ projectId: world.project.$id, name: 'New name' });

scenarios(updateProject, [
  {
    name: 'replaces the name, and empties what is left out',
    as: 'consoleUser',
    given: (world) =>
      world.connections.store.write((transaction) =>
        transaction.in(0).update('projects', world.project.$id, { description: 'old', legalCity: 'old' }),
      ),
    params: (world) => ({ ...params(world), legalCity: 'Here' }),
    expect: {
      status: 200,
      body: (world) => ({ name: 'New name', description: '', legalCity: 'Here', keys: [{ $id: world.keyId }] }),
      events: [],
    },
    async after(world) {
      const found = await world.call({ method: 'GET', path: '/v1/projects?search=new', as: 'consoleUser' });
      expect(found.body.total).toBe(1);
      expect((await world.connections.projects.open(world.project.$id))?.name).toBe('New name');
    },
  },
  {
    name: 'a developer may',
    given: developer.given,
    headers: developer.headers,
    project: 'console',
    params,
    expect: { status: 200 },
  },
  {
    name: 'a plain member of the team may not',
    given: plain.given,
    headers: plain.headers,
    project: 'console',
    params,
    expect: { status: 401, type: 'user_unauthorized' },
    after: async (world) => expect((await world.connections.projects.open(world.project.$id))?.name).toBe('Project'),
  },
  {
    name: 'others do not see it',
    as: 'consoleOther',
    params,
    expect: { status: 404, type: 'project_not_found' },
  },
  {
    name: 'a name is needed',
    as: 'consoleUser',
    params: (world) => ({ projectId: world.project.$id }),
    expect: { status: 400, type: 'general_argument_invalid' },
  },
]);
