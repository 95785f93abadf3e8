import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { closeServer, listenOn } from './oauth/fixtures.js';
import { createPages } from './pages.js';

const server = createServer(createPages());
let address = '';
beforeAll(async () => {
  address = await listenOn(server);
});
afterAll(() => closeServer(server));

it.each(['oauth2/success', 'oauth2/failure', 'magic-url'])(
  'the page of a sign-in, %s, hands on to the app',
  async (name) => {
    const response = await fetch(`${address}/auth/${name}?project=p1&secret=%3Cscript%3E`);
    const page = await response.text();
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page).toContain("'appwrite-callback-' + project");
    expect(page).not.toContain('%3Cscript');
  },
);
