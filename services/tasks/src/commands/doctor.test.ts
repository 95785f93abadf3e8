import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { connect, testEnvironments } from '@plinth/core';
import { createHealth, createLog, createMetrics, readConfiguration } from '@plinth/service';
import { SMTPServer } from 'smtp-server';
import { carryOut } from '../checks/check.js';
import { folderChecks } from '../checks/folder.js';
import { runCommand } from './index.js';

const GOOD = {
  _APP_ENV: 'production',
  _APP_OPTIONS_FORCE_HTTPS: 'enabled',
  _APP_DOMAIN: 'api.example.com',
  _APP_DOMAIN_TARGET: 'target.example.com',
};

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server that says what it is told to, on a loopback port. */
async function listen(greet: (socket: Socket) => void): Promise<string> {
  const server = createServer(greet).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => void server.close());
  return String((server.address() as AddressInfo).port);
}

async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}

async function openMailServer() {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    onData: (stream, _, done) => void text(stream).then((mail) => done(null, String(mails.push(mail))), done),
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  closing.push(() => new Promise<void>((resolve) => server.close(resolve)));
  const { port } = listening.address() as AddressInfo;
  return { mails, variables: { _APP_SMTP_HOST: '127.0.0.1', _APP_SMTP_PORT: String(port) } };
}

/** The finding of one name: its mark and remark. */
function find(lines: readonly string[], name: string): string | undefined {
  const line = lines.find((each) => each.slice(2).startsWith(`${name}: `));
  return line?.replace(`${name}: `, '');
}

/** Opens and closes everything once, as the start of a service does. */
async function startOnce(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  const { config, present } = readConfiguration(environment);
  const log = createLog({ service: 'test', level: 'error', development: true });
  const { close } = await connect({ config, present, log, metrics: createMetrics(), health: createHealth(log) });
  await close();
}

describe.each(testEnvironments(process.env, GOOD))('doctor (%s)', (_, environment) => {
  it('finds all well when it is', async () => {
    await startOnce(environment);
    const { lines, code } = await runCommand(['doctor'], environment);
    // How full the disk of this machine is, is not ours to say.
    const bad = lines.filter((line) => line.startsWith('✘') && !line.startsWith('✘ Disk'));
    expect(bad).toEqual([]);
    expect(code).toBe(find(lines, 'Disk')?.startsWith('✔') ? 0 : 1);
    expect(find(lines, 'Database')).toMatch(/^✔ .+/);
    expect(find(lines, 'Cache')).toMatch(/^✔ .+/);
    expect(find(lines, 'Bus')).toMatch(/^✔ .+/);
    expect(find(lines, 'Mail')).toBeUndefined();
    expect(find(lines, 'Virus scanner')).toBeUndefined();
  });

  it('fails for every setting that is not fit for strangers', async () => {
    const { lines, code } = await runCommand(['doctor'], {
      ...environment,
      _APP_ENV: 'development',
      _APP_OPENSSL_KEY_V1: 'your-secret-key',
      _APP_OPTIONS_ABUSE: 'disabled',
      _APP_CONSOLE_WHITELIST_ROOT: 'disabled',
      _APP_OPTIONS_FORCE_HTTPS: 'disabled',
      _APP_DOMAIN: 'localhost',
      _APP_DOMAIN_TARGET: '10.0.0.1',
    });
    expect(code).toBe(1);
    const names = ['Secret', 'Production mode', 'Rate limits', 'Console accounts', 'HTTPS', 'Domain', 'Domain target'];
    expect(names.map((name) => find(lines, name)?.[0])).toEqual(names.map(() => '✘'));
    expect(lines.at(-1)).toMatch(/^\d+ of \d+ checks failed\.$/);
  });
});

