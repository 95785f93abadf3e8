/** What the tests of users' routes share. */
import { expect } from '@jest/globals';
import type { Answer, Scenario, World } from '../../scenarios.js';

type Params = Readonly<Record<string, unknown>>;

/** What every route about one user refuses; `params` are those beside the user's ID. */
export const refusals = (params: Params = {}): Scenario[] => [
  {
    name: 'a guest is refused',
    params: (world) => ({ userId: world.user.id, ...params }),
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
  {
    name: 'the user itself is refused',
    as: 'user',
    params: (world) => ({ userId: world.user.id, ...params }),
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
  {
    name: 'nobody is not found',
    as: 'key',
    params: { userId: 'nobody', ...params },
    expect: { status: 404, type: 'user_not_found' },
  },
  {
    name: 'the user of another project is not found',
    as: 'key',
    params: (world) => ({ userId: world.owner.id, ...params }),
    expect: { status: 404, type: 'user_not_found' },
  },
  {
    name: 'an ID that is none is refused',
    as: 'key',
    params: { userId: '_nobody', ...params },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
];

/** The world's user with other parameters. */
export const of =
  (params: Params = {}) =>
  (world: World): Params => ({ userId: world.user.id, ...params });

/** First name of the event of a change of the world's user. */
export const updated = (world: World): string[] => [`users.${world.user.id}.update`];

/** The one change told of the event with this name, and nothing of the hash with it. */
export function expectTold({ changes }: World, event: string): void {
  expect(changes).toHaveLength(1);
  expect(changes[0]?.events).toContain(event);
  for (const told of [changes[0]?.payload, JSON.stringify(changes[0]?.realtime?.payload ?? {})])
    expect(told).not.toMatch(/"(password|hash|hashOptions|passwordHistory)":/);
}

export const logIn = ({ call }: World, email: unknown, password: string): Promise<Answer> =>
  call({ method: 'POST', path: '/v1/account/sessions/email', body: { email, password } });

/** Creates a user with the key and gives it. */
export async function makeUser({ call }: World, body: Params, kind = ''): Promise<Record<string, unknown>> {
  const answer = await call({
    method: 'POST',
    path: `/v1/users${kind}`,
    as: 'key',
    body: { userId: 'unique()', ...body },
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** A stored row, by ID. */
export const rowOf = ({ connections, project }: World, id: unknown) =>
  connections.store.in(project.$internalId).get('users', String(id));
