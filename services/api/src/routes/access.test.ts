/** Every route against every kind of caller: who lacks the scope is told so, and nobody else is. */
import { expect, it } from '@jest/globals';
import { newSecret, sha256 } from '@plinth/core';
import { newId } from '@plinth/database';
import { type CallerRole, keyScopes, roles } from '@plinth/definitions';
import type { Route } from '../route.js';
import { joinTeam, makePerson, makeWorld, onBothProfiles, requestOf, type World } from '../scenarios.js';
import { routes } from './index.js';

/** Routes are only asked whether they are open; this one must not wait for anybody. */
const ENVIRONMENT = { _APP_NTP_HOST: 'nowhere.invalid' };

/** Pages answer with text. */
const asked = routes.filter(({ outside, errorPage }) => !outside && !errorPage);

/** Refusals of 500 and more that tell of what is not set up here. */
const NOT_SET_UP = new Set([
  'general_smtp_disabled',
  'general_phone_disabled',
  'general_usage_disabled',
  'user_count_exceeded',
]);

type Headers = Readonly<Record<string, string>>;

interface Visitor {
  readonly name: string;
  readonly scopes: readonly string[];
  /** Some routes end sessions, so each call comes from somebody new. */
  headers(world: World): Promise<Headers> | Headers;
}

async function keyWith({ connections, project }: World, scopes: string[]): Promise<Headers> {
  const secret = newSecret();
  await connections.store.write(async (transaction) => {
    await transaction.in(0).create('keys', {
      $id: newId(),
      $permissions: [],
      projectId: project.$id,
      projectInternalId: project.$internalId,
      name: 'Key',
      scopes,
      secret,
      secretHash: sha256(secret),
      sdks: [],
    });
    await transaction.in(0).update('projects', project.$id, {}, { quiet: true });
  });
  connections.projects.forget(project.$id);
  return { 'x-appwrite-key': secret };
}

async function memberWith(world: World, memberRoles: string[] | null): Promise<Headers> {
  const { connections, project, teamId } = world;
  const person = await makePerson(connections, 0, 'console');
  if (memberRoles)
    await joinTeam(connections, 0, person, { id: teamId, internalId: project.teamInternalId }, memberRoles);
  return { cookie: person.cookie, 'x-appwrite-mode': 'admin' };
}

const member = (role: CallerRole): Visitor => ({
  name: `a console ${role}`,
  scopes: roles[role],
  headers: (world) => memberWith(world, [role]),
});

const visitors: readonly Visitor[] = [
  { name: 'a guest', scopes: roles.guests, headers: () => ({}) },
  {
    name: 'a user',
    scopes: roles.users,
    headers: async ({ connections, project }) => ({
      cookie: (await makePerson(connections, project.$internalId, project.$id)).cookie,
    }),
  },
  { name: 'a key without scopes', scopes: roles.apps, headers: (world) => keyWith(world, []) },
  {
    name: 'a key with all scopes',
    scopes: [...roles.apps, ...keyScopes],
    headers: (world) => keyWith(world, [...keyScopes]),
  },
  member('owner'),
  member('admin'),
  member('developer'),
  { name: 'a console member without such a role', scopes: roles.users, headers: (world) => memberWith(world, ['x']) },
  { name: 'somebody of another console team', scopes: roles.guests, headers: (world) => memberWith(world, null) },
];

const ask = async (world: World, route: Route, headers: Headers) => {
  const nowhere = Object.fromEntries([...route.fullPath.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, 'nowhere']));
  return world.call({ ...requestOf(route, nowhere), headers });
};

onBothProfiles(
  'access to every route',
  (stage) => {
    it.each(visitors)('$name is stopped exactly where the scope is missing', async ({ scopes, headers }) => {
      const world = await makeWorld(stage());
      const wrong: string[] = [];
      let given: Headers | null = null;
      for (const route of asked) {
        // Reads change nobody, so one caller may ask them all.
        const isRead = route.method === 'GET';
        const sent: Headers = isRead && given ? given : await headers(world);
        given = isRead ? sent : null;
        const { status, body } = await ask(world, route, sent);
        const isStopped = status === 401 && body.type === 'general_unauthorized_scope';
        const isBroken = status >= 500 && !NOT_SET_UP.has(String(body.type)) && route.name !== 'health.getTime';
        if (isStopped === scopes.includes(route.scope) || isBroken) wrong.push(`${route.name}: ${status} ${body.type}`);
      }
      expect(wrong).toEqual([]);
    });
  },
  ENVIRONMENT,
);
