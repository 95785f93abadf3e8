import type { Delivery } from '@plinth/bus';
import { type Connections, failSchemaJob, isPermanent, reasonOf, runSchemaJob } from '@plinth/core';
import { messages, type SchemaJob } from '@plinth/definitions';

/** A build may take hours; while it does, it says so this often. */
const BEAT_MILLISECONDS = 20_000;
const BUSY_MILLISECONDS = 90_000;

/** Present while a job is at work, so that the sweep does not take it for lost. */
export const busyKey = ({ project, type, row }: SchemaJob): string =>
  `schema:busy:${project}:${type.endsWith('Index') ? 'indexes' : 'attributes'}:${row}`;

/** Does one job of the queue. What cannot be mended is written down with its reason, at once or after all attempts. */
export async function workOnSchema(connections: Connections, job: SchemaJob, delivery: Delivery): Promise<void> {
  const { cache, log } = connections;
  const beat = async () => {
    await delivery.progress();
    await cache.set(busyKey(job), '1', BUSY_MILLISECONDS);
  };
  const timer = setInterval(() => {
    beat().catch((error) => log.warn({ error }, 'a schema job could not say that it is at work'));
  }, BEAT_MILLISECONDS);
  try {
    await runSchemaJob(connections, job, delivery.progress);
  } catch (error) {
    const isLast = isPermanent(error) || delivery.attempt >= messages.schema.attempts;
    // A collection without tables has no status that could tell of it: such a job becomes a dead letter.
    if (!isLast || job.type === 'createCollection') throw error;
    log.warn({ error, ...job }, 'a schema change failed');
    await failSchemaJob(connections, job, reasonOf(error));
  } finally {
    clearInterval(timer);
  }
}
