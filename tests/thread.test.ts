import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import * as Node from 'node-appwrite';
import { SMTPServer } from 'smtp-server';
import { Console, openBrowser, Web } from './clients.js';
import { eventually, freePort, profiles, type Stack, startStack } from './stack.js';

interface Hook {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Mail {
  readonly to: string;
  readonly text: string;
}

const wait = (isSo: () => boolean, otherwise: string) => eventually(isSo, otherwise);

/** The main job of the platform, through the official clients. */
describe.each(profiles)('the thread (%s)', (profile) => {
  let stack: Stack;
  let hooks: Server;
  let smtp: SMTPServer;
  const received: Hook[] = [];
  const mails: Mail[] = [];
  const admin = openBrowser();
  const ann = openBrowser();
  const bob = openBrowser();
  const run = Math.random().toString(36).slice(2, 8);
  let projectId = '';
  let key = '';
  let signatureKey = '';
  let hookUrl = '';

  beforeAll(async () => {
    hooks = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        response.end();
      });
    });
    await new Promise<void>((done) => hooks.listen(0, '127.0.0.1', done));
    hookUrl = `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/hook?caf%C3%A9=1`;
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        simpleParser(stream).then((mail) => {
          mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', text: mail.text ?? '' });
          done();
        }, done);
      },
    });
    const smtpPort = await freePort();
    await new Promise<void>((done) => smtp.listen(smtpPort, '127.0.0.1', done));
    stack = await startStack(profile, { env: { _APP_SMTP_HOST: '127.0.0.1', _APP_SMTP_PORT: String(smtpPort) } });
  }, 180_000);

  afterAll(async () => {
    await stack?.stop();
    await new Promise((done) => hooks?.close(done));
    await new Promise<void>((done) => smtp?.close(() => done()));
  }, 60_000);

  const web = () => new Web.Client().setEndpoint(stack.endpoint).setProject(projectId);
  const server = () => new Node.Client().setEndpoint(stack.endpoint).setProject(projectId).setKey(key);

  it('a founder signs up on the console, makes a project, a platform, a key and a webhook', async () => {
    await admin.as(async () => {
      const client = new Console.Client().setEndpoint(stack.endpoint).setProject('console');
      const account = new Console.Account(client);
      await account.create(`founder${run}`, `founder${run}@example.test`, 'a long password', 'Founder');
      await account.createEmailSession(`founder${run}@example.test`, 'a long password');
      expect((await account.get()).email).toBe(`founder${run}@example.test`);
      const team = await new Console.Teams(client).create(Console.ID.unique(), 'Makers');
      const projects = new Console.Projects(client);
      const project = await projects.create(Console.ID.unique(), 'Bookshop', team.$id, 'default');
      projectId = project.$id;
      await projects.createPlatform(projectId, 'web', 'Site', undefined, undefined, 'localhost');
      const scopes = [
        'databases.read',
        'databases.write',
        'collections.read',
        'collections.write',
        'documents.read',
        'documents.write',
        'health.read',
      ];
      key = (await projects.createKey(projectId, 'Server', scopes)).secret;
      const events = ['databases.*.collections.*.documents.*.create', 'users.*.create'];
      const webhook = await projects.createWebhook(projectId, 'Hook', events, hookUrl, true);
      signatureKey = webhook.signatureKey;
      expect((await projects.list()).total).toBe(1);
      expect((await projects.get(projectId)).platforms).toHaveLength(1);
    });
  });

  it('a server makes a database, a collection with every scalar type, and an index', async () => {
    const databases = new Node.Databases(server());
    await databases.create('shop', 'Shop');
    const permissions = [Node.Permission.create('users'), Node.Permission.read('team:staff')];
    await databases.createCollection('shop', 'books', 'Books', permissions, true);
    await databases.createStringAttribute('shop', 'books', 'title', 255, true);
    await databases.createEmailAttribute('shop', 'books', 'contact', false);
    await databases.createEnumAttribute('shop', 'books', 'kind', ['novel', 'essay'], false, 'novel');
    await databases.createIpAttribute('shop', 'books', 'from', false);
    await databases.createUrlAttribute('shop', 'books', 'link', false);
    await databases.createIntegerAttribute('shop', 'books', 'pages', false);
    await databases.createFloatAttribute('shop', 'books', 'price', false, 0, 1000);
    await databases.createBooleanAttribute('shop', 'books', 'sold', false, false);
    await databases.createDatetimeAttribute('shop', 'books', 'printed', false);
    await databases.createStringAttribute('shop', 'books', 'tags', 40, false, undefined, true);
    const attributes = async () =>
      (await databases.listAttributes('shop', 'books')).attributes as unknown as { status: string }[];
    await eventually(
      async () => (await attributes()).every(({ status }) => status === 'available'),
      'attributes are not available',
    );
    expect(await attributes()).toHaveLength(10);
    await databases.createIndex('shop', 'books', 'byPages', 'key', ['pages'], ['DESC']);
    await databases.createIndex('shop', 'books', 'byTitle', 'fulltext', ['title']);
    const indexes = async () => (await databases.listIndexes('shop', 'books')).indexes;
    await eventually(
      async () => (await indexes()).every(({ status }) => status === 'available'),
      'indexes are not available',
    );
    const made = await databases.createDocument('shop', 'books', 'first', { title: 'By a server', pages: 10 }, [
      Node.Permission.read('any'),
    ]);
    expect(made).toMatchObject({
      $id: 'first',
      title: 'By a server',
      kind: 'novel',
      sold: false,
      tags: [],
      $permissions: ['read("any")'],
    });
  });

  it('users sign up, sign in, and work with documents under their permissions', async () => {
    await ann.as(async () => {
      const account = new Web.Account(web());
      await account.create('ann', `ann${run}@example.test`, 'a long password', 'Ann');
      await account.createEmailSession(`ann${run}@example.test`, 'a long password');
      expect(await account.get()).toMatchObject({ $id: 'ann', name: 'Ann' });
      const databases = new Web.Databases(web());
      const document = await databases.createDocument('shop', 'books', 'mine', {
        title: "Ann's book",
        pages: 321,
        price: 12.5,
        printed: '2020-02-29',
      });
      expect(document).toMatchObject({ pages: 321, price: 12.5, printed: '2020-02-29T00:00:00.000+00:00' });
      expect(document.$permissions).toEqual(['read("user:ann")', 'update("user:ann")', 'delete("user:ann")']);
      await databases.updateDocument('shop', 'books', 'mine', { pages: 322 });
      expect((await databases.getDocument('shop', 'books', 'mine')).pages).toBe(322);
      const list = await databases.listDocuments('shop', 'books', [
        Web.Query.greaterThan('pages', 5),
        Web.Query.orderDesc('pages'),
        Web.Query.limit(10),
      ]);
      expect(list.documents.map(({ $id }) => $id)).toEqual(['mine', 'first']);
      expect((await databases.listDocuments('shop', 'books', [Web.Query.search('title', 'boo')])).total).toBe(1);
    });
    await bob.as(async () => {
      const account = new Web.Account(web());
      await account.create('bob', `bob${run}@example.test`, 'a long password', 'Bob');
      await account.createEmailSession(`bob${run}@example.test`, 'a long password');
      const databases = new Web.Databases(web());
      expect((await databases.listDocuments('shop', 'books')).documents.map(({ $id }) => $id)).toEqual(['first']);
      await expect(databases.getDocument('shop', 'books', 'mine')).rejects.toMatchObject({
        code: 404,
        type: 'document_not_found',
      });
      await expect(databases.updateDocument('shop', 'books', 'mine', { pages: 1 })).rejects.toMatchObject({
        code: 401,
      });
    });
  });

  it('a socket hears exactly the changes that its user may read', async () => {
    const heard: { events: string[]; payload: { $id: string } }[] = [];
    let close: () => void = () => undefined;
    await ann.as(async () => {
      const client = web();
      const frames: string[] = [];
      close = client.subscribe<{ $id: string }>('databases.shop.collections.books.documents', (message) => {
        frames.push(message.payload.$id);
        heard.push(message);
      });
      // The library signs in over the socket once it is connected; a change of one's own shows when that is done.
      const databases = new Web.Databases(client);
      await eventually(async () => {
        await databases.updateDocument('shop', 'books', 'mine', { sold: true });
        return frames.includes('mine');
      }, 'the socket hears nothing');
    });
    heard.length = 0;
    const databases = new Node.Databases(server());
    await databases.createDocument('shop', 'books', 'hidden', { title: 'For nobody' }, []);
    await databases.createDocument('shop', 'books', 'bobs', { title: 'For Bob' }, [Node.Permission.read('user:bob')]);
    await databases.createDocument('shop', 'books', 'anns', { title: 'For Ann' }, [Node.Permission.read('user:ann')]);
    await databases.createDocument('shop', 'books', 'all', { title: 'For all' }, [Node.Permission.read('any')]);
    await databases.deleteDocument('shop', 'books', 'all');
    await wait(
      () => heard.some(({ payload, events }) => payload.$id === 'all' && events[0]?.endsWith('.delete')),
      'the deletion was not heard',
    );
    expect(heard.filter(({ payload }) => payload.$id !== 'mine').map(({ events }) => events[0])).toEqual([
      'databases.shop.collections.books.documents.anns.create',
      'databases.shop.collections.books.documents.all.create',
      'databases.shop.collections.books.documents.all.delete',
    ]);
    close();
  });

  it('the webhook gets each matching change once, with a valid signature', async () => {
    await wait(() => received.filter(({ body }) => body.includes('"anns"')).length > 0, 'the webhook was not called');
    const hook = received.find(({ body }) => body.includes('"anns"'));
    const signature = createHmac('sha1', signatureKey)
      .update(decodeURIComponent(hookUrl) + (hook?.body ?? ''))
      .digest('base64');
    expect(hook?.headers['x-appwrite-webhook-signature']).toBe(signature);
    expect(hook?.headers['x-appwrite-webhook-events']).toContain('databases.*.collections.*.documents.*.create');
    expect(hook?.headers['x-appwrite-webhook-project-id']).toBe(projectId);
    const mine = received.filter(({ body }) => body.includes('"$id":"mine"'));
    expect(mine).toHaveLength(1);
    expect(mine[0]?.headers['x-appwrite-webhook-user-id']).toBe('ann');
    expect(
      received.some(
        ({ body, headers }) =>
          headers['x-appwrite-webhook-events']?.includes('users.ann.create') && body.includes('"Ann"'),
      ),
    ).toBe(true);
  });

  it('the audit log of a document names who changed it', async () => {
    await admin.as(async () => {
      const client = new Console.Client().setEndpoint(stack.endpoint).setProject(projectId).setMode('admin');
      const databases = new Console.Databases(client);
      const logs = async () => (await databases.listDocumentLogs('shop', 'books', 'mine')).logs;
      await eventually(async () => (await logs()).length > 0, 'the document has no log');
      expect((await logs())[0]).toMatchObject({ event: 'document.update', userId: 'ann', mode: 'default' });
    });
  });

  it('a forgotten password is set anew by the mail that arrives', async () => {
    await bob.as(async () => {
      const account = new Web.Account(web());
      await account.createRecovery(`bob${run}@example.test`, 'http://localhost/recover?step=2');
      await wait(() => mails.some(({ to }) => to === `bob${run}@example.test`), 'no mail arrived');
      const link = new URL(
        /http:\/\/localhost\/recover\S+/.exec(
          mails.find(({ to }) => to === `bob${run}@example.test`)?.text ?? '',
        )?.[0] ?? '',
      );
      expect(link.searchParams.get('step')).toBe('2');
      const secret = link.searchParams.get('secret') ?? '';
      await account.updateRecovery(link.searchParams.get('userId') ?? '', secret, 'a new password', 'a new password');
      await expect(account.updateRecovery('bob', secret, 'another password', 'another password')).rejects.toMatchObject(
        { type: 'user_invalid_token' },
      );
      await account.createEmailSession(`bob${run}@example.test`, 'a new password');
      expect((await account.get()).$id).toBe('bob');
      const { jwt } = await account.createJWT();
      const guest = openBrowser();
      const seen = await guest.as(() => new Web.Account(web().setJWT(jwt)).get());
      expect(seen.$id).toBe('bob');
      await account.deleteSessions();
      await expect(guest.as(() => new Web.Account(web().setJWT(jwt)).get())).rejects.toMatchObject({ code: 401 });
    });
  });
});
