import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { connect, testEnvironments } from '@plinth/core';
import { isoTime } from '@plinth/database';
import { type Mail, messages } from '@plinth/definitions';
import { type Environment, start } from '@plinth/service';
import { type AddressObject, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { mailSender } from './send.js';
import { makeMails } from './service.js';
import { isRefusal, openSmtp } from './smtp.js';

const REDIRECT = 'https://app.test/recover?a="><script>1</script>&userId=u&secret=s';

interface Received {
  readonly raw: string;
  readonly from: string;
  readonly recipients: readonly string[];
  readonly secure: boolean;
  readonly user: unknown;
}

class SmtpRefusal extends Error {
  constructor(readonly responseCode: number) {
    super(`refused with ${responseCode}`);
  }
}

/** A mail server that keeps what it takes. `refuse` gives the codes of the first mails, in order. */
async function openMailServer(options: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const refuse: number[] = [];
  const server = new SMTPServer({
    authOptional: true,
    onAuth: ({ username, password }, _, done) => done(null, { user: `${username}:${password}` }),
    onRcptTo(_, __, done) {
      const code = refuse.shift();
      done(code === undefined ? null : new SmtpRefusal(code));
    },
    onData(stream, { envelope, secure, user }, done) {
      text(stream).then((raw) => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        received.push({ raw, from, recipients: envelope.rcptTo.map(({ address }) => address), secure, user });
        done();
      }, done);
    },
    ...options,
  });
  server.on('error', () => undefined); // a client that breaks off is what some tests are about
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return { received, refuse, port, close: () => new Promise<void>((resolve) => void server.close(() => resolve())) };
}

/** For slow machines; each waits for what it wants to see, not for this. */
const TEST_MILLISECONDS = 30_000;
jest.setTimeout(TEST_MILLISECONDS);

