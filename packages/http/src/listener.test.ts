import { once } from 'node:events';
import { Agent, get, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorReply } from './errors.js';
import { type Listener, listen, send } from './listener.js';
import { fromIncoming } from './request.js';

const LIMIT = 1000;

describe('the listener', () => {
  let listener: Listener;
  let held: (() => void)[];

  beforeEach(async () => {
    held = [];
    listener = await listen({ port: 0, host: '127.0.0.1' });
    listener.mount('/', (_, response) => send(response, { status: 200, headers: {}, body: 'root' }, 'GET'));
    listener.mount('/v1/', (message, response) => {
      const incoming = fromIncoming(message);
      const answer = (body: string) =>
        send(response, { status: 200, headers: { 'Set-Cookie': ['a=1', 'b=2'] }, body }, incoming.method);
      if (incoming.target === '/v1/held') held.push(() => answer('released'));
      else if (incoming.target === '/v1/empty')
        send(response, { status: 204, headers: {}, body: null }, incoming.method);
      else
        incoming.read(LIMIT).then(
          (body) => answer(`${incoming.method} ${body.toString()}`),
          (error) => send(response, errorReply(error, false), incoming.method),
        );
    });
  });
  afterEach(() => listener.close(0));

  const url = (path: string) => `http://127.0.0.1:${listener.port}${path}`;

  async function dial(): Promise<Socket> {
    const socket = connect(listener.port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  }

  async function read(socket: Socket): Promise<string> {
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    return text;
  }

  it('gives a request to the longest prefix that fits', async () => {
    expect(await (await fetch(url('/'))).text()).toBe('root');
    expect(await (await fetch(url('/v2'))).text()).toBe('root');
    const answer = await fetch(url('/v1/x'), { method: 'POST', body: 'hello' });
    expect(await answer.text()).toBe('POST hello');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('answers HEAD with the headers of GET and no body', async () => {
    const answer = await fetch(url('/v1/x'), { method: 'HEAD' });
    expect(answer.headers.get('content-length')).toBe('5');
    expect(await answer.text()).toBe('');
  });

  it('answers without a body where there is none', async () => {
    const answer = await fetch(url('/v1/empty'));
    expect(answer.status).toBe(204);
    expect(answer.headers.get('content-length')).toBeNull();
  });

  it('refuses a body above the limit with 413, said in advance or not, and takes one of just the limit', async () => {
    const post = (body: string) => fetch(url('/v1/x'), { method: 'POST', body });
    expect((await post('x'.repeat(LIMIT))).status).toBe(200);
    const refused = await post('x'.repeat(LIMIT + 1));
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({ code: 413, type: 'general_payload_too_large' });
    const agent = new Agent({ keepAlive: true });
    const chunked = request(url('/v1/x'), { method: 'POST', agent });
    for (let at = 0; at < 50; at++) chunked.write('x'.repeat(1000));
    chunked.end();
    const [answer] = (await once(chunked, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(413);
    answer.resume();
    agent.destroy();
  });

  it('fails a request whose body breaks off, and nothing else', async () => {
    const socket = await dial();
    socket.write('POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
    socket.destroy();
    expect(await (await fetch(url('/v1/x'), { method: 'POST', body: 'whole' })).text()).toBe('POST whole');
  });

  it('hands upgrades to their path alone', async () => {
    listener.upgrade('/v1/realtime', (_, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\nupgraded'));
    const upgrade = async (path: string) => {
      const socket = await dial();
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
      return read(socket);
    };
    for (const path of ['/v1/realtime', '/v1/realtime/', '/v1/realtime?project=a'])
      expect(await upgrade(path)).toContain('upgraded');
    for (const path of ['/v1/realtime/x', '/v1', '/']) expect(await upgrade(path)).toMatch(/^HTTP\/1.1 404/);
  });

  it('survives clients that reset the connection while they upgrade', async () => {
    listener.upgrade('/v1/realtime', (_, socket) => void socket.write('hello'));
    for (const path of ['/v1/realtime', '/nothing']) {
      const socket = await dial();
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
      socket.resetAndDestroy();
      await once(socket, 'close');
    }
    expect((await fetch(url('/'))).status).toBe(200);
  });

  it('closes when what is in hand is done, though connections are kept alive', async () => {
    const agent = new Agent({ keepAlive: true });
    const idle = get(url('/'), { agent });
    const [first] = (await once(idle, 'response')) as [IncomingMessage];
    for await (const _ of first);
    const pending = get(url('/v1/held'), { agent });
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const start = Date.now();
    const closing = listener.close(10_000);
    held[0]?.();
    const [answer] = (await once(pending, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of answer) text += String(chunk);
    expect(text).toBe('released');
    await closing;
    expect(Date.now() - start).toBeLessThan(3000);
    await expect(fetch(url('/'))).rejects.toThrow();
    agent.destroy();
  });

  it('cuts what does not end in time', async () => {
    const pending = fetch(url('/v1/held'));
    const failed = expect(pending).rejects.toThrow();
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await listener.close(50);
    await failed;
  });

  it('says when its port is taken', async () => {
    await expect(listen({ port: listener.port, host: '127.0.0.1' })).rejects.toThrow('EADDRINUSE');
  });
});
