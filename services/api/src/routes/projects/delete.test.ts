import { expect, it } from '@jest/globals';
import { messages } from '@plinth/definitions';
import { makeWorld, onBothProfiles, scenarios, type World } from '../../scenarios.js';
import { deleteProject } from './delete.js';
import { makeChild, member, setPassword } from './members.js';

const PASSWORD = 'correct horse';
const plain = member();
const params = (world: World) => ({ projectId: world.project.$id, password: PASSWORD });

scenarios(deleteProject, [
  {
    name: 'shuts everybody out at once and leaves the rest to a job',
    as: 'consoleUser',
    async given(world) {
      await setPassword(world, PASSWORD);
      await makeChild(world, 'webhooks', {
        name: 'Hook',
        url: 'https://hook.test',
        events: ['users.*'],
        security: true,
      });
    },
    params,
    expect: { status: 204, events: [], jobs: [messages.remove.name] },
    async after(world) {
      const { $id: projectId, $internalId: project } = world.project;
      expect(world.jobs[0]?.body).toEqual({ type: 'project', project, projectId });
      for (const as of ['key', 'user', 'admin'] as const) {
        const answer = await world.call({ method: 'GET', path: '/v1/teams', as });
        expect(answer.body.type).toBe('project_not_found');
      }
      const documents = world.connections.store.in(0);
      for (const name of ['keys', 'platforms', 'webhooks'] as const)
        expect(await documents.count(name, { projectInternalId: project })).toBe(0);
      const key = await world.call({ method: 'GET', path: `/v1/projects/${projectId}/keys`, as: 'consoleUser' });
      expect(key.body.type).toBe('project_not_found');
    },
  },
  {
    name: 'a wrong password changes nothing',
    as: 'consoleUser',
    given: (world) => setPassword(world, PASSWORD),
    params: (world) => ({ projectId: world.project.$id, password: 'wrong horse' }),
    expect: { status: 401, type: 'user_invalid_credentials' },
    async after(world) {
      expect((await world.call({ method: 'GET', path: '/v1/teams', as: 'key' })).status).toBe(200);
    },
  },
  {
    name: 'a short password is refused',
    as: 'consoleUser',
    params: (world) => ({ projectId: world.project.$id, password: 'short' }),
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  {
    name: 'a plain member of the team may not',
    async given(world) {
      const person = await plain.given(world);
      const password = await world.connections.passwords.hash(PASSWORD);
      await world.connections.store.write((transaction) => transaction.in(0).update('users', person.id, { password }));
    },
    headers: plain.headers,
    project: 'console',
    params,
    expect: { status: 401, type: 'user_unauthorized' },
    after: async (world) => expect(await world.connections.projects.open(world.project.$id)).not.toBeNull(),
  },
  {
    name: 'a project that is not there is refused',
    as: 'consoleUser',
    given: (world) => setPassword(world, PASSWORD),
    params: { projectId: 'nowhere', password: PASSWORD },
    expect: { status: 404, type: 'project_not_found' },
  },
]);

onBothProfiles('a deleted project', (stage) => {
  it('leaves its ID free, and what takes it starts empty', async () => {
    const world = await makeWorld(stage());
    await setPassword(world, PASSWORD);
    const { $id: projectId, $internalId: before } = world.project;
    const path = `/v1/projects/${projectId}`;
    await world.call({ method: 'DELETE', path, as: 'consoleUser', body: { password: PASSWORD } });
    const body = { projectId, name: 'Again', teamId: world.teamId };
    const again = await world.call({ method: 'POST', path: '/v1/projects', as: 'consoleUser', body });
    expect(again).toMatchObject({ status: 201, body: { keys: [], platforms: [] } });
    expect((await world.connections.projects.open(projectId))?.internalId).not.toBe(before);
    const users = await world.call({ method: 'GET', path: '/v1/account', as: 'user' });
    expect(users.status).toBe(401);
  });

  it('is deleted once by two at the same time', async () => {
    const world = await makeWorld(stage());
    await setPassword(world, PASSWORD);
    const path = `/v1/projects/${world.project.$id}`;
    const remove = () => world.call({ method: 'DELETE', path, as: 'consoleUser', body: { password: PASSWORD } });
    const statuses = (await Promise.all([remove(), remove()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([204, 404]);
  });
});
