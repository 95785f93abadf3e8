import { expect } from '@jest/globals';
import { isoTime, newId } from '@plinth/database';
import { scenarios, type World } from '../../../scenarios.js';
import { listAccountLogs } from './list.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0';

async function addEntry({ connections, project, user }: World, entry: Record<string, unknown>): Promise<void> {
  await connections.store.write((transaction) =>
    transaction.in(project.$internalId).create('audit', {
      $id: newId(),
      userId: user.id,
      userKind: 'user',
      userInternalId: user.internalId,
      userEmail: user.email,
      userName: 'A person',
      mode: 'default',
      event: 'user.update',
      resource: `user/${user.id}`,
      userAgent: FIREFOX,
      ip: '127.0.0.1',
      time: isoTime(),
      ...entry,
    }),
  );
}

async function addEntries(world: World): Promise<void> {
  await addEntry(world, { event: 'second', time: '2020-01-02T00:00:00.000+00:00', ip: '8.8.8.8' });
  await addEntry(world, { event: 'first', time: '2020-01-01T00:00:00.000+00:00' });
  await addEntry(world, { event: 'third', time: '2020-01-03T00:00:00.000+00:00' });
  await addEntry(world, { event: 'by a key', userKind: 'key' });
  await addEntry(world, { event: 'by a member of the console', userKind: 'console' });
  await addEntry(world, { event: 'by another', userInternalId: world.other.internalId });
}

const eventsOf = (logs: unknown) => (logs as { event: string }[]).map(({ event }) => event);

scenarios(listAccountLogs, [
  {
    name: 'own entries are listed, the newest first, with device and country',
    as: 'user',
    given: addEntries,
    expect: { status: 200, body: { total: 3 } },
    async after(world, answer) {
      expect(eventsOf(answer.body.logs)).toEqual(['third', 'second', 'first']);
      expect((answer.body.logs as unknown[])[1]).toMatchObject({
        userId: world.user.id,
        userEmail: world.user.email,
        userName: 'A person',
        mode: 'default',
        ip: '8.8.8.8',
        time: '2020-01-02T00:00:00.000+00:00',
        osCode: 'LIN',
        clientType: 'browser',
        clientCode: 'FF',
        clientName: 'Firefox',
        clientVersion: '120.0',
        deviceName: 'desktop',
        countryCode: 'us',
        countryName: 'United States',
      });
      expect((answer.body.logs as unknown[])[0]).toMatchObject({ countryCode: '--', countryName: 'Unknown' });
    },
  },
  {
    name: 'a page is cut out, the total is of all',
    as: 'user',
    given: addEntries,
    params: { queries: ['limit(1)', 'offset(1)'] },
    expect: { status: 200, body: { total: 3 } },
    after: async (_, answer) => expect(eventsOf(answer.body.logs)).toEqual(['second']),
  },
  {
    name: 'a page of none gives the total',
    as: 'user',
    given: addEntries,
    params: { queries: ['limit(0)'] },
    expect: { status: 200, body: { total: 3, logs: [] } },
  },
  ...['equal("event", ["x"])', 'orderAsc("time")', 'limit(-1)', 'offset("x")', 'limit('].map((query) => ({
    name: `the query ${query} is refused`,
    as: 'user' as const,
    params: { queries: [query] },
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
  { name: 'a guest is refused', expect: { status: 401, type: 'general_unauthorized_scope' } },
]);
