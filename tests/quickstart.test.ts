import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import { profiles, type Stack, startStack } from './stack.js';

const root = resolve(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? '';
const CHROMIUM = '/usr/bin/chromium';

/** The README's own text: its shell lines are run, its page is opened twice in a real browser. */
describe.each(profiles)('the quickstart of the README (%s)', (profile) => {
  let stack: Stack;
  let pages: Server;
  let browser: Browser;
  let address = '';

  beforeAll(async () => {
    expect(existsSync(CHROMIUM)).toBe(true);
    stack = await startStack(profile);
    const library = readFileSync(join(root, 'node_modules/appwrite/dist/iife/sdk.js'));
    const page = block('html')
      .replace('https://cdn.jsdelivr.net/npm/appwrite@11.0.0', '/appwrite.js')
      .replace('http://localhost:8080', `http://localhost:${stack.port}`);
    pages = createServer((request, response) => {
      const isLibrary = request.url === '/appwrite.js';
      response.writeHead(200, { 'Content-Type': isLibrary ? 'text/javascript' : 'text/html' });
      response.end(isLibrary ? library : page);
    });
    await new Promise<void>((done) => pages.listen(0, '127.0.0.1', done));
    address = `http://localhost:${(pages.address() as AddressInfo).port}/`;
    browser = await chromium.launch({
      executablePath: CHROMIUM,
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
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
    await new Promise((done) => pages?.close(done));
  }, 60_000);

  it('a note of one window appears in the other', async () => {
    const script = `set -e\n${block('sh').replace('http://localhost:8080', `http://localhost:${stack.port}`)}`;
    await promisify(execFile)('bash', ['-c', script], { cwd: mkdtempSync(join(tmpdir(), 'plinth-')) });
    const context = await browser.newContext();
    const first = await context.newPage();
    const faults: string[] = [];
    first.on('pageerror', (error) => faults.push(String(error)));
    await first.goto(address);
    await first.waitForResponse((response) => response.url().includes('/documents') && response.ok());
    const second = await context.newPage();
    second.on('pageerror', (error) => faults.push(String(error)));
    const subscribed = second.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'));
    await second.goto(address);
    await subscribed;
    await first.fill('input', 'Hello from the first window');
    await first.click('button');
    await second.waitForSelector('text=Hello from the first window');
    await second.reload();
    await second.waitForSelector('text=Hello from the first window');
    expect(faults).toEqual([]);
  }, 120_000);
});
