/** What the lists of logs of databases, collections and documents have in common, as a table for their tests. */
import { expect } from '@jest/globals';
import { isoTime, newId } from '@plinth/database';
import type { Caller, Scenario, World } from '../../../scenarios.js';

type Values = Readonly<Record<string, unknown>>;

export interface LogsOf {
  /** Makes what the logs are of, and what is beside it. */
  readonly given: (world: World) => Promise<unknown>;
  readonly params: Values;
  /** The same under other spellings of the IDs. */
  readonly spelled: Values;
  readonly resource: string;
  /** What is above, below and beside it. */
  readonly others: readonly string[];
  /** Who may read them. */
  readonly as: readonly Caller[];
}

/** Stores an entry as the worker of audits does. */
export async function record({ connections, project, user }: World, resource: string, more: object = {}) {
  await connections.store.write((transaction) =>
    transaction.in(project.$internalId).create('audit', {
      $id: newId(),
      userId: user.id,
      userInternalId: user.internalId,
      userKind: 'user',
      userName: 'A person',
      userEmail: user.email,
      mode: 'default',
      event: 'document.update',
      resource,
      userAgent: 'curl/8.0',
      ip: '127.0.0.1',
      time: isoTime(),
      ...more,
    }),
  );
}

const later = (seconds: number): string => isoTime(Date.now() + seconds * 1000);

export function logScenarios({ given, params, spelled, resource, others, as }: LogsOf): Scenario[] {
  const after = (recorded: (world: World) => Promise<void>) => async (world: World) => {
    await given(world);
    await recorded(world);
  };
  const readable = after(async (world) => {
    await record(world, resource, { event: 'first', time: later(1) });
    await record(world, resource, { event: 'second', time: later(2), mode: 'admin', ip: '8.8.8.8' });
    await record(world, resource, { event: 'by a key', userKind: 'key' });
    for (const other of others) await record(world, other);
  });
  return [
    ...as.map(
      (caller): Scenario => ({
        name: `tells a caller with the rights (${caller}) who did what to it, newest first, and not what keys did`,
        as: caller,
        given: readable,
        params,
        expect: { status: 200, body: { total: 2 }, events: [] },
        async after({ user }, { body }) {
          const who = { userId: user.id, userEmail: user.email, userName: 'A person' };
          expect(body.logs).toMatchObject([
            { event: 'second', mode: 'admin', ip: '8.8.8.8', countryCode: 'us', countryName: 'United States', ...who },
            { event: 'first', mode: 'default', clientName: 'curl', countryCode: '--', countryName: 'Unknown', ...who },
          ]);
        },
      }),
    ),
    {
      name: 'finds them under any spelling of the IDs',
      as: 'key',
      given: readable,
      params: spelled,
      expect: { status: 200, body: { total: 2 } },
    },
    {
      name: 'cuts a page out, the total is of all',
      as: 'key',
      given: readable,
      params: { ...params, queries: ['limit(1)', 'offset(1)'] },
      expect: { status: 200, body: { total: 2, logs: [{ event: 'first' }] } },
    },
    {
      name: 'lists more than a page of other lists where no limit is given',
      as: 'key',
      given: after(async (world) => {
        for (let at = 0; at < 30; at++) await record(world, resource, { time: later(at) });
      }),
      params,
      expect: { status: 200, body: { total: 30 } },
      after: async (_, { body }) => expect(body.logs).toHaveLength(30),
    },
    {
      name: 'does not tell what was done to an earlier one of this ID',
      as: 'key',
      given: after((world) => record(world, resource, { time: '2001-01-01T00:00:00.000+00:00' })),
      params,
      expect: { status: 200, body: { total: 0, logs: [] } },
    },
    ...['equal("event", ["x"])', 'orderAsc("time")', 'limit(-1)', 'offset(-1)', 'limit(1.5)', 'limit('].map(
      (query): Scenario => ({
        name: `the query ${query} is refused`,
        as: 'key',
        given,
        params: { ...params, queries: [query] },
        expect: { status: 400, type: 'general_argument_invalid' },
      }),
    ),
  ];
}
