/** What the tests of teams share: the world's `user` owns the team `red`, its `other` is a stranger until added. */
import { makePerson, type Person, type Scenario, type World } from '../../scenarios.js';
import { mailOf } from '../account/fixtures.js';
import type { MembershipRow } from './memberships/membership.js';

type Params = Readonly<Record<string, unknown>>;

export const RED = '/v1/teams/red';
export const URL_OF_APP = 'https://app.test/join';

export async function makeRed({ call }: World): Promise<void> {
  const answer = await call({ method: 'POST', path: '/v1/teams', as: 'user', body: { teamId: 'red', name: 'Red' } });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
}

/** A team of a stranger. */
export const makeBlue = ({ call }: World) =>
  call({ method: 'POST', path: '/v1/teams', as: 'other', body: { teamId: 'blue', name: 'Blue' } });

/** Adds a person with the key, who need not be asked; gives the membership's ID. */
export async function add({ call }: World, person: Person, roles: string[] = [], teamId = 'red'): Promise<string> {
  const body = { userId: person.id, roles, url: URL_OF_APP };
  const answer = await call({ method: 'POST', path: `/v1/teams/${teamId}/memberships`, as: 'key', body });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return String(answer.body.$id);
}

export interface Invited {
  readonly membershipId: string;
  readonly userId: string;
  readonly teamId: string;
  readonly secret: string;
}

/** Invites somebody by mail; gives what the link holds. */
export async function invite(world: World, more: Params = { email: world.other.email }): Promise<Invited> {
  const body = { roles: ['editor'], url: URL_OF_APP, ...more };
  const answer = await world.call({ method: 'POST', path: `${RED}/memberships`, as: 'user', body });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return linkOf(mailOf(world).values.redirect ?? '');
}

export function linkOf(link: string): Invited {
  const { searchParams } = new URL(link);
  const value = (name: string) => searchParams.get(name) ?? '';
  return {
    membershipId: value('membershipId'),
    userId: value('userId'),
    teamId: value('teamId'),
    secret: value('secret'),
  };
}

export const accept = ({ call }: World, { teamId, membershipId, userId, secret }: Invited, headers = {}) =>
  call({
    method: 'PATCH',
    path: `/v1/teams/${teamId}/memberships/${membershipId}/status`,
    body: { userId, secret },
    headers,
  });

export const membershipsOf = ({ connections, project }: World, teamId = 'red'): Promise<MembershipRow[]> =>
  connections.store.in(project.$internalId).findAll('memberships', { teamId });

export async function totalOf({ connections, project }: World, teamId = 'red'): Promise<number | undefined> {
  return (await connections.store.in(project.$internalId).get('teams', teamId))?.total;
}

export const people = ({ connections, project }: World, count: number): Promise<Person[]> =>
  Promise.all(Array.from({ length: count }, () => makePerson(connections, project.$internalId, project.$id)));

/** Keeps one value a world, from what is given before the call to the call and after it. */
export function kept<Value>(make: (world: World) => Promise<Value>) {
  const values = new WeakMap<World, Value>();
  return {
    async given(world: World): Promise<void> {
      values.set(world, await make(world));
    },
    of(world: World): Value {
      const value = values.get(world);
      if (value === undefined) throw new Error('Nothing was given.');
      return value;
    },
  };
}

/** What every route of a team refuses to those who are none of its members. */
export const strangers = (params: Params = {}): Scenario[] => [
  {
    name: 'a guest is refused',
    given: makeRed,
    params: { teamId: 'red', ...params },
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
  {
    name: 'who is no member does not learn of the team',
    as: 'other',
    given: makeRed,
    params: { teamId: 'red', ...params },
    expect: { status: 404, type: 'team_not_found' },
  },
  {
    name: 'who is only invited does not see the team yet',
    as: 'other',
    async given(world) {
      await makeRed(world);
      await invite(world);
    },
    params: { teamId: 'red', ...params },
    expect: { status: 404, type: 'team_not_found' },
  },
  {
    name: 'a team that is not there is not found',
    as: 'key',
    params: { teamId: 'red', ...params },
    expect: { status: 404, type: 'team_not_found' },
  },
  {
    name: 'the team of another project is not found',
    as: 'key',
    params: (world) => ({ teamId: world.teamId, ...params }),
    expect: { status: 404, type: 'team_not_found' },
  },
  {
    name: 'an ID that is none is refused',
    as: 'key',
    params: { teamId: '_red', ...params },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
];

/** What a route for owners refuses to plain members. */
export const plainMembers = (params: Params = {}): Scenario => ({
  name: 'a member who is no owner is refused',
  as: 'other',
  async given(world) {
    await makeRed(world);
    await add(world, world.other, ['editor', 'ownwer']);
  },
  params: { teamId: 'red', ...params },
  expect: { status: 401, type: 'user_unauthorized' },
});
