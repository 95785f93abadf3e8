import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connections } from '@plinth/core';
import { fromIncoming, send } from '@plinth/http';
import type { Service } from '@plinth/service';
import { createApi } from './handler.js';
import { routes } from './routes/index.js';

type Pages = (request: IncomingMessage, response: ServerResponse) => void;

/** REST over HTTP, and the few pages beside it. */
export const api: Service<Connections> = {
  name: 'api',
  async start(connections) {
    const { log, config } = connections;
    const handler = createApi(routes, connections);
    let pages: Promise<Pages> | undefined;
    // Express is loaded when somebody first looks at a page: the API starts sooner without it.
    const showPage = async (incoming: IncomingMessage, response: ServerResponse) => {
      pages ??= import('./pages.js').then(({ createPages }) => createPages());
      (await pages)(incoming, response);
    };
    const listener = await connections.listener();
    let inHand = 0;
    let drained: (() => void) | undefined;
    const answer = async (incoming: IncomingMessage, response: ServerResponse, method: string, path: string) => {
      inHand++;
      const started = performance.now();
      try {
        const reply = await handler.handle(fromIncoming(incoming));
        send(response, reply, method);
        if (log.isLevelEnabled('debug'))
          log.debug({ route: path, status: reply.status, ms: Math.round(performance.now() - started) }, 'request');
      } catch (error) {
        log.error({ error, route: path }, 'an answer could not be sent');
        response.destroy();
      }
      inHand--;
      if (inHand === 0) drained?.();
    };
    listener.mount('/', (incoming, response) => {
      const target = incoming.url ?? '/';
      const path = target.split('?', 1)[0] ?? '/';
      const method = incoming.method ?? 'GET';
      if (method !== 'OPTIONS' && !handler.owns(method, path)) {
        showPage(incoming, response).catch((error) => {
          log.error({ error, path }, 'a page could not be shown');
          response.destroy();
        });
        return;
      }
      void answer(incoming, response, method, path);
    });
    log.info({ address: `http://localhost:${listener.port}/v1` }, 'the API listens');
    return async () => {
      // New connections end with the listener; what is being answered is answered.
      const grace = Math.max(1, config.server.shutdownSeconds - 5) * 1000;
      const closing = listener.close(grace);
      if (inHand > 0)
        await Promise.race([
          new Promise<void>((resolve) => {
            drained = resolve;
          }),
          closing,
        ]);
      await closing;
    };
  },
};
