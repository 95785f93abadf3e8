/** Signing in from a page, by the official web library in a real browser. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type * as Appwrite from 'appwrite';
import type { Browser, Page } from 'playwright-core';
import { type Seeded, seedProject } from './admin.js';
import { openChromium, type Pages, servePages } from './chromium.js';
import { openPost, type Post } from './post.js';
import { eventually, profiles, type Stack, startStack } from './stack.js';

/** What a page has. */
declare global {
  var account: Appwrite.Account;
  var client: Appwrite.Client;
}

const PASSWORD = 'a long password';

describe.each(profiles)('signing in from a page (%s)', (profile) => {
  let stack: Stack;
  let pages: Pages;
  let browser: Browser;
  let post: Post;
  let project: Seeded;

  beforeAll(async () => {
    post = await openPost();
    stack = await startStack(profile, { env: { ...post.env, _APP_OAUTH_MOCK: 'enabled' } });
    project = await seedProject(stack.endpoint);
    const { must, owner, projectId } = project;
    for (const hostname of ['localhost', '127.0.0.1'])
      await must('POST', `/projects/${projectId}/platforms`, { type: 'web', name: hostname, hostname }, owner);
    const app = { provider: 'mock', appId: 'an id', secret: 'a secret', enabled: true };
    await must('PATCH', `/projects/${projectId}/oauth2`, app, owner);
    pages = await servePages(`<!doctype html><script src="/appwrite.js"></script><script>
      const client = new Appwrite.Client().setEndpoint('http://localhost:${stack.port}/v1').setProject('${projectId}');
      globalThis.client = client;
      globalThis.account = new Appwrite.Account(client);
    </script>`);
    browser = await openChromium();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await pages?.close();
    await stack?.stop();
    await post?.close();
  }, 60_000);

  /** A page of its own browser, with nothing stored. */
  async function visit(host: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`http://${host}:${pages.port}/`);
    return page;
  }
  const fallbackOf = (page: Page) => page.evaluate(() => localStorage.getItem('cookieFallback'));
  const emailOf = (page: Page) =>
    page.evaluate(() =>
      account.get().then(
        ({ email }) => email,
        (error: { type?: string }) => error.type,
      ),
    );
  const signUp = (page: Page, email: string) =>
    page.evaluate(
      async ([address, password]) => {
        await account.create('unique()', address, password);
        await account.createEmailSession(address, password);
      },
      [email, PASSWORD] as const,
    );

  it('a page of the same site is known by its cookie, and forgotten with it', async () => {
    const page = await visit('localhost');
    expect(await emailOf(page)).toBe('general_unauthorized_scope');
    await signUp(page, 'ann@example.test');
    await page.reload();
    expect(await emailOf(page)).toBe('ann@example.test');
    const cookies = await page.context().cookies();
    // Over plain HTTP a browser takes the older form only: the other one asks for HTTPS.
    expect(cookies.map(({ name }) => name)).toEqual([`a_session_${project.projectId}_legacy`.toLowerCase()]);
    for (const { httpOnly } of cookies) expect(httpOnly).toBe(true);
    await page.evaluate(() => localStorage.clear());
    expect(await emailOf(page)).toBe('ann@example.test');
    await page.evaluate(() => account.deleteSession('current'));
    expect(await emailOf(page)).toBe('general_unauthorized_scope');
  });

  it('a page of another site, whose cookies the browser drops, is known by the fallback', async () => {
    const page = await visit('127.0.0.1');
    await signUp(page, 'bob@example.test');
    expect(await page.context().cookies()).toEqual([]);
    expect(await fallbackOf(page)).toContain(`a_session_${project.projectId}`);
    await page.reload();
    expect(await emailOf(page)).toBe('bob@example.test');
    await page.evaluate(() => account.deleteSessions());
    expect(await emailOf(page)).toBe('general_unauthorized_scope');
  });

  it('a visitor without a name gets one later and stays the same', async () => {
    const page = await visit('localhost');
    const [before, after] = await page.evaluate(async (password) => {
      await account.createAnonymousSession();
      const { $id } = await account.get();
      const named = await account.updateEmail('cid@example.test', password);
      return [$id, named.$id];
    }, PASSWORD);
    expect(after).toBe(before);
    expect(await emailOf(page)).toBe('cid@example.test');
  });

  it('a link in a mail opens a page that is signed in', async () => {
    const page = await visit('localhost');
    const url = `http://localhost:${pages.port}/link`;
    await page.evaluate((link) => account.createMagicURLSession('unique()', 'eve@example.test', link), url);
    await eventually(() => post.mails.some(({ to }) => to === 'eve@example.test'), 'no mail arrived');
    const { text } = post.mails.find(({ to }) => to === 'eve@example.test') ?? { text: '' };
    await page.goto(text.split(/\s/).find((word) => word.startsWith(url)) ?? '');
    await page.evaluate(() => {
      const values = new URLSearchParams(location.search);
      return account.updateMagicURLSession(values.get('userId') ?? '', values.get('secret') ?? '');
    });
    expect(await emailOf(page)).toBe('eve@example.test');
  });

  it('a code in a text message signs in', async () => {
    const page = await visit('localhost');
    const userId = await page.evaluate(() => account.createPhoneSession('unique()', '+15550123').then((t) => t.userId));
    await eventually(() => post.texts.some(({ to }) => to === '+15550123'), 'no text message arrived');
    const { message = '' } = post.texts.find(({ to }) => to === '+15550123') ?? {};
    const code = /\d{6}/.exec(message)?.[0] ?? '';
    await page.evaluate(([user, secret]) => account.updatePhoneSession(user, secret), [userId, code] as const);
    expect(await page.evaluate(() => account.get().then(({ phone }) => phone))).toBe('+15550123');
  });

  it('a provider sends the browser back, signed in', async () => {
    const page = await visit('localhost');
    const origin = `http://localhost:${pages.port}`;
    await page.evaluate((home) => void account.createOAuth2Session('mock', `${home}/in`, `${home}/out`), origin);
    await page.waitForURL(`${origin}/in*`);
    expect(await emailOf(page)).toMatch(/@/);
    const provider = await page.evaluate(() => account.getSession('current').then((session) => session.provider));
    expect(provider).toBe('mock');
  });

  it('a token of a signed-in page opens another one', async () => {
    const page = await visit('localhost');
    await signUp(page, 'dan@example.test');
    const { jwt } = await page.evaluate(() => account.createJWT());
    const other = await visit('127.0.0.1');
    await other.evaluate((token) => void client.setJWT(token), jwt);
    expect(await emailOf(other)).toBe('dan@example.test');
  });
});
