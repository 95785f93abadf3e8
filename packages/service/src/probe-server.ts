import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Health, Log, Metrics, Stop } from './service.js';

const REQUEST_MILLISECONDS_MAX = 10_000;

export interface ProbeServer {
  readonly port: number;
  readonly close: Stop;
}

export interface ProbeOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Log;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** `/healthz` (the process answers), `/readyz` (it can do its work) and `/metrics`, for machines inside the network. */
export async function openProbeServer({ host, port, health, metrics, log }: ProbeOptions): Promise<ProbeServer> {
  const answers = new Map<string, () => Promise<Answer>>([
    ['/healthz', async () => text(200, 'ok\n')],
    [
      '/metrics',
      async () => ({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: await metrics.text() }),
    ],
    [
      '/readyz',
      async () => {
        const state = await health.ready();
        return { status: state.ready ? 200 : 503, type: 'application/json', body: `${JSON.stringify(state)}\n` };
      },
    ],
  ]);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = answers.get((request.url ?? '/').split('?', 1).join());
    if (answer === undefined) return send(response, text(404, 'There is nothing here.\n'));
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return send(response, text(405, 'Only GET and HEAD.\n'));
    }
    send(response, await answer());
  };

  const server = createServer({ requestTimeout: REQUEST_MILLISECONDS_MAX }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      log.error({ error, path: request.url }, 'a probe could not be answered');
      if (response.headersSent) response.destroy();
      else send(response, text(500, 'This could not be answered; the log says why.\n'));
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();

  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const text = (status: number, body: string): Answer => ({ status, type: 'text/plain; charset=utf-8', body });

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
  });
  // Node leaves the body of an answer to HEAD away by itself.
  response.end(body);
}
