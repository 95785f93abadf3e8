import { once } from 'node:events';
import { connect as dial } from 'node:net';
import { missingStreams } from '@plinth/bus';
import { openRedisCache } from '@plinth/cache';
import { openMariadb } from '@plinth/database';
import { messages, type Queue, type Topic } from '@plinth/definitions';
import { profileOf, type ReadConfiguration } from '@plinth/service';
import type { Check } from './check.js';
import { looksAt } from './sqlite.js';

const CONNECT_MILLISECONDS_MAX = 5_000;

/** Whether the servers that this configuration names answer, each asked the way the services ask it. */
export function serverChecks(read: ReadConfiguration, mailTo: string | undefined): Check[] {
  const { config } = read;
  const isEmbedded = profileOf(config, read.present) === 'embedded';
  return [
    { name: 'Database', look: () => (isEmbedded ? looksAt(config.server.data) : database(read)) },
    { name: 'Cache', look: () => (isEmbedded ? IN_PROCESS : cache(read)) },
    { name: 'Bus', look: () => (isEmbedded ? IN_PROCESS : bus(read)) },
    ...(config.smtp.host !== '' || mailTo !== undefined ? [{ name: 'Mail', look: () => mail(read, mailTo) }] : []),
    ...(config.storage.antivirus ? [{ name: 'Virus scanner', look: () => antivirus(read) }] : []),
  ];
}

const IN_PROCESS = 'inside the process of this profile';

async function database({ config: { database: settings } }: ReadConfiguration): Promise<string> {
  await reach(settings.host, settings.port);
  const engine = await firstTry((onWait) =>
    openMariadb({
      host: settings.host,
      port: settings.port,
      user: settings.user,
      password: settings.password,
      database: settings.schema,
      poolSize: 1,
      statementTimeoutSeconds: settings.statementTimeoutSeconds,
      onWait,
    }),
  );
  await engine.close();
  return `${settings.host}:${settings.port}`;
}

async function cache({ config: { redis } }: ReadConfiguration): Promise<string> {
  await reach(redis.host, redis.port);
  const opened = await firstTry((onWait) =>
    openRedisCache({ host: redis.host, port: redis.port, username: redis.user, password: redis.password, onWait }),
  );
  try {
    await opened.ping();
  } finally {
    await opened.close();
  }
  return `${redis.host}:${redis.port}`;
}

async function bus({ config: { nats } }: ReadConfiguration): Promise<string> {
  const declared: readonly (Queue<unknown> | Topic<unknown>)[] = Object.values(messages);
  const missing = await missingStreams({
    servers: nats.url,
    user: nats.user,
    password: nats.password,
    prefix: nats.prefix,
    queues: declared.filter((message) => message.kind === 'queue'),
    topics: declared.filter((message) => message.kind === 'topic'),
  });
  if (missing.length > 0) {
    throw new Error(`There is no stream ${missing.join(', ')}; the start of any service makes them.`);
  }
  return 'every stream is there';
}

async function mail({ config }: ReadConfiguration, to: string | undefined): Promise<string> {
  const { host, port } = config.smtp;
  if (host === '') throw new Error('_APP_SMTP_HOST names no mail server.');
  // Only who wants to see a server pays for loading the library.
  const { greet, sendTestMail } = await import('./mail.js');
  if (to === undefined) await greet(config);
  else await sendTestMail(config, to);
  return to === undefined ? `${host}:${port}` : `a mail to ${to} was taken`;
}

/** The scanner's own question whether it lives. */
async function antivirus({ config: { storage } }: ReadConfiguration): Promise<string> {
  const socket = await reach(storage.antivirusHost, storage.antivirusPort, 'zPING\0');
  if (!socket.startsWith('PONG')) throw new Error('What answers there is no virus scanner.');
  return `${storage.antivirusHost}:${storage.antivirusPort}`;
}

/** The clients of the servers try again for ever; the reason why they do is what the doctor tells. */
const firstTry = <T>(open: (onWait: (error: unknown) => void) => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    open(reject).then(resolve, reject);
  });

/** Connects once: whether somebody is there at all. With a question it gives the beginning of the answer. */
async function reach(host: string, port: number, question?: string): Promise<string> {
  const socket = dial({ host, port });
  const signal = AbortSignal.timeout(CONNECT_MILLISECONDS_MAX);
  try {
    await once(socket, 'connect', { signal });
    if (question === undefined) return '';
    socket.write(question);
    const [answer] = await once(socket, 'data', { signal });
    return String(answer);
  } catch (error) {
    const why = signal.aborted ? `no answer within ${CONNECT_MILLISECONDS_MAX / 1000} s` : 'cannot be reached';
    throw new Error(`${host}:${port}: ${why}`, { cause: signal.aborted ? undefined : error });
  } finally {
    socket.destroy();
  }
}
