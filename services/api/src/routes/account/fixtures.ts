/** What tests of account routes give the user of their world. */
import { newSecret, sha256 } from '@plinth/core';
import { newId } from '@plinth/database';
import type { Mail, Sms } from '@plinth/definitions';
import type { Caller, World } from '../../scenarios.js';
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

/** The environment of stages that may send text messages. */
export const WITH_SMS = { _APP_SMS_PROVIDER: 'sms://user:secret@mock', _APP_SMS_FROM: '+15550100' };

/** The link in the mail that waits. */
export const linkOf = (world: World): URL => new URL(mailOf(world).values.redirect ?? '');

/** The text message that waits, opened. */
export function smsOf({ jobs, connections }: World): Sms & { text: string } {
  const sms = jobs.findLast(({ name }) => name === 'sms')?.body as Sms;
  return { ...sms, text: connections.secrets.open(sms.body) };
}

/** Asks for something as this caller, and gives what it got. */
export async function ask(world: World, path: string, body: object = {}, as: Caller = 'guest') {
  const answer = await world.call({ method: 'POST', path: `/v1/account${path}`, body, as });
  if (answer.status !== 201) throw new Error(`POST ${path} answered ${answer.status} ${answer.body.type}.`);
  return answer.body;
}

export const put = (world: World, path: string, body: object, as: Caller = 'guest') =>
  world.call({ method: 'PUT', path: `/v1/account${path}`, body, as });

/** How many of these answers have which status or error type. */
export function tally(answers: readonly { status: number; body: Record<string, unknown> }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const name = status < 400 ? String(status) : String(body.type);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Ends every token of the user in the past. */
export async function expireTokens(world: World, userId: string): Promise<void> {
  const { connections, project } = world;
  const tokens = await connections.store.in(project.$internalId).findAll('tokens', { userId });
  const expire = '2001-01-01T00:00:00.000+00:00';
  await connections.store.write(async (transaction) => {
    for (const { $id } of tokens) await transaction.in(project.$internalId).update('tokens', $id, { expire });
  });
}

/** The names of the events that concern this user, which of several at once are not in order. */
export const eventsOf = ({ changes }: World, userId: string): string[] =>
  changes.flatMap(({ events }) => events.slice(0, 1)).filter((name) => name.includes(userId));
