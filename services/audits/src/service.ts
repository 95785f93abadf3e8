import { Batches, type Connections } from '@plinth/core';
import { messages } from '@plinth/definitions';
import type { Service } from '@plinth/service';
import { type Incoming, isRecorded, record } from './record.js';

/** Rows of one write. */
const BATCH = 100;
/** How long a row waits for others. */
const BATCH_MILLISECONDS = 200;

/** Records who did what to which resource. */
export const audits: Service<Connections> = {
  name: 'audits',
  async start({ bus, store }) {
    const batches = new Batches<Incoming>({
      max: BATCH,
      milliseconds: BATCH_MILLISECONDS,
      run: (incoming) => record(store, incoming),
    });
    const consumer = await bus.consume(messages.change, 'audits', async (change, { id }) => {
      const incoming = { id, change };
      if (isRecorded(incoming)) await batches.add(incoming);
    });
    return () => consumer.stop();
  },
};
