import { expect } from '@jest/globals';
import { isoTime, newId } from '@plinth/database';
import { scenarios, type World } from '../../../scenarios.js';
import { makeRed, strangers } from '../given.js';
import { listTeamLogs } from './list.js';

/** As the worker of audits stores it. */
async function record({ connections, project, user }: World, more: Record<string, string> = {}): Promise<void> {
  await connections.store.write((transaction) =>
    transaction.in(project.$internalId).create('audit', {
      $id: newId(),
      userId: user.id,
      userInternalId: user.internalId,
      userKind: 'user',
      userName: 'A person',
      userEmail: user.email,
      mode: 'default',
      event: 'team.update',
      resource: 'team/red',
      userAgent: 'curl/8.0',
      ip: '127.0.0.1',
      time: isoTime(),
      ...more,
    }),
  );
}

scenarios(listTeamLogs, [
  {
    name: 'tells who did what to the team, newest first, and not what keys did',
    as: 'admin',
    async given(world) {
      await makeRed(world);
      await record(world, { time: isoTime(Date.now() + 1000) });
      await record(world, { event: 'membership.create', time: isoTime(Date.now() + 2000) });
      await record(world, { userKind: 'key' });
      await record(world, { resource: 'team/blue' });
    },
    params: { teamId: 'red' },
    expect: { status: 200, body: { total: 2 } },
    async after({ user }, { body }) {
      const who = { userId: user.id, userEmail: user.email, userName: 'A person', mode: 'default' };
      expect(body.logs).toMatchObject([
        { event: 'membership.create', ...who },
        { event: 'team.update', ...who },
      ]);
    },
  },
  {
    name: 'limit and offset are taken',
    as: 'key',
    async given(world) {
      await makeRed(world);
      for (let at = 0; at < 3; at++) await record(world, { event: `e${at}`, time: isoTime(Date.now() + at * 1000) });
    },
    params: { teamId: 'red', queries: ['limit(1)', 'offset(1)'] },
    expect: { status: 200, body: { total: 3, logs: [{ event: 'e1' }] } },
  },
  {
    name: 'what was done to an earlier team of this ID is not told',
    as: 'user',
    async given(world) {
      await record(world, { time: '2001-01-01T00:00:00.000+00:00' });
      await makeRed(world);
    },
    params: { teamId: 'red' },
    expect: { status: 200, body: { total: 0, logs: [] } },
  },
  {
    name: 'other queries are refused',
    as: 'key',
    given: makeRed,
    params: { teamId: 'red', queries: ['equal("event", ["x"])'] },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  ...strangers(),
]);
