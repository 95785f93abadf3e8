import { expect } from '@jest/globals';
import { isoTime, newId } from '@plinth/database';
import { type Scenario, scenarios, type World } from '../../../scenarios.js';
import { of, refusals } from '../given.js';
import { listUserLogs } from './list.js';

async function addEntries({ connections, project, user, other }: World): Promise<void> {
  const { $internalId } = project;
  const entries = [
    { event: 'first', time: '2020-01-01T00:00:00.000+00:00' },
    { event: 'second', time: '2020-01-02T00:00:00.000+00:00', ip: '8.8.8.8' },
    { event: 'by a key', userKind: 'key' },
    { event: 'by the console', userKind: 'console' },
    { event: 'by another', userInternalId: other.internalId },
  ];
  await connections.store.write(async (transaction) => {
    for (const entry of entries)
      await transaction.in($internalId).create('audit', {
        $id: newId(),
        userId: user.id,
        userKind: 'user',
        userInternalId: user.internalId,
        userEmail: user.email,
        userName: 'A person',
        mode: 'default',
        resource: `user/${user.id}`,
        userAgent: 'UNKNOWN',
        ip: '127.0.0.1',
        time: isoTime(),
        ...entry,
      });
  });
}

const events = (body: Record<string, unknown>) => (body.logs as { event: string }[]).map(({ event }) => event);

scenarios(listUserLogs, [
  {
    name: 'lists what the user itself did, the newest first, with everything that is known',
    as: 'key',
    given: addEntries,
    params: of(),
    expect: { status: 200, body: { total: 2 }, events: [] },
    async after({ user }, { body }) {
      expect(events(body)).toEqual(['second', 'first']);
      expect((body.logs as unknown[])[0]).toMatchObject({
        userId: user.id,
        userEmail: user.email,
        userName: 'A person',
        mode: 'default',
        countryCode: 'us',
        countryName: 'United States',
      });
    },
  },
  {
    name: 'a page is cut out, the total is of all',
    as: 'admin',
    given: addEntries,
    params: of({ queries: ['limit(1)', 'offset(1)'] }),
    expect: { status: 200, body: { total: 2 } },
    after: async (_, { body }) => expect(events(body)).toEqual(['first']),
  },
  ...['equal("event", ["x"])', 'orderAsc("time")', 'limit(-1)'].map(
    (query): Scenario => ({
      name: `the query ${query} is refused`,
      as: 'key',
      params: of({ queries: [query] }),
      expect: { status: 400, type: 'general_argument_invalid' },
    }),
  ),
  ...refusals(),
]);
