/** What people get: a real SMTP server that keeps the mails, and the mock provider that keeps the text messages. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { freePort } from './stack.js';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface TextMessage {
  readonly message: string;
  readonly from: string;
  readonly to: string;
}

export interface Post {
  readonly mails: Mail[];
  readonly texts: TextMessage[];
  /** What a stack that sends here is started with. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function openPost(): Promise<Post> {
  const mails: Mail[] = [];
  const texts: TextMessage[] = [];
  const smtp = new SMTPServer({
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
  const provider = createServer(async (request, response) => {
    texts.push(JSON.parse(await text(request)) as TextMessage);
    response.end();
  });
  await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
  return {
    mails,
    texts,
    env: {
      _APP_SMTP_HOST: '127.0.0.1',
      _APP_SMTP_PORT: String(smtpPort),
      _APP_SMS_PROVIDER: 'sms://user:secret@mock',
      _APP_SMS_FROM: '+15550100',
      _APP_SMS_MOCK_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/`,
    },
    async close() {
      await new Promise<void>((done) => smtp.close(() => done()));
      await new Promise((done) => provider.close(done));
    },
  };
}
