import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Console, openBrowser, Web } from './clients.js';
import { type Mail, openPost, type Post, type TextMessage } from './post.js';
import { eventually, profiles, type Stack, startStack } from './stack.js';

const PAGE = 'http://localhost/app?step=2';
const PASSWORD = 'a long password';

/** What people do with the mails and text messages that they get. */
describe.each(profiles)('signing in (%s)', (profile) => {
  let stack: Stack;
  let post: Post;
  let mails: Mail[] = [];
  let texts: TextMessage[] = [];
  let projectId = '';
  const run = Math.random().toString(36).slice(2, 8);
  const address = (name: string) => `${name}${run}@example.test`;

  beforeAll(async () => {
    post = await openPost();
    ({ mails, texts } = post);
    stack = await startStack(profile, { env: post.env });
    projectId = await makeProject();
  }, 180_000);

  afterAll(async () => {
    await stack?.stop();
    await post?.close();
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
