import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PermanentError } from '@plinth/bus';
import { openSender } from './sender.js';
import { type Answer, openStandIn } from './stand-in.js';

const TEXT = '042137';
const USER = 'the-user';
const SECRET = 'the-s3cret';
const BASIC = `Basic ${Buffer.from(`${USER}:${SECRET}`).toString('base64')}`;
const TO = '+12065550100';
const FROM = '+15550100';
const FORM = 'application/x-www-form-urlencoded;charset=UTF-8';
const JSON_TYPE = 'application/json';

/** What each provider documents as its request. */
const documented = [
  {
    host: 'twilio',
    path: `/2010-04-01/Accounts/${USER}/Messages.json`,
    headers: { authorization: BASIC, 'content-type': FORM },
    body: { To: TO, From: FROM, Body: TEXT },
  },
  {
    host: 'text-magic',
    path: '/api/v2/messages',
    headers: { 'x-tm-username': USER, 'x-tm-key': SECRET, 'content-type': FORM },
    body: { text: TEXT, from: '15550100', phones: '12065550100' },
  },
  {
    host: 'telesign',
    path: '/v1/messaging',
    headers: { authorization: BASIC, 'content-type': FORM },
    body: { phone_number: '12065550100', message: TEXT, message_type: 'OTP', sender_id: '15550100' },
  },
  {
    host: 'MSG91',
    path: '/api/v5/flow/',
    headers: { authkey: SECRET, 'content-type': JSON_TYPE },
    body: { flow_id: FROM, sender: USER, mobiles: '12065550100', otp: TEXT },
  },
  {
    host: 'vonage',
    path: '/sms/json',
    headers: { 'content-type': FORM },
    body: { api_key: USER, api_secret: SECRET, from: '15550100', to: '12065550100', text: TEXT },
  },
  {
    host: 'mock',
    path: '/mock-sms',
    headers: {
      'user-agent': 'Appwrite Mock Message Sender',
      'x-username': USER,
      'x-key': SECRET,
      'content-type': JSON_TYPE,
    },
    body: { message: TEXT, from: FROM, to: TO },
  },
];

/** Hosts that the requests go to when nothing stands in. */
const hosts = {
  twilio: 'https://api.twilio.com',
  'text-magic': 'https://rest.textmagic.com',
  telesign: 'https://rest-ww.telesign.com',
  msg91: 'https://api.msg91.com',
  vonage: 'https://rest.nexmo.com',
  mock: null,
};

