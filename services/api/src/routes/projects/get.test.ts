import { expect } from '@jest/globals';
import { scenarios } from '../../scenarios.js';
import { getProject } from './get.js';
import { member } from './members.js';

const plain = member();

scenarios(getProject, [
  {
    name: 'shows the project with what belongs to it',
    as: 'consoleUser',
    params: (world) => ({ projectId: world.project.$id }),
    expect: {
      status: 200,
      body: (world) => ({
        $id: world.project.$id,
        name: 'Project',
        teamId: world.teamId,
        keys: [{ $id: world.keyId, secret: world.key }],
        platforms: [{ hostname: 'app.test' }],
        webhooks: [],
        domains: [],
      }),
    },
    after: async (_, { body }) => expect(body).not.toHaveProperty('$internalId'),
  },
  {
    name: 'a plain member of the team sees it',
    given: plain.given,
    headers: plain.headers,
    project: 'console',
    params: (world) => ({ projectId: world.project.$id }),
    expect: { status: 200 },
  },
  {
    name: 'is not there for others',
    as: 'consoleOther',
    params: (world) => ({ projectId: world.project.$id }),
    expect: { status: 404, type: 'project_not_found' },
  },
  {
    name: 'a project that is not there is refused',
    as: 'consoleUser',
    params: { projectId: 'nowhere' },
    expect: { status: 404, type: 'project_not_found' },
  },
  {
    name: 'the console is no project to look at',
    as: 'consoleUser',
    params: { projectId: 'console' },
    expect: { status: 404, type: 'project_not_found' },
  },
  {
    name: 'an ID that can be none is refused',
    as: 'consoleUser',
    params: { projectId: '_x' },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
]);
