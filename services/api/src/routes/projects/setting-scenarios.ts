/** What every route that changes a setting of a project has in common, as tables for their tests. */
import { expect } from '@jest/globals';
import type { Scenario, World } from '../../scenarios.js';
import { member } from './members.js';

type Values = Readonly<Record<string, unknown>>;

const plain = member();
const developer = member('developer');

const settingsOf = async ({ connections, project }: World) => {
  const row = await connections.store.in(0).get('projects', project.$id);
  return { auths: row?.auths, services: row?.services, authProviders: row?.authProviders };
};

/** A change that is answered by the field `field`, as everybody sees it from then on, and who may make it. */
export function settingScenarios(params: Values, field: string, value: unknown): Scenario[] {
  const of = (world: World) => ({ projectId: world.project.$id, ...params });
  return [
    {
      name: `its owner sets ${field} to ${value}, in every answer from then on`,
      as: 'consoleUser',
      // Kept before, so that the change has something to outdate.
      given: ({ connections, project }) => Promise.resolve(connections.projects.open(project.$id)),
      params: of,
      expect: {
        status: 200,
        body: (world) => ({ $id: world.project.$id, [field]: value, keys: [{ $id: world.keyId }] }),
        events: [],
        jobs: [],
      },
      async after(world) {
        const path = `/v1/projects/${world.project.$id}`;
        const { body } = await world.call({ method: 'GET', path, as: 'consoleUser' });
        expect(body[field]).toEqual(value);
      },
    },
    {
      name: 'a developer may',
      given: developer.given,
      headers: developer.headers,
      project: 'console',
      params: of,
      expect: { status: 200, body: { [field]: value } },
    },
    {
      name: 'a plain member of the team may not',
      given: plain.given,
      headers: plain.headers,
      project: 'console',
      params: of,
      expect: { status: 401, type: 'user_unauthorized' },
      after: async (world) => expect(await settingsOf(world)).toEqual({ auths: {}, services: {}, authProviders: {} }),
    },
    {
      name: 'others do not see the project',
      as: 'consoleOther',
      params: of,
      expect: { status: 404, type: 'project_not_found' },
    },
    {
      name: 'a project that is not there is refused',
      as: 'consoleUser',
      params: { ...params, projectId: 'nowhere' },
      expect: { status: 404, type: 'project_not_found' },
    },
    {
      name: 'the console has no such settings',
      as: 'consoleUser',
      params: { ...params, projectId: 'console' },
      expect: { status: 404, type: 'project_not_found' },
    },
    {
      name: 'a key of the project may not',
      as: 'key',
      params: of,
      expect: { status: 401, type: 'general_unauthorized_scope' },
    },
    {
      name: 'its admin must ask the console',
      as: 'admin',
      params: of,
      expect: { status: 401, type: 'general_access_forbidden' },
    },
  ];
}

/** Bodies that are refused, beside the project's ID. */
export const badSettings = (...bodies: readonly Values[]): Scenario[] =>
  bodies.map((body) => ({
    name: `${JSON.stringify(body)} is refused`,
    as: 'consoleUser',
    params: (world) => ({ projectId: world.project.$id, ...body }),
    expect: { status: 400, type: 'general_argument_invalid' },
  }));

/** Changes a setting of the world's project on the way. */
export async function set(world: World, path: string, body: Values): Promise<void> {
  const url = `/v1/projects/${world.project.$id}/${path}`;
  const answer = await world.call({ method: 'PATCH', path: url, as: 'consoleUser', body });
  expect(answer.status).toBe(200);
}
