/** Lists of the audit log, as accounts, users, teams and databases show them. Source: account.md §9, events.md §6. */
import { countryName, detectDevice } from '@plinth/core';
import type { Query, SqlValue, SystemRow } from '@plinth/database';
import { limits } from '@plinth/definitions';
import type { Call } from '../call.js';
import { FIRST_PAGE, type Paging } from './lists.js';

type LogCall = Pick<Call, 'documents' | 'connections' | 'locale'>;

// Clients of this version know people only, so what keys did is left out of the list and of its total.
const NOT_BY_KEYS: Query = {
  method: 'notEqual',
  attribute: 'userKind',
  values: [{ kind: 'string', value: 'key' }],
};
const NEWEST_FIRST: Query = { method: 'orderDesc', attribute: 'time', values: [] };

/**
 * The page of entries with these values that the queries ask for, newest first. What was recorded before `since`, an
 * ISO time, is left out: it tells of whatever had the same ID earlier.
 */
export async function listLogs(
  call: LogCall,
  where: Readonly<Record<string, SqlValue>>,
  asked: Paging | null,
  since?: string,
) {
  const { limit, offset } = asked ?? FIRST_PAGE;
  const queries = [NOT_BY_KEYS, NEWEST_FIRST, paging('limit', limit), paging('offset', offset)];
  if (since !== undefined) queries.push(notBefore(since));
  const { total, rows } = await call.documents.list('audit', queries, { where, limitMax: limits.list.logs });
  return { total, logs: await Promise.all(rows.map((row) => logView(call, row))) };
}

const notBefore = (time: string): Query => ({
  method: 'greaterThanEqual',
  attribute: 'time',
  values: [{ kind: 'string', value: time }],
});

const paging = (method: 'limit' | 'offset', value: number): Query => ({
  method,
  attribute: '',
  values: [{ kind: 'integer', value }],
});

/** An entry as its model shows it: device and country are read from what the entry kept of the request. */
export async function logView(
  { connections, locale }: Pick<LogCall, 'connections' | 'locale'>,
  row: SystemRow<'audit'>,
) {
  const countryCode = (await connections.countries.codeOf(row.ip)).toLowerCase();
  return {
    event: row.event,
    userId: row.userId,
    userEmail: row.userEmail,
    userName: row.userName,
    mode: row.mode,
    ip: row.ip,
    time: row.time,
    ...detectDevice(row.userAgent),
    countryCode,
    countryName: countryName(countryCode, locale),
  };
}
