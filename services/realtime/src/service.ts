import type { Connections } from '@plinth/core';
import type { Service } from '@plinth/service';
import { Realtime } from './realtime.js';

/** Subscriptions over WebSocket under `/v1/realtime`. */
export const realtime: Service<Connections> = {
  name: 'realtime',
  async start(connections) {
    const open = new Realtime(connections);
    const listener = await connections.listener();
    listener.upgrade('/v1/realtime', (request, socket, head) => open.upgrade(request, socket, head));
    connections.metrics.gauge('plinth_realtime_sockets', 'Open sockets.', () => open.sockets.size);
    connections.log.info({ address: `ws://localhost:${listener.port}/v1/realtime` }, 'realtime listens');
    return () => open.close();
  },
};
