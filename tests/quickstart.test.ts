import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openChromium, type Pages, servePages } from './chromium.js';
import { profiles, type Stack, startStack } from './stack.js';

const root = resolve(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? '';

/** The README's own text: its shell lines are run, its page is opened twice in a real browser. */
describe.each(profiles)('the quickstart of the README (%s)', (profile) => {
  let stack: Stack;
  let pages: Pages;
  let browser: Browser;
  let address = '';

  beforeAll(async () => {
    stack = await startStack(profile);
    const page = block('html')
      .replace('https://cdn.jsdelivr.net/npm/appwrite@11.0.0', '/appwrite.js')
      .replace('http://localhost:8080', `http://localhost:${stack.port}`);
    pages = await servePages(page);
    address = `http://localhost:${pages.port}/`;
    browser = await openChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
    await pages?.close();
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