async function eventually<T>(check: () => T | Promise<T>, milliseconds = 15_000): Promise<T> {
  for (const end = Date.now() + milliseconds; ; await sleep(10)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

const addressOf = (field: AddressObject | AddressObject[] | undefined) => [field].flat()[0]?.value;

describe.each(testEnvironments(process.env))('mails (%s)', (profile) => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function open(more: Environment = {}, options: SMTPServerOptions = {}) {
    const server = await openMailServer(options);
    closing.push(server.close);
    const smtp = { _APP_SMTP_HOST: '127.0.0.1', _APP_SMTP_PORT: String(server.port), ...more };
    const environment = testEnvironments(process.env, smtp).find(([name]) => name === profile)?.[1];
    const started = await start(makeMails([0.05]), connect, environment);
    const { connections } = started;
    let stopping: Promise<void> | undefined;
    /** Ends the service with what it has in hand. */
    const stop = () => {
      stopping ??= started.stop();
      return stopping;
    };
    closing.push(stop);
    /** Commits and publishes the job, and gives its ID. */
    const post = async (mail: Partial<Mail> = {}, values: Record<string, string> = {}): Promise<string> => {
      const { store, secrets, publish } = connections;
      const sealed = secrets.seal(JSON.stringify({ redirect: REDIRECT, name: 'Ann', project: 'Shop', ...values }));
      const { messages: committed } = await store.write((transaction) =>
        transaction.enqueue([{ name: messages.mail.name, body: mailWith({ sealed, ...mail }) }]),
      );
      publish(committed);
      return committed[0]?.id ?? '';
    };
    const receive = (count = 1) =>
      eventually(() => {
        expect(server.received).toHaveLength(count);
        return server.received[count - 1] as Received;
      });
    /** The error with which a message lies in the dead letters, which it then leaves. */
    const buried = async (id: string): Promise<string> => {
      const { messages: stored } = connections.store;
      const found = await eventually(async () => {
        const dead = await stored.dead(messages.mail.name, 10_000);
        // On NATS the row of a dead message has an ID of its own behind the message's.
        const message = dead.find((one) => one.id.split('/', 1)[0] === id);
        if (!message) throw new Error(`The message ${id} is not dead.`);
        return message;
      });
      await stored.remove([found.id]);
      return found.error;
    };
    return { ...server, connections, post, receive, buried, stop };
  }

  const mailWith = (mail: Partial<Mail>): Mail => ({
    template: 'recovery',
    locale: 'en',
    to: 'ann@person.test',
    toName: 'Ann',
    from: 'Shop',
    sealed: '',
    expire: isoTime(Date.now() + 3_600_000),
    ...mail,
  });

  it('arrive with both parts, the link as text and as href', async () => {
    const { post, receive } = await open({ _APP_SYSTEM_EMAIL_ADDRESS: 'mail@shop.test' });
    const id = await post();
    const { raw, from, recipients, secure } = await receive();
    expect({ from, recipients, secure }).toEqual({
      from: 'mail@shop.test',
      recipients: ['ann@person.test'],
      secure: false,
    });
    const parsed = await simpleParser(raw);
    expect(addressOf(parsed.from)).toEqual([{ name: 'The Shop team', address: 'mail@shop.test' }]);
    expect(addressOf(parsed.replyTo)).toEqual(addressOf(parsed.from));
    expect(addressOf(parsed.to)).toEqual([{ name: 'Ann', address: 'ann@person.test' }]);
    expect(parsed.messageId).toBe(`<${id}@shop.test>`);
    expect(parsed.subject).toBe('Choose a new password');
    expect(parsed.text).toContain(REDIRECT);
    const html = String(parsed.html);
    expect(html).not.toContain('<script>');
    const [, href = '', shown] = /<a href="([^"]*)"[^>]*>([^<]*)<\/a>/.exec(html) ?? [];
    expect(shown).toBe(href);
    expect(unescaped(href)).toBe(REDIRECT);
  });

  it.each([
    ['de', 'Ein neues Passwort wählen', 'Das Team von Shop'],
    ['ar', 'اختيار كلمة مرور جديدة', 'فريق Shop'],
    ['zh-cn', '设置新密码', 'Shop 团队'],
    ['xx', 'Choose a new password', 'The Shop team'],
  ])('in %s have their subject and sender', async (locale, subject, name) => {
    const { post, receive } = await open();
    await post({ locale });
    const parsed = await simpleParser((await receive()).raw);
    expect(parsed.subject).toBe(subject);
    expect(addressOf(parsed.from)?.[0]?.name).toBe(name);
    expect(String(parsed.html)).toContain(`dir="${locale === 'ar' ? 'rtl' : 'ltr'}"`);
  });

  it('of the console carry the configured name, URL-decoded', async () => {
    const { post, receive } = await open({ _APP_SYSTEM_EMAIL_NAME: 'The%20House' });
    await post({ from: '' });
    expect(addressOf((await simpleParser((await receive()).raw)).from)?.[0]?.name).toBe('The House');
  });

  it.each(['a\r\nBcc: z@x.test', '"x" <z@x.test>, y@x.test', '<img src=x onerror=1>', '{{name}} 👩‍👩‍👧‍👦'])(
    'for and from the name %j have one sender, one recipient and no header more',
    async (name) => {
      const { post, receive } = await open();
      await post({ toName: name, from: name }, { name, project: name });
      const { raw, recipients } = await receive();
      expect(recipients).toEqual(['ann@person.test']);
      const parsed = await simpleParser(raw);
      expect(addressOf(parsed.to)).toEqual([{ name: name.replace('\r\n', ' '), address: 'ann@person.test' }]);
      expect(addressOf(parsed.from)).toHaveLength(1);
      expect(addressOf(parsed.from)?.[0]?.address).toBe('team@appwrite.io');
      expect(parsed.headers.has('bcc')).toBe(false);
      expect(parsed.subject).toBe('Choose a new password');
      expect(String(parsed.html)).not.toContain('<img');
    },
  );

  it('are tried again when the server is busy, and arrive once', async () => {
    const { post, receive, refuse, received, stop } = await open();
    refuse.push(451, 421);
    await post();
    await receive();
    await stop();
    expect(refuse).toEqual([]);
    expect(received).toHaveLength(1);
  });

  it('that the server refuses for good lie in the dead letters at once', async () => {
    const { post, refuse, received, buried } = await open();
    refuse.push(550);
    expect(await buried(await post())).toContain('refuses this mail with 550');
    expect(refuse).toEqual([]);
    expect(received).toEqual([]);
  });

  it('whose link has expired are dropped', async () => {
    const { post, receive, received } = await open();
    await post({ expire: '2001-01-01T00:00:00.000+00:00', to: 'late@person.test' });
    await post();
    await receive();
    expect(received.map(({ recipients }) => recipients)).toEqual([['ann@person.test']]);
  });

  it('delivered twice are sent once', async () => {
    const { connections, received } = await open();
    const smtp = openSmtp(connections.config.smtp);
    if (!smtp) throw new Error('There is no mail server.');
    const send = mailSender(connections, smtp);
    const sealed = connections.secrets.seal(JSON.stringify({ redirect: REDIRECT, name: 'Ann', project: 'Shop' }));
    const delivery = { id: connections.config.nats.prefix, attempt: 1, progress: async () => undefined };
    await send(mailWith({ sealed }), delivery);
    await send(mailWith({ sealed }), delivery);
    expect(received).toHaveLength(1);
  });

  it.each([
    ['are sent once more', 'disabled', 1],
    ['are let go where the setting says so', 'enabled', 0],
  ])('whose sender died in the middle %s', async (_, atMostOnce, count) => {
    const { connections, received } = await open({ _APP_MAIL_AT_MOST_ONCE: atMostOnce });
    const smtp = openSmtp(connections.config.smtp);
    if (!smtp) throw new Error('There is no mail server.');
    const { prefix } = connections.config.nats;
    await connections.cache.add(`mail:${prefix}`, 'sending', 60_000);
    const sealed = connections.secrets.seal(JSON.stringify({ redirect: REDIRECT, name: 'Ann', project: 'Shop' }));
    await mailSender(connections, smtp)(mailWith({ sealed }), {
      id: prefix,
      attempt: 2,
      progress: async () => undefined,
    });
    expect(received).toHaveLength(count);
  });

  it('sealed with another key lie in the dead letters', async () => {
    const { post, buried } = await open();
    expect(await buried(await post({ sealed: '1:AAAA' }))).toContain('cannot be opened');
  });

  it('log in where user and password are set', async () => {
    const access = { _APP_SMTP_USERNAME: 'me', _APP_SMTP_PASSWORD: 'pä$$' };
    const { post, receive } = await open(access, { hideSTARTTLS: true, allowInsecureAuth: true });
    await post();
    expect((await receive()).user).toBe('me:pä$$');
  });

  it('go to nobody in clear where STARTTLS is demanded', async () => {
    const { connections, received } = await open({ _APP_SMTP_SECURE: 'tls' }, { disabledCommands: ['STARTTLS'] });
    const smtp = openSmtp(connections.config.smtp);
    const sent = smtp?.sendMail({ from: 'a@x.test', to: 'b@x.test', text: 'c' });
    const refused = await sent?.catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'ETLS' });
    // The settings are wrong, not the mail, which therefore is tried again.
    expect(isRefusal(refused)).toBe(false);
    expect(received).toEqual([]);
  });

  it('without a server are let go', async () => {
    const { post, received, connections } = await open({ _APP_SMTP_HOST: '' });
    const id = await post();
    const { engine } = connections.store;
    await eventually(async () => expect(await engine.all('SELECT id FROM messages WHERE id = ?', [id])).toEqual([]));
    expect(received).toEqual([]);
  });
});

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#x3D': '=' };
const unescaped = (html: string): string => html.replace(/&([#\w]+);/g, (_, name: string) => ENTITIES[name] ?? name);
