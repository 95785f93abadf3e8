/** What tests of account routes give the user of their world. */
import { newSecret, sha256 } from '@plinth/core';
import { newId } from '@plinth/database';
import type { Mail } from '@plinth/definitions';
import type { World } from '../../scenarios.js';
import type { UserRow } from './account.js';

export const PASSWORD = 'a password of the test';

export async function changeUser({ connections, project, user }: World, change: Partial<UserRow>): Promise<void> {
  const { $internalId } = project;
  await connections.store.write((transaction) => transaction.in($internalId).update('users', user.id, change));
  await connections.callers.raise([{ project: $internalId, userId: user.id }]);
}

export async function givePassword(world: World, password = PASSWORD): Promise<string> {
  const hash = await world.connections.passwords.hash(password);
  await changeUser(world, { password: hash });
  return hash;
}

export async function changeSettings(world: World, auths: Record<string, boolean | number>): Promise<void> {
  const { connections, project } = world;
  await connections.store.write((transaction) => transaction.in(0).update('projects', project.$id, { auths }));
  connections.projects.forget(project.$id);
}

/** One more session of the user; gives its ID. */
export async function addSession({ connections, project, user }: World): Promise<string> {
  const id = newId();
  await connections.store.write((transaction) =>
    transaction.in(project.$internalId).create('sessions', {
      $id: id,
      $permissions: [],
      userId: user.id,
      userInternalId: user.internalId,
      provider: 'email',
      secret: sha256(newSecret()),
      countryCode: '--',
    }),
  );
  return id;
}

export const userOf = async ({ connections, project, user }: World): Promise<UserRow | null> =>
  connections.store.in(project.$internalId).get('users', user.id);

export const sessionsOf = ({ connections, project, user }: World) =>
  connections.store.in(project.$internalId).findAll('sessions', { userInternalId: user.internalId });

export const tokensOf = ({ connections, project, user }: World) =>
  connections.store.in(project.$internalId).findAll('tokens', { userInternalId: user.internalId });

/** Header of the user's JWT. */
export async function jwtHeader(world: World): Promise<Record<string, string>> {
  const { body } = await world.call({ method: 'POST', path: '/v1/account/jwt', as: 'user' });
  return { 'x-appwrite-jwt': String(body.jwt) };
}

/** The mail that waits, and its opened parameters. */
export function mailOf({ jobs, connections }: World): Mail & { values: Record<string, string> } {
  const mail = jobs.findLast(({ name }) => name === 'mail')?.body as Mail;
  return { ...mail, values: JSON.parse(connections.secrets.open(mail.sealed)) as Record<string, string> };
}

/** Asks for a recovery of the user and gives the secret from the mail. */
export async function askRecovery(world: World): Promise<string> {
  const { email } = world.user;
  const body = { email, url: 'https://app.test/recover' };
  await world.call({ method: 'POST', path: '/v1/account/recovery', body });
  return new URL(mailOf(world).values.redirect ?? '').searchParams.get('secret') ?? '';
}
