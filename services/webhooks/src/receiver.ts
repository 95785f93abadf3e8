/** A receiver of webhooks on this machine, for tests. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
  /** Requests that were unanswered when this one came, itself included. */
  readonly open: number;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  close(): Promise<void>;
}

/** `answer` may do with the response what it likes, never ending it included. */
export async function openReceiver(
  answer: (response: ServerResponse, received: Received, count: number) => void = (response) => void response.end(),
): Promise<Receiver> {
  const received: Received[] = [];
  let open = 0;
  const take = async (incoming: IncomingMessage, response: ServerResponse) => {
    open++;
    response.on('close', () => open--);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { url: path = '', headers, rawHeaders } = incoming;
    const one = { path, headers, rawHeaders, body: Buffer.concat(chunks).toString(), open };
    received.push(one);
    answer(response, one, received.length);
  };
  const server = createServer((incoming, response) => void take(incoming, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
