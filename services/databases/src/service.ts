import type { Connections } from '@plinth/core';
import { messages } from '@plinth/definitions';
import type { Service } from '@plinth/service';
import { sweepStuck } from './sweep.js';
import { workOnSchema } from './work.js';

const SWEEP_MILLISECONDS = 60_000;

/** Brings the tables of collections in line with their attributes and indexes. */
export const databases: Service<Connections> = {
  name: 'databases',
  async start(connections) {
    const { bus, log } = connections;
    const worker = await bus.work(messages.schema, (job, delivery) => workOnSchema(connections, job, delivery));
    const sweep = () =>
      sweepStuck(connections).catch((error) => log.error({ error }, 'schema changes that got stuck stay so for now'));
    const timer = setInterval(() => void sweep(), SWEEP_MILLISECONDS);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await worker.stop();
    };
  },
};
