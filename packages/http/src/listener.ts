import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Reply } from './request.js';

const SWEEP_MILLISECONDS = 20;

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** One port that several services may share: the longest prefix that fits takes the request. */
export interface Listener {
  readonly port: number;
  mount(prefix: string, handler: Handler): void;
  /** WebSocket upgrades of exactly this path. */
  upgrade(path: string, handler: UpgradeHandler): void;
  /** Stops accepting, lets requests in hand finish, then cuts what is left after `graceMilliseconds`. */
  close(graceMilliseconds?: number): Promise<void>;
}

export async function listen({ port, host }: { port: number; host: string }): Promise<Listener> {
  const mounts: { prefix: string; handler: Handler }[] = [];
  const upgrades = new Map<string, UpgradeHandler>();
  const sockets = new Set<Socket>();
  const server: Server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    const target = request.url ?? '/';
    for (const { prefix, handler } of mounts) {
      if (target.startsWith(prefix)) return handler(request, response);
    }
    response.writeHead(404).end();
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    const path = (request.url ?? '/').split('?', 1)[0]?.replace(/\/$/, '') ?? '';
    socket.on('error', () => socket.destroy()); // nobody else listens, and an unheard one ends the process
    const handler = upgrades.get(path);
    if (handler) handler(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n', () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    mount(prefix, handler) {
      mounts.push({ prefix, handler });
      mounts.sort((a, b) => b.prefix.length - a.prefix.length);
    },
    upgrade: (path, handler) => void upgrades.set(path, handler),
    close: (graceMilliseconds = 5000) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          for (const socket of sockets) socket.destroy();
        }, graceMilliseconds);
        // Connections that are kept alive become idle one by one, as their last answers go out.
        const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MILLISECONDS);
        server.close(() => {
          clearTimeout(timer);
          clearInterval(sweep);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** Writes a reply to a `node:http` response. HEAD sends headers only. */
export function send(response: ServerResponse, reply: Reply, method: string): void {
  const { body, headers } = reply;
  if (body !== null) headers['Content-Length'] = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  else if (reply.status !== 204 && reply.status !== 304) headers['Content-Length'] = 0;
  response.writeHead(reply.status, headers as Record<string, string | number | string[]>);
  if (body === null || method === 'HEAD') response.end();
  else response.end(body);
}