describe('doctor', () => {
  const [[, environment] = ['embedded', {}]] = testEnvironments({}, GOOD);

  it('says what is wrong with a configuration that cannot be read, and looks no further', async () => {
    const { lines, code } = await runCommand(['doctor'], { ...environment, _APP_DB_PORT: 'x', PORT: '-1' });
    expect(code).toBe(1);
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/^✘ Configuration: (PORT|_APP_DB_PORT) /);
  });

  it('takes the secret that the embedded profile makes itself for a good one', async () => {
    const { lines } = await runCommand(['doctor'], { ...environment, _APP_OPENSSL_KEY_V1: '' });
    expect(find(lines, 'Secret')).toBe('✔ kept in the data folder');
  });

  it('takes limits by email or address for limits of the console', async () => {
    for (const name of ['_APP_CONSOLE_WHITELIST_EMAILS', '_APP_CONSOLE_WHITELIST_IPS']) {
      const given = { ...environment, _APP_CONSOLE_WHITELIST_ROOT: 'disabled', [name]: 'one' };
      expect(find((await runCommand(['doctor'], given)).lines, 'Console accounts')).toBe('✔ limited');
    }
  });

  it('names each server of a cluster that nobody answers for, without waiting for it', async () => {
    const port = await closedPort();
    const { lines, code } = await runCommand(['doctor'], {
      ...environment,
      _APP_PROFILE: 'cluster',
      _APP_DB_HOST: '127.0.0.1',
      _APP_DB_PORT: port,
      _APP_REDIS_HOST: '127.0.0.1',
      _APP_REDIS_PORT: port,
      _APP_NATS_URL: `nats://127.0.0.1:${port}`,
    });
    expect(code).toBe(1);
    expect(find(lines, 'Database')).toMatch(/^✘ .*127\.0\.0\.1/);
    expect(find(lines, 'Cache')).toMatch(/^✘ .*127\.0\.0\.1/);
    expect(find(lines, 'Bus')).toMatch(/^✘ ./);
  });

  it('greets the mail server where one is set, and sends nothing', async () => {
    const { mails, variables } = await openMailServer();
    const { lines } = await runCommand(['doctor'], { ...environment, ...variables });
    expect(find(lines, 'Mail')).toMatch(/^✔ 127\.0\.0\.1:/);
    expect(mails).toEqual([]);
  });

  it('sends one mail to the address that it is given', async () => {
    const { mails, variables } = await openMailServer();
    const { lines } = await runCommand(['doctor', 'mail=me@example.com'], { ...environment, ...variables });
    expect(find(lines, 'Mail')).toBe('✔ a mail to me@example.com was taken');
    expect(mails).toHaveLength(1);
    expect(mails[0]).toContain('To: me@example.com');
  });

  it('fails for a mail server that is not there, and for a mail without one', async () => {
    const smtp = { _APP_SMTP_HOST: '127.0.0.1', _APP_SMTP_PORT: await closedPort() };
    expect(find((await runCommand(['doctor'], { ...environment, ...smtp })).lines, 'Mail')).toMatch(/^✘ /);
    const { lines } = await runCommand(['doctor', '--mail=me@example.com'], environment);
    expect(find(lines, 'Mail')).toBe('✘ _APP_SMTP_HOST names no mail server.');
    expect((await runCommand(['doctor', '--mail'], environment)).lines[0]).toBe('--mail needs an address.');
  });

  it('asks the virus scanner where scanning is on', async () => {
    const scanning = { ...environment, _APP_STORAGE_ANTIVIRUS: 'enabled', _APP_STORAGE_ANTIVIRUS_HOST: '127.0.0.1' };
    const answer = async (port: string) =>
      find((await runCommand(['doctor'], { ...scanning, _APP_STORAGE_ANTIVIRUS_PORT: port })).lines, 'Virus scanner');
    const scanner = await listen((socket) =>
      socket.once('data', (bytes) => socket.end(String(bytes) === 'zPING\0' ? 'PONG\0' : 'UNKNOWN COMMAND\0')),
    );
    expect(await answer(scanner)).toBe(`✔ 127.0.0.1:${scanner}`);
    expect(await answer(await listen((socket) => socket.write('220 mail\r\n')))).toMatch(/^✘ .*no virus scanner/);
    expect(await answer(await closedPort())).toMatch(/^✘ .*cannot be reached/);
  });

  it('tells whether the data folder is there, can be made, or is no folder', async () => {
    const folder = environment._APP_DATA ?? '';
    expect(find((await runCommand(['doctor'], environment)).lines, 'Data folder')).toMatch(/^✔ .*read and written/);
    const below = { ...environment, _APP_DATA: `${folder}/a/b` };
    expect(find((await runCommand(['doctor'], below)).lines, 'Data folder')).toMatch(/^✔ .*can be made/);
    mkdirSync(`${folder}/plinth.sqlite`);
    closing.push(() => rmSync(`${folder}/plinth.sqlite`, { recursive: true }));
    expect(find((await runCommand(['doctor'], environment)).lines, 'Database')).toMatch(/^✘ ./);
  });

  it.each([
    [79, true],
    [80, false],
    [100, false],
  ])('judges a disk that is %i %% full', async (percent, passed) => {
    const space = async () => ({ blocks: 1000, bfree: 1000 - percent * 10, bavail: 1000 - percent * 10 });
    const [, disk] = folderChecks(environment._APP_DATA ?? '', space);
    expect(disk && (await carryOut(disk))).toMatchObject({ passed });
  });

  it('leaves out of the room what is kept for the system, as df does', async () => {
    const [, disk] = folderChecks('/', async () => ({ blocks: 100, bfree: 30, bavail: 10 }));
    expect(disk && (await carryOut(disk))).toMatchObject({ passed: false, remark: '88 % are in use.' });
  });
});

const cluster = testEnvironments(process.env, GOOD).find(([profile]) => profile === 'cluster');
if (cluster) {
  it('doctor (cluster) finds out that nobody has made the streams yet, and makes none', async () => {
    const environment = { ...cluster[1], _APP_NATS_PREFIX: 'neverstarted' };
    for (let time = 0; time < 2; time++) {
      const { lines, code } = await runCommand(['doctor'], environment);
      expect(code).toBe(1);
      expect(find(lines, 'Bus')).toMatch(/^✘ There is no stream NEVERSTARTED_WEBHOOK, /);
    }
  });

  it('doctor (cluster) tells that the database refuses the password', async () => {
    const { lines } = await runCommand(['doctor'], { ...cluster[1], _APP_DB_PASS: 'wrong' });
    expect(find(lines, 'Database')).toMatch(/^✘ .*denied/i);
  });
}
