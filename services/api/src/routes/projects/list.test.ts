import { expect } from '@jest/globals';
import { scenarios, type World } from '../../scenarios.js';
import { listProjects } from './list.js';

const make = (world: World, name: string) =>
  world.call({
    method: 'POST',
    path: '/v1/projects',
    as: 'consoleUser',
    body: { projectId: 'unique()', name, teamId: world.teamId },
  });

const makeTwo = async (world: World) => {
  await make(world, 'Azure sky');
  await make(world, 'Azure sea');
};

const names = (body: Record<string, unknown>) => (body.projects as { name: string }[]).map(({ name }) => name);

scenarios(listProjects, [
  {
    name: 'lists what the caller may see, each with its own keys and platforms',
    as: 'consoleUser',
    given: makeTwo,
    expect: { status: 200, body: { total: 3 } },
    async after(world, { body }) {
      expect(names(body)).toEqual(['Project', 'Azure sky', 'Azure sea']);
      expect(body.projects).toMatchObject([
        { keys: [{ $id: world.keyId }], platforms: [{}] },
        { keys: [] },
        { keys: [] },
      ]);
    },
  },
  {
    name: 'knows filters, orders and pages',
    as: 'consoleUser',
    given: makeTwo,
    params: { queries: ['startsWith("name", ["Azure"])', 'orderAsc("name")', 'limit(1)'] },
    expect: { status: 200, body: { total: 2 } },
    after: async (_, { body }) => expect(names(body)).toEqual(['Azure sea']),
  },
  {
    name: 'finds by words of name and ID',
    as: 'consoleUser',
    given: makeTwo,
    params: { search: 'sky' },
    expect: { status: 200, body: { total: 1 } },
  },
  {
    name: 'filters by team',
    as: 'consoleUser',
    params: (world) => ({ queries: [`equal("teamId", ["${world.teamId}"])`] }),
    expect: { status: 200, body: { total: 1 } },
  },
  {
    name: 'shows nobody the projects of others',
    as: 'consoleOther',
    expect: { status: 200, body: { total: 0, projects: [] } },
  },
  {
    name: 'an attribute that cannot be queried is refused',
    as: 'consoleUser',
    params: { queries: ['equal("region", ["default"])'] },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  {
    name: 'a guest is refused',
    project: 'console',
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
]);
