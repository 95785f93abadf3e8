/** Running stacks for end-to-end tests: the built product as its own processes, spoken to over HTTP only. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '..');
const { createConnection } = createRequire(join(root, 'packages/database/package.json'))('mariadb') as {
  createConnection(options: object): Promise<{ query(sql: string): Promise<unknown>; end(): Promise<void> }>;
};
const SERVERS = [
  '_APP_DB_HOST',
  '_APP_DB_PORT',
  '_APP_DB_SCHEMA',
  '_APP_DB_USER',
  '_APP_DB_PASS',
  '_APP_REDIS_HOST',
  '_APP_REDIS_PORT',
  '_APP_NATS_URL',
];

export type ProfileName = 'embedded' | 'cluster';
export const profiles: readonly ProfileName[] = process.env._APP_DB_HOST ? ['embedded', 'cluster'] : ['embedded'];

export interface Stack {
  readonly profile: ProfileName;
  readonly endpoint: string;
  readonly port: number;
  /** Process ids by service name; one named `embedded` there. */
  pids(): Record<string, number[]>;
  /** What the processes have logged so far. */
  output(): string;
  stop(): Promise<void>;
  /** Ends a process at once, without a word. */
  kill(pid: number): void;
  /** Starts the stopped or killed embedded process again over the same data. */
  restart(): Promise<void>;
}

export interface StackOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly replicas?: string;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}

function common(port: number): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    _APP_ENV: 'development',
    _APP_OPENSSL_KEY_V1: 'a key for end-to-end tests',
    _APP_CONSOLE_WHITELIST_ROOT: 'disabled',
    _APP_OPTIONS_ABUSE: 'disabled',
    _APP_ARGON2_MEMORY_KIB: '1024',
    _APP_ARGON2_TIME: '1',
    _APP_HOST: '127.0.0.1',
    PORT: String(port),
  };
}

export function startStack(profile: ProfileName, options: StackOptions = {}): Promise<Stack> {
  return profile === 'embedded' ? startEmbedded(options) : startCluster(options);
}

async function startEmbedded({ env = {} }: StackOptions): Promise<Stack> {
  const port = await freePort();
  const data = mkdtempSync(join(tmpdir(), 'plinth-'));
  let child: ChildProcess;
  let output = '';
  const launch = async () => {
    child = spawn(process.execPath, ['services/embedded/dist/main.js'], {
      cwd: root,
      env: { ...common(port), _APP_PROFILE: 'embedded', _APP_DATA: data, ...env },
    });
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    await answers(port, child, () => output);
  };
  await launch();
  return {
    profile: 'embedded',
    endpoint: `http://localhost:${port}/v1`,
    port,
    pids: () => ({ embedded: [child.pid ?? 0] }),
    output: () => output,
    kill: (pid) => process.kill(pid, 'SIGKILL'),
    stop: () => end(child),
    restart: async () => {
      if (child.exitCode === null && child.signalCode === null) await end(child);
      await launch();
    },
  };
}

async function startCluster({ env = {}, replicas = '' }: StackOptions): Promise<Stack> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'plinth-'));
  const state = join(folder, 'cluster.json');
  const servers = Object.fromEntries(SERVERS.map((name) => [name, process.env[name] ?? '']));
  let output = '';
  const prefix = `e${Math.random().toString(36).slice(2, 10)}`;
  // A schema of its own: the relay publishes whatever waits in the messages table.
  const schema = `plinth_${prefix}`;
  await inDatabase(`CREATE DATABASE ${schema}`);
  const child = spawn(
    process.execPath,
    [
      'scripts/cluster.mjs',
      '--prepared',
      '--external-servers',
      '--port',
      String(port),
      ...(replicas ? ['--replicas', replicas] : []),
    ],
    {
      cwd: root,
      env: {
        ...common(port),
        ...servers,
        _APP_DB_SCHEMA: schema,
        _APP_DATA: folder,
        _APP_NATS_PREFIX: prefix,
        _APP_NATS_MAX_BYTES: '8388608',
        CLUSTER_STATE: state,
        ...env,
      },
    },
  );
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  await eventually(
    () => existsSync(state) || child.exitCode !== null,
    'the cluster did not start',
    () => output,
  );
  await answers(port, child, () => output);
  return {
    profile: 'cluster',
    endpoint: `http://localhost:${port}/v1`,
    port,
    pids: () => (JSON.parse(readFileSync(state, 'utf8')) as { services: Record<string, number[]> }).services,
    output: () => output,
    kill: (pid) => process.kill(pid, 'SIGKILL'),
    stop: async () => {
      await end(child);
      await inDatabase(`DROP DATABASE ${schema}`);
    },
    restart: async () => undefined,
  };
}

export async function inDatabase(sql: string): Promise<void> {
  const connection = await createConnection({
    host: process.env._APP_DB_HOST,
    port: Number(process.env._APP_DB_PORT),
    user: process.env._APP_DB_USER,
    password: process.env._APP_DB_PASS,
  });
  await connection.query(sql);
  await connection.end();
}

async function answers(port: number, child: ChildProcess, output: () => string): Promise<void> {
  await eventually(
    async () => {
      if (child.exitCode !== null) throw new Error(`The process ended with ${child.exitCode}.\n${output()}`);
      const response = await fetch(`http://127.0.0.1:${port}/v1/health/version`).catch(() => null);
      return response?.status === 200;
    },
    'the stack does not answer',
    output,
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
}

/** Polls until something is so. The limit only ends a test that would hang. */
export async function eventually(
  isSo: () => boolean | Promise<boolean>,
  otherwise: string,
  detail: () => string = () => '',
): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    if (await isSo()) return;
    await sleep(25);
  }
  throw new Error(`After a minute ${otherwise}.\n${detail()}`);
}
