import type { Connections } from '@plinth/core';
import { messages } from '@plinth/definitions';
import type { Service } from '@plinth/service';
import { remove } from './remove.js';

/** Clears up after what is deleted, and what has grown old. */
export const deletes: Service<Connections> = {
  name: 'deletes',
  async start(connections) {
    const { bus, log } = connections;
    const worker = await bus.work(messages.remove, async (job, { progress }) => {
      const started = performance.now();
      const rows = await remove({ ...connections, progress }, job);
      log.info({ job: job.type, rows, ms: Math.round(performance.now() - started) }, 'cleared up');
    });
    return () => worker.stop();
  },
};
