import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { Console, openBrowser, Web } from './clients.js';
import { eventually, freePort, profiles, type Stack, startStack } from './stack.js';

interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

interface TextMessage {
  readonly message: string;
  readonly from: string;
  readonly to: string;
}

const PAGE = 'http://localhost/app?step=2';
const PASSWORD = 'a long password';

/** What people do with the mails and text messages that they get. */
describe.each(profiles)('signing in (%s)', (profile) => {
  let stack: Stack;
  let smtp: SMTPServer;
  let provider: Server;
  let projectId = '';
  const mails: Mail[] = [];
  const texts: TextMessage[] = [];
  const run = Math.random().toString(36).slice(2, 8);
  const address = (name: string) => `${name}${run}@example.test`;

  beforeAll(async () => {
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        simpleParser(stream).then((mail) => {
          const to = session.envelope.rcptTo[0]?.address ?? '';
          mails.push({ to, subject: mail.subject ?? '', text: mail.text ?? '' });
          done();
        }, done);
      },
    });
    const smtpPort = await freePort();
    await new Promise<void>((done) => smtp.listen(smtpPort, '127.0.0.1', done));
    provider = createServer(async (request, response) => {
      texts.push(JSON.parse(await text(request)) as TextMessage);
      response.end();
    });
    await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
    stack = await startStack(profile, {
      env: {
        _APP_SMTP_HOST: '127.0.0.1',
        _APP_SMTP_PORT: String(smtpPort),
        _APP_SMS_PROVIDER: 'sms://user:secret@mock',
        _APP_SMS_FROM: '+15550100',
        _APP_SMS_MOCK_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/`,
      },
    });
    projectId = await makeProject();
  }, 180_000);

  afterAll(async () => {
    await stack?.stop();
    await new Promise<void>((done) => smtp?.close(() => done()));
    await new Promise((done) => provider?.close(done));
  }, 60_000);

  const web = () => new Web.Client().setEndpoint(stack.endpoint).setProject(projectId);

  const makeProject = () =>
    openBrowser().as(async () => {
      const client = new Console.Client().setEndpoint(stack.endpoint).setProject('console');
      const account = new Console.Account(client);
      await account.create(`founder${run}`, address('founder'), PASSWORD, 'Founder');
      await account.createEmailSession(address('founder'), PASSWORD);
      const team = await new Console.Teams(client).create(Console.ID.unique(), 'Makers');
      const project = await new Console.Projects(client).create(Console.ID.unique(), 'Bookshop', team.$id, 'default');
      await new Console.Projects(client).createPlatform(project.$id, 'web', 'Site', undefined, undefined, 'localhost');
      return project.$id;
    });

  /** Somebody with an account and a session. */
  const join = async (name: string) => {
    const browser = openBrowser();
    await browser.as(async () => {
      const account = new Web.Account(web());
      await account.create(name, address(name), PASSWORD, name);
      await account.createEmailSession(address(name), PASSWORD);
    });
    return browser;
  };

  /** The parameters of the link in the next mail to this address, which is taken from the box. */
  const open = async (to: string): Promise<{ mail: Mail; values: Record<string, string> }> => {
    await eventually(() => mails.some((mail) => mail.to === to), `no mail for ${to} arrived`);
    const [mail] = mails.splice(
      mails.findIndex((one) => one.to === to),
      1,
    );
    if (!mail) throw new Error(`No mail for ${to} is in the box.`);
    const link = new URL(/^http:\/\/localhost\/app\S+$/m.exec(mail.text)?.[0] ?? '');
    expect(link.searchParams.get('step')).toBe('2');
    return { mail, values: Object.fromEntries(link.searchParams) };
  };

  const code = async (to: string): Promise<string> => {
    await eventually(() => texts.some((one) => one.to === to), `no text message for ${to} arrived`);
    const [one] = texts.splice(
      texts.findIndex((sent) => sent.to === to),
      1,
    );
    return one?.message ?? '';
  };

  it('an address is verified by the mail that arrives', async () => {
    const ann = await join('ann');
    await ann.as(() => new Web.Account(web()).createVerification(PAGE));
    const { mail, values } = await open(address('ann'));
    expect(mail.text).toContain('Hello ann,');
    expect(Object.keys(values)).toEqual(['step', 'userId', 'secret', 'expire']);
    const { userId = '', secret = '' } = values;
    // The mail is read on another device, where nobody is signed in.
    await openBrowser().as(() => new Web.Account(web()).updateVerification(userId, secret));
    await ann.as(async () => {
      const account = new Web.Account(web());
      expect(await account.get()).toMatchObject({ $id: 'ann', emailVerification: true });
      await expect(account.updateVerification(userId, secret)).rejects.toMatchObject({ type: 'user_invalid_token' });
    });
  });

  it('a magic link signs in who never was here, once', async () => {
    const zoe = openBrowser();
    await zoe.as(async () => {
      const account = new Web.Account(web());
      await account.createMagicURLSession(Web.ID.unique(), address('Zoe'), PAGE);
      const { values } = await open(address('zoe'));
      expect(Object.keys(values)).toEqual(['step', 'userId', 'secret', 'expire', 'project']);
      expect(values.project).toBe(projectId);
      const { userId = '', secret = '' } = values;
      const session = await account.updateMagicURLSession(userId, secret);
      expect(session).toMatchObject({ userId, provider: 'magic-url', current: true });
      expect(await account.get()).toMatchObject({ $id: userId, email: address('zoe'), emailVerification: true });
      await expect(account.updateMagicURLSession(userId, secret)).rejects.toMatchObject({ code: 401 });
      // A first password needs no old one.
      await account.updatePassword(PASSWORD);
      await account.deleteSession('current');
      await account.createEmailSession(address('zoe'), PASSWORD);
    });
  });

  it('a forgotten password is replaced by the mail that arrives', async () => {
    const bob = await join('bob');
    await openBrowser().as(async () => {
      const account = new Web.Account(web());
      await account.createRecovery(address('bob'), PAGE);
      const { values } = await open(address('bob'));
      const { userId = '', secret = '' } = values;
      await account.updateRecovery(userId, secret, 'another password', 'another password');
      await expect(account.createEmailSession(address('bob'), PASSWORD)).rejects.toMatchObject({ code: 401 });
      await account.createEmailSession(address('bob'), 'another password');
      expect(await account.get()).toMatchObject({ $id: 'bob', emailVerification: true });
    });
    await expect(bob.as(() => new Web.Account(web()).get())).rejects.toMatchObject({ code: 401 });
  });

  it('an invitation is accepted by the mail that arrives, and signs in', async () => {
    const cat = await join('cat');
    await cat.as(async () => {
      const teams = new Web.Teams(web());
      await teams.create('readers', 'Readers');
      await teams.createMembership('readers', ['friend'], PAGE, address('dan'), undefined, undefined, 'Dan');
    });
    const { mail, values } = await open(address('dan'));
    expect(mail.subject).toBe('cat invites you: Readers at Bookshop');
    expect(Object.keys(values)).toEqual(['step', 'membershipId', 'userId', 'secret', 'teamId']);
    await openBrowser().as(async () => {
      const { membershipId = '', userId = '', secret = '', teamId = '' } = values;
      const membership = await new Web.Teams(web()).updateMembershipStatus(teamId, membershipId, userId, secret);
      expect(membership).toMatchObject({ teamName: 'Readers', confirm: true, roles: ['friend'] });
      expect(await new Web.Account(web()).get()).toMatchObject({ email: address('dan'), emailVerification: true });
      expect((await new Web.Teams(web()).get('readers')).total).toBe(2);
    });
  });

  it('a code that arrives by text message signs in, and another verifies a number', async () => {
    await openBrowser().as(async () => {
      const account = new Web.Account(web());
      const { userId } = await account.createPhoneSession(Web.ID.unique(), '+12065550100');
      const session = await account.updatePhoneSession(userId, await code('+12065550100'));
      expect(session).toMatchObject({ userId, provider: 'phone' });
      expect(await account.get()).toMatchObject({ phone: '+12065550100', phoneVerification: true });
    });
    const eve = await join('eve');
    await eve.as(async () => {
      const account = new Web.Account(web());
      await account.updatePhone('+12065550111', PASSWORD);
      await account.createPhoneVerification();
      await account.updatePhoneVerification('eve', await code('+12065550111'));
      expect(await account.get()).toMatchObject({ phone: '+12065550111', phoneVerification: true });
    });
  });

  it('an anonymous visitor keeps the account once it has an address and a password', async () => {
    await openBrowser().as(async () => {
      const account = new Web.Account(web());
      const { userId } = await account.createAnonymousSession();
      expect(await account.get()).toMatchObject({ $id: userId, email: '', name: '' });
      await account.updateEmail(address('fay'), PASSWORD);
      await account.deleteSession('current');
      await account.createEmailSession(address('fay'), PASSWORD);
      expect((await account.get()).$id).toBe(userId);
      await account.updateStatus();
      await expect(account.get()).rejects.toMatchObject({ code: 401 });
    });
  });
});