describe('a text message', () => {
  let provider: Awaited<ReturnType<typeof openStandIn>>;
  beforeAll(async () => {
    provider = await openStandIn();
  });
  beforeEach(() => {
    provider.asked.length = 0;
    provider.answers.length = 0;
  });
  afterAll(() => provider.close());

  const open = (host: string, from = FROM) => {
    const { origin } = provider;
    const address = { provider: `sms://${USER}:${SECRET}@${host}`, from, mockUrl: `${origin}/mock-sms` };
    const sender = openSender({ ...address, ...(host === 'mock' ? {} : { origin }) });
    if (!sender) throw new Error('There is no sender.');
    return sender;
  };
  const send = (host: string) => open(host).send({ to: TO, text: TEXT });
  const failure = async (host: string, answer: Answer | null): Promise<Error> => {
    provider.answers.push(answer);
    const error = await send(host).then(
      () => null,
      (thrown: Error) => thrown,
    );
    if (!error) throw new Error('It was sent.');
    return error;
  };

  it.each(documented)('by $host is asked for in the documented form', async ({ host, path, headers, body }) => {
    await send(host);
    const [asked, ...others] = provider.asked;
    expect(others).toEqual([]);
    expect(asked).toMatchObject({ method: 'POST', path, headers });
    const isForm = headers['content-type'] === FORM;
    const read = isForm
      ? Object.fromEntries(new URLSearchParams(asked?.body ?? ''))
      : (JSON.parse(asked?.body ?? '') as unknown);
    expect(read).toEqual(body);
  });

  it('goes to the host of its provider', async () => {
    const { providers } = await import('./providers/index.js');
    expect(Object.fromEntries([...providers].map(([name, { origin }]) => [name, origin]))).toEqual(hosts);
  });

  it('keeps every character of a text and of a name as sender', async () => {
    const text = 'https://app.test/join?userId=a&secret=b+c%20d#é 👋';
    for (const { host } of documented) await open(host, 'Shop & Co').send({ to: TO, text });
    for (const { body, headers } of provider.asked) {
      const values = headers['content-type'] === FORM ? [...new URLSearchParams(body).values()] : JSON.parse(body);
      expect(Object.values(values as object)).toContain(text);
      expect(Object.values(values as object)).toContain('Shop & Co');
    }
    expect(provider.asked).toHaveLength(documented.length);
  });

  const everyHost = documented.map(({ host }) => host);

  it.each(everyHost.flatMap((host) => [400, 401, 403, 404, 422, 302].map((status) => [host, status] as const)))(
    'that %s refuses with %i is refused for good',
    async (host, status) => {
      const error = await failure(host, { status, headers: { location: 'https://evil.test/' } });
      expect(error).toBeInstanceOf(PermanentError);
      expect(error.message).toContain(String(status));
    },
  );

  it.each(everyHost.flatMap((host) => [408, 425, 429, 500, 503].map((status) => [host, status] as const)))(
    'that %s answers with %i can be tried again',
    async (host, status) => {
      const error = await failure(host, { status });
      expect(error).not.toBeInstanceOf(PermanentError);
      expect(error.message).toContain(String(status));
    },
  );

  it.each(everyHost)('that %s hangs up on can be tried again', async (host) => {
    expect(await failure(host, null)).not.toBeInstanceOf(PermanentError);
  });

  it.each([
    ['twilio', { status: 400, body: { code: 21211, message: `${TO} is not valid` } }, '21211'],
    ['text-magic', { status: 400, body: { code: 400, message: TO } }, '400'],
    ['telesign', { status: 403, body: { status: { code: 11001, description: SECRET } } }, '11001'],
    ['vonage', { status: 200, body: { messages: [{ status: '4', 'error-text': SECRET }] } }, '4'],
    ['msg91', { status: 200, body: { type: 'error', code: '201', message: SECRET } }, '201'],
  ])("by %s is refused with the provider's number, and nothing else of its answer", async (host, answer, code) => {
    const error = await failure(host, answer);
    expect(error).toBeInstanceOf(PermanentError);
    expect(error.message).toMatch(new RegExp(`code ${code}\\.$`));
    expect(`${error.message} ${error.stack}`).not.toMatch(new RegExp(`${SECRET}|\\${TO}|${TEXT}`));
  });

  it.each(['1', '5'])('that Vonage has no room for now (%s) can be tried again', async (status) => {
    const error = await failure('vonage', { status: 200, body: { messages: [{ status }] } });
    expect(error).not.toBeInstanceOf(PermanentError);
  });

  it('of which a part went out is not sent again', async () => {
    const messages = [{ status: '0' }, { status: '1' }];
    expect(await failure('vonage', { status: 200, body: { messages } })).toBeInstanceOf(PermanentError);
  });

  it.each(['<html>', '', 'null', '[1]', 'x'.repeat(70_000)])(
    'is sent, whatever a 200 says of it (%#)',
    async (body) => {
      for (const host of everyHost) {
        provider.answers.push({ status: 200, body });
        await send(host);
      }
      expect(provider.asked).toHaveLength(everyHost.length);
    },
  );

  it('is sent by nobody without a provider or a number to come from', () => {
    expect(openSender({ provider: '', from: FROM, mockUrl: '' })).toBeNull();
    expect(openSender({ provider: `sms://${USER}:${SECRET}@mock`, from: '', mockUrl: '' })).toBeNull();
  });
});
