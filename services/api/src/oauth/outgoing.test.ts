import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { closeServer, listenOn } from './fixtures.js';
import { sender } from './outgoing.js';

const server = createServer(({ url }, response) => {
  if (url === '/elsewhere') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
  else response.end(url === '/large' ? Buffer.alloc(2_000_000) : 'fine');
});
let address = '';
beforeAll(async () => {
  address = await listenOn(server);
});
afterAll(() => closeServer(server));

const ask = (url: string, allowPrivate: boolean) =>
  sender({ allowPrivate })({ method: 'GET', url: new URL(url), headers: {}, body: '' });

it('gives what was answered', async () => {
  expect(await ask(address, true)).toEqual({ status: 200, text: 'fine' });
});

it('follows no redirect', async () => {
  expect(await ask(`${address}/elsewhere`, true)).toMatchObject({ status: 302 });
});

it('gives up on answers that are too large', async () => {
  await expect(ask(`${address}/large`, true)).rejects.toThrow('more than is read');
});

it.each(['https://127.0.0.1/', 'https://[::1]/', 'https://localhost/', 'https://10.0.0.1/'])(
  'asks nothing of the private address %s',
  async (url) => {
    await expect(ask(url, false)).rejects.toMatchObject({ name: 'PrivateAddressError' });
  },
);

it('asks over HTTPS only', async () => {
  await expect(ask('http://provider.test/', false)).rejects.toThrow('HTTPS');
  await expect(ask('file:///etc/passwd', true)).rejects.toThrow('HTTPS');
});
