/** A real browser, and pages in it that have the official web library. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const PATH = '/usr/bin/chromium';

export const openChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: PATH,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export interface Pages {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves this page at every path, and the library at `/appwrite.js`. */
export async function servePages(html: string): Promise<Pages> {
  const library = readFileSync(join(resolve(import.meta.dirname, '..'), 'node_modules/appwrite/dist/iife/sdk.js'));
  const server = createServer((request, response) => {
    const isLibrary = request.url === '/appwrite.js';
    response.writeHead(200, { 'Content-Type': isLibrary ? 'text/javascript' : 'text/html' });
    response.end(isLibrary ? library : html);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((done) => server.close(() => done())),
  };
}
