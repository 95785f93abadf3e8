import { CONSOLE_ID, CONSOLE_NUMBER, type Connections, failSchemaJob } from '@plinth/core';
import { isoTime, tables } from '@plinth/database';
import { messages, type SchemaJob } from '@plinth/definitions';
import { busyKey } from './work.js';

/** Jobs are done within seconds; after this long one is taken for lost. */
const PATIENCE_MILLISECONDS = 300_000;
const TRIES_MAX = 3;
const TRIES_KEPT_MILLISECONDS = 3_600_000;
const LOCK_MILLISECONDS = 55_000;
const ROWS_MAX = 100;

export interface SweepOptions {
  readonly patienceMilliseconds?: number;
  /** Only this one. */
  readonly project?: number;
}

/** Enqueues the jobs of attributes and indexes again that have been waiting for too long; gives their number. */
export async function sweepStuck(
  connections: Connections,
  { patienceMilliseconds = PATIENCE_MILLISECONDS, project }: SweepOptions = {},
): Promise<number> {
  const { cache, store } = connections;
  const lock = await cache.lock('schema:sweep', LOCK_MILLISECONDS);
  if (!lock) return 0;
  try {
    let swept = 0;
    for (const kind of ['attributes', 'indexes'] as const) {
      const since = isoTime(Date.now() - patienceMilliseconds);
      for (const row of await tables.unsettled(store, kind, { since, limit: ROWS_MAX, project })) {
        if (await revive(connections, kind, row)) swept++;
      }
    }
    return swept;
  } finally {
    await lock.release();
  }
}

async function revive(
  connections: Connections,
  kind: 'attributes' | 'indexes',
  row: tables.Unsettled,
): Promise<boolean> {
  const { cache, store, publish } = connections;
  const { project, databaseId, collectionId, collection, number } = row;
  const projectId = await idOf(connections, project);
  const noun = kind === 'attributes' ? 'Attribute' : 'Index';
  const type = `${row.status === 'processing' ? 'create' : 'delete'}${noun}` as const;
  const job: SchemaJob = { projectId, project, type, databaseId, collectionId, collection, row: number };
  if ((await cache.get(busyKey(job))) !== null) return false;
  const tries = await cache.increment(`schema:tries:${project}:${kind}:${number}`, TRIES_KEPT_MILLISECONDS);
  const { messages: committed } = await store.write(async (transaction) => {
    const writer = transaction.in(project);
    const current = await writer.byNumber(kind, number, { lock: true });
    if (current?.status !== row.status) return;
    // Its time begins anew, so that the next sweep leaves it alone.
    if (kind === 'attributes') await writer.update('attributes', row.id, {});
    else await writer.update('indexes', row.id, {});
    if (tries <= TRIES_MAX)
      transaction.enqueue([{ name: messages.schema.name, key: `collection:${collection}`, body: job }]);
  });
  publish(committed);
  if (tries > TRIES_MAX) await failSchemaJob(connections, job, 'The tables could not be changed, however often tried.');
  return committed.length > 0;
}

async function idOf({ store }: Connections, project: number): Promise<string> {
  if (project === CONSOLE_NUMBER) return CONSOLE_ID;
  return (await store.in(CONSOLE_NUMBER).byNumber('projects', project))?.$id ?? '';
}
