/** What grows old and is deleted. Each task enqueues a job; the deletes workers do it. Source: workers.md §10. */
import type { Connections } from '@plinth/core';
import { isoTime } from '@plinth/database';
import { type DeleteJob, messages } from '@plinth/definitions';

const REALTIME_SECONDS = 60;
const DEAD_LETTER_SECONDS = 14 * 86_400;

const before = (seconds: number): string => isoTime(Date.now() - seconds * 1000);

export const retentionTasks = ({ config }: Pick<Connections, 'config'>): readonly (() => DeleteJob)[] => [
  () => ({ type: 'audits', before: before(config.maintenance.retentionAudit) }),
  () => ({ type: 'counters', before: before(config.maintenance.retentionAbuse) }),
  () => ({ type: 'tokens', before: before(0) }),
  () => ({ type: 'realtime', before: before(REALTIME_SECONDS) }),
  () => ({ type: 'sessions' }),
];

/** Enqueues every task once an interval, whichever process of the cluster comes first. */
export async function enqueueRetention(connections: Connections): Promise<void> {
  const { config, cache, store, publish, log } = connections;
  const milliseconds = config.maintenance.interval * 1000;
  const period = Math.floor(Date.now() / milliseconds);
  if (!(await cache.add(`maintenance:${period}`, '1', milliseconds))) return;
  const jobs = retentionTasks(connections).map((task) => ({ name: messages.remove.name, body: task() }));
  const { messages: committed } = await store.write((transaction) => transaction.enqueue(jobs));
  publish(committed);
  await store.messages.forget(Date.now() - DEAD_LETTER_SECONDS * 1000);
  log.info({ jobs: jobs.length }, 'retention jobs are enqueued');
}
