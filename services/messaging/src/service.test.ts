import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { connect, testEnvironments } from '@plinth/core';
import { isoTime } from '@plinth/database';
import { messages, type Sms } from '@plinth/definitions';
import { type Environment, start } from '@plinth/service';
import { textSender } from './send.js';
import { openSender } from './sender.js';
import { makeMessaging } from './service.js';
import { openStandIn } from './stand-in.js';

const TO = '+12065550100';
const TEXT = '042137';
const SECRET = 'the-s3cret';

jest.setTimeout(30_000);

async function eventually<T>(check: () => T | Promise<T>, milliseconds = 15_000): Promise<T> {
  for (const end = Date.now() + milliseconds; ; await sleep(10)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

describe.each(testEnvironments(process.env))('text messages (%s)', (profile) => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function open(more: Environment = {}) {
    const provider = await openStandIn();
    closing.push(provider.close);
    const settings = {
      _APP_SMS_PROVIDER: `sms://me:${SECRET}@mock`,
      _APP_SMS_FROM: '+15550100',
      _APP_SMS_MOCK_URL: `${provider.origin}/mock-sms`,
      ...more,
    };
    const environment = testEnvironments(process.env, settings).find(([name]) => name === profile)?.[1];
    const started = await start(makeMessaging([0.05]), connect, environment);
    const { connections } = started;
    let stopping: Promise<void> | undefined;
    /** Ends the service with what it has in hand. */
    const stop = () => {
      stopping ??= started.stop();
      return stopping;
    };
    closing.push(stop);
    /** Commits and publishes the job, and gives its ID. */
    const post = async (sms: Partial<Sms> = {}): Promise<string> => {
      const { store, secrets, publish } = connections;
      const body = { to: TO, body: secrets.seal(TEXT), expire: isoTime(Date.now() + 900_000), ...sms };
      const { messages: committed } = await store.write((transaction) =>
        transaction.enqueue([{ name: messages.sms.name, body }]),
      );
      publish(committed);
      return committed[0]?.id ?? '';
    };
    const sent = () => provider.asked.map(({ body }) => JSON.parse(body) as unknown);
    const arrive = (count = 1) => eventually(() => expect(provider.asked).toHaveLength(count));
    /** The error with which a message lies in the dead letters, which it then leaves. */
    const buried = async (id: string): Promise<string> => {
      const { messages: stored } = connections.store;
      const found = await eventually(async () => {
        const dead = await stored.dead(messages.sms.name, 10_000);
        // On NATS the row of a dead message has an ID of its own behind the message's.
        const message = dead.find((one) => one.id.split('/', 1)[0] === id);
        if (!message) throw new Error(`The message ${id} is not dead.`);
        return message;
      });
      await stored.remove([found.id]);
      return found.error;
    };
    return { ...provider, connections, post, sent, arrive, buried, stop };
  }

  it('reach the provider', async () => {
    const { post, arrive, sent } = await open();
    await post();
    await arrive();
    expect(sent()).toEqual([{ message: TEXT, from: '+15550100', to: TO }]);
  });

  it('are tried again when the provider is busy or hangs up, and go out once', async () => {
    const { post, arrive, answers, asked, stop } = await open();
    answers.push({ status: 429 }, null, { status: 503 }, { status: 200 });
    await post();
    await eventually(() => expect(answers).toEqual([]));
    await arrive(3);
    await stop();
    expect(asked).toHaveLength(3);
  });

  it('that the provider refuses lie in the dead letters at once, with a reason and no secret', async () => {
    const { post, answers, buried, asked } = await open();
    answers.push({ status: 400, body: { message: `${TO} ${TEXT} ${SECRET}` } });
    const reason = await buried(await post());
    expect(reason).toContain('refuses this text message: 400');
    for (const hidden of [TO, TEXT, SECRET]) expect(reason).not.toContain(hidden);
    expect(asked).toHaveLength(1);
  });

  it('that are never taken lie in the dead letters after the last attempt', async () => {
    const { post, answers, buried, asked } = await open();
    answers.push(...Array.from({ length: 5 }, () => ({ status: 503 })));
    expect(await buried(await post())).toContain('cannot take a text message now: 503');
    expect(asked).toHaveLength(5);
  });

  it('whose code has expired are dropped', async () => {
    const { post, arrive, sent } = await open();
    await post({ expire: '2001-01-01T00:00:00.000+00:00', to: '+12065550111' });
    await post();
    await arrive();
    expect(sent()).toMatchObject([{ to: TO }]);
  });

  it('that were sealed with another key lie in the dead letters', async () => {
    const { post, buried, asked } = await open();
    expect(await buried(await post({ body: '1:nonsense' }))).toContain('cannot be opened');
    expect(asked).toEqual([]);
  });

  it.each([
    ['delivered twice are sent once', 'sent', 'disabled', 0],
    ['whose sender died in the middle are sent once more', 'sending', 'disabled', 1],
    ['whose sender died in the middle are let go where the setting says so', 'sending', 'enabled', 0],
  ])('%s', async (_, state, atMostOnce, count) => {
    const { connections, asked } = await open({ _APP_MAIL_AT_MOST_ONCE: atMostOnce });
    const { config, secrets, cache } = connections;
    const sender = openSender(config.sms);
    if (!sender) throw new Error('There is no sender.');
    const id = config.nats.prefix;
    await cache.set(`sms:${id}`, state, 60_000);
    const job = { to: TO, body: secrets.seal(TEXT), expire: isoTime(Date.now() + 900_000) };
    await textSender(connections, sender)(job, { id, attempt: 1, progress: async () => undefined });
    expect(asked).toHaveLength(count);
  });

  it.each([
    ['a provider', { _APP_SMS_PROVIDER: '' }],
    ['a number to come from', { _APP_SMS_FROM: '' }],
  ])('without %s are let go', async (_, settings) => {
    const { post, asked, connections } = await open(settings);
    const id = await post();
    const { engine } = connections.store;
    await eventually(async () => expect(await engine.all('SELECT id FROM messages WHERE id = ?', [id])).toEqual([]));
    expect(asked).toEqual([]);
  });

  it('of an unknown provider keep the service from starting', async () => {
    const settings = { _APP_SMS_PROVIDER: `sms://me:${SECRET}@pigeon`, _APP_SMS_FROM: '+15550100' };
    const environment = testEnvironments(process.env, settings).find(([name]) => name === profile)?.[1];
    await expect(start(makeMessaging([0.05]), connect, environment)).rejects.toThrow(/names the provider pigeon/);
  });
});
