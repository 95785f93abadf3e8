/** Starting, showing and ending sessions. Source: account.md §4, §8; http.md §6. */

import { isIP } from 'node:net';
import {
  countryName,
  detectDevice,
  encodeSession,
  newSecret,
  parseOrigin,
  sessionCookieName,
  sha256,
} from '@plinth/core';
import { isoTime, newId, type SystemRow } from '@plinth/database';
import { writeCookie } from '@plinth/http';
import { getDomain } from 'tldts';
import type { Call } from '../../../call.js';
import type { Writing } from '../../../writing.js';
import { ownGrants, type UserRow } from '../account.js';

export type SessionRow = SystemRow<'sessions'>;
export type SessionCall = Pick<
  Call,
  'project' | 'sender' | 'connections' | 'userAgent' | 'locale' | 'cookies' | 'header' | 'actor' | 'projectId'
>;

export interface SessionStart {
  readonly provider: string;
  readonly providerUid?: string;
}

/** A session about to be started: everything that takes time is done before the transaction. */
export interface PreparedSession {
  readonly secret: string;
  readonly row: Omit<
    SessionRow,
    '$internalId' | '$createdAt' | '$updatedAt' | 'userId' | 'userInternalId' | '$permissions'
  >;
}

export async function prepareSession(
  call: SessionCall,
  { provider, providerUid = '' }: SessionStart,
): Promise<PreparedSession> {
  const secret = newSecret();
  const countryCode = (await call.connections.countries.codeOf(call.sender.ip)).toLowerCase();
  return {
    secret,
    row: {
      $id: newId(),
      provider,
      providerUid,
      providerAccessToken: '',
      providerAccessTokenExpiry: null,
      providerRefreshToken: '',
      secret: sha256(secret),
      userAgent: call.userAgent,
      ip: call.sender.ip,
      countryCode,
      ...detectDevice(call.userAgent),
    },
  };
}

/** Inserts the session and drops the oldest ones beyond the project's limit, in the same transaction. */
export async function insertSession(call: SessionCall, writing: Writing, user: UserRow, { row }: PreparedSession) {
  const { documents } = writing;
  writing.raise(user.$id);
  await writing.transaction.lock(`sessions:${call.project.internalId}:${user.$internalId}`);
  const session = await documents.create('sessions', {
    ...row,
    userId: user.$id,
    userInternalId: user.$internalId,
    $permissions: ownGrants(user.$id),
  });
  const all = await documents.findAll('sessions', { userInternalId: user.$internalId });
  const surplus = all
    .filter(({ $id }) => $id !== session.$id)
    .slice(0, Math.max(0, all.length - call.project.settings.sessionsMax));
  for (const { $id } of surplus) await documents.delete('sessions', $id);
  if (surplus.length > 0) writing.reroll(user.$id);
  writing.actAs(user);
  writing.ids({ userId: user.$id, sessionId: session.$id });
  return sessionView(call, session, true);
}

/** The session as its model shows it. */
export function sessionView(
  { project, locale }: Pick<SessionCall, 'project' | 'locale'>,
  row: SessionRow,
  current: boolean,
) {
  return {
    ...row,
    secret: '',
    expire: expiryOf(row, project.settings.sessionSeconds),
    countryName: countryName(row.countryCode, locale),
    current,
  };
}

export const expiryOf = ({ $createdAt }: { $createdAt: string }, seconds: number): string =>
  isoTime(Date.parse($createdAt) + seconds * 1000);

/** Both cookies, the legacy one first: the command line keeps only that. */
export function sendSession(call: SessionCall, userId: string, secret: string): void {
  const value = encodeSession({ userId, secret });
  setCookies(call, value, new Date(Date.now() + call.project.settings.sessionSeconds * 1000));
  if (!isDomainVerified(call))
    call.header('X-Fallback-Cookies', JSON.stringify({ [`a_session_${call.project.id}`]: value }));
}

export function clearSession(call: SessionCall): void {
  setCookies(call, '', new Date(Date.now() - 3600 * 1000));
  if (!isDomainVerified(call)) call.header('X-Fallback-Cookies', '[]');
}

function setCookies(call: SessionCall, value: string, expires: Date): void {
  const name = sessionCookieName(call.project.id);
  const { host, protocol } = call.sender;
  const domain = host === 'localhost' || isIP(host) > 0 ? '' : `.${host}`;
  const options = { expires, domain, secure: protocol === 'https' };
  call.cookies.push(
    writeCookie(`${name}_legacy`, value, options),
    writeCookie(name, value, { ...options, sameSite: 'None' }),
  );
}

/** Whether the page and the API share a registrable domain, so that cookies are first-party ones. */
function isDomainVerified({ sender }: SessionCall): boolean {
  const page = getDomain(parseOrigin(sender.origin)?.host ?? '', { allowPrivateDomains: true });
  return page !== null && page === getDomain(sender.host, { allowPrivateDomains: true });
}
