import type { Connections } from '@plinth/core';
import type { Service } from '@plinth/service';
import { enqueueRetention } from './retention.js';

/** The longest that a timer waits before it looks whether a new interval has begun. */
const LOOK_MILLISECONDS_MAX = 3_600_000;

/** Relays what the outbox still holds and what has become due, and enqueues what is due every so often. */
export const maintenance: Service<Connections> = {
  name: 'maintenance',
  async start(connections) {
    const { bus, config, log, metrics, store } = connections;
    const relay = await bus.relay();
    metrics.gauge('plinth_outbox_lag_seconds', 'Age of the oldest message that waits to be published.', async () => {
      const [oldest] = await store.messages.due(Date.now(), 1);
      return oldest ? (Date.now() - oldest.due) / 1000 : 0;
    });
    const look = () =>
      enqueueRetention(connections).catch((error) => log.error({ error }, 'retention could not be enqueued'));
    await look();
    const timer = setInterval(() => void look(), Math.min(config.maintenance.interval * 1000, LOOK_MILLISECONDS_MAX));
    timer.unref();
    return async () => {
      clearInterval(timer);
      await relay.stop();
    };
  },
};
