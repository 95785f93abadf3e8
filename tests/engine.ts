/** A Docker Engine of the tests' own, and what builds the image where there is neither a registry nor a network. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';

const START_SECONDS_MAX = 20;
const POLL_MS = 50;
const LOG_CHARACTERS_SHOWN = 600;

/** What the steps of the Dockerfile and the scripts of the packages call. */
const COMMANDS = [
  ...['basename', 'cat', 'chmod', 'chown', 'cp', 'dirname', 'env', 'find', 'ln', 'ls', 'mkdir', 'mv', 'readlink'],
  ...['rm', 'sed', 'sh', 'tar', 'uname'],
];

const root = resolve(import.meta.dirname, '..');

export interface Output {
  readonly code: number;
  /** Both streams, in the order in which they came. */
  readonly text: string;
}

export interface Engine {
  readonly scratch: string;
  docker(...args: readonly string[]): Promise<Output>;
  stop(): Promise<void>;
}

/** Without an engine, why there is none. */
export type Started = { readonly engine: Engine } | { readonly reason: string };

/** No rules of the machine's network are touched: its containers have the host's network, or none. */
export async function startEngine(): Promise<Started> {
  const dockerd = findCommand('dockerd');
  if (dockerd === undefined) return { reason: 'dockerd is not on this machine' };
  if (findCommand('docker') === undefined) return { reason: 'docker is not on this machine' };
  if (process.getuid?.() !== 0) return { reason: 'dockerd needs root' };
  const scratch = mkdtempSync(join(tmpdir().length > 60 ? '/tmp' : tmpdir(), 'plinth-'));
  const host = `unix://${scratch}/docker.sock`;
  const folders = ['--data-root', `${scratch}/data`, '--exec-root', `${scratch}/exec`];
  const network = ['--iptables=false', '--ip6tables=false', '--ip-forward=false', '--bridge=none'];
  const words = [dockerd, '-H', host, ...folders, '--pidfile', `${scratch}/docker.pid`, ...network];
  // It ends with this process, however this one ends.
  const setpriv = findCommand('setpriv');
  const [command = dockerd, ...args] = setpriv === undefined ? words : [setpriv, '--pdeathsig', 'TERM', ...words];
  const daemon = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const log = collect(daemon);
  // The image is built step by step as every engine can; the newer builder is a plug-in that may be absent.
  const env = { ...process.env, DOCKER_HOST: host, DOCKER_BUILDKIT: '0', DOCKER_CONFIG: scratch };
  const docker = (...given: readonly string[]) => run('docker', given, env);
  const stop = async () => {
    await endProcess(daemon);
    // A network namespace that containers of the host's network were given stays mounted.
    for (const path of mountsBelow(scratch)) await succeed(run('umount', [path]));
    rmSync(scratch, { recursive: true, force: true });
  };
  for (const until = Date.now() + START_SECONDS_MAX * 1000; Date.now() < until; await sleep(POLL_MS)) {
    if (hasEnded(daemon)) break;
    if ((await docker('version')).code === 0) return { engine: { scratch, docker, stop } };
  }
  const reason = `dockerd does not start: ${log().trim().slice(-LOG_CHARACTERS_SHOWN)}`;
  await stop();
  return { reason };
}

/** The base image under its own name, made of this machine's Node and of the few commands that the steps call. */
export async function makeBase(engine: Engine, name: string): Promise<void> {
  const folder = join(engine.scratch, 'base');
  for (const path of ['usr/bin', 'usr/lib', 'usr/lib64', 'usr/local/bin', 'root', 'proc', 'sys', 'dev', 'tmp', 'etc']) {
    mkdirSync(join(folder, path), { recursive: true, mode: path === 'tmp' ? 0o1777 : 0o755 });
  }
  for (const path of ['bin', 'lib', 'lib64']) symlinkSync(`usr/${path}`, join(folder, path));
  writeFileSync(join(folder, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/tmp:/bin/sh\n');
  writeFileSync(join(folder, 'etc/hosts'), '127.0.0.1 localhost\n');
  const places = COMMANDS.map((command) => [findCommand(command) ?? '', `usr/bin/${command}`] as const);
  for (const [from, to] of [[process.execPath, 'usr/local/bin/node'] as const, ...places]) {
    if (from === '') throw new Error(`This machine has no ${basename(to)}.`);
    cpSync(realpathSync(from), join(folder, to));
    for (const library of librariesOf(from)) {
      cpSync(realpathSync(library), join(folder, 'usr', library.replace(/^\/usr/, '')));
    }
  }
  const archive = join(engine.scratch, 'base.tar');
  await succeed(run('tar', ['-C', folder, '-cf', archive, '.']));
  await succeed(engine.docker('import', '--change', 'ENV PATH=/usr/local/bin:/usr/bin:/bin', archive, name));
}

/** The tree as a clone has it, with the packages that were installed from it. */
export async function makeContext(engine: Engine): Promise<string> {
  const folder = join(engine.scratch, 'context');
  mkdirSync(join(folder, 'vendor'), { recursive: true });
  const source = join(engine.scratch, 'source.tar');
  const left = ['.git', 'node_modules', 'dist', 'data', 'coverage', '.turbo', 'vendor', '*.tsbuildinfo', '.env'];
  await succeed(run('tar', ['-C', root, '-cf', source, ...left.map((name) => `--exclude=./**/${name}`), '.']));
  await succeed(run('tar', ['-C', folder, '-xf', source]));
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { packageManager: string };
  const { storeDir } = parse(readFileSync(join(root, 'node_modules/.modules.yaml'), 'utf8')) as { storeDir: string };
  const found = await succeed(run('npx', ['--yes', '--package', packageManager, '-c', 'command -v pnpm']));
  const pnpm = dirname(dirname(realpathSync(found.text.trim().split('\n').at(-1) ?? '')));
  const names = [`s,^${basename(storeDir)},store/${basename(storeDir)},rSH`, `s,^${basename(pnpm)}/,pnpm/,rSH`];
  const parts = ['-C', dirname(storeDir), basename(storeDir), '-C', dirname(pnpm), basename(pnpm)];
  const transforms = names.map((name) => `--transform=${name}`);
  await succeed(run('tar', ['-cf', join(folder, 'vendor/offline.tar'), ...transforms, ...parts]));
  return folder;
}

export async function succeed(running: Promise<Output>): Promise<Output> {
  const output = await running;
  if (output.code !== 0) throw new Error(output.text);
  return output;
}

function mountsBelow(folder: string): string[] {
  const lines = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  const paths = lines.map((line) => line.split(' ')[1] ?? '').filter((path) => path.startsWith(`${folder}/`));
  return paths.reverse();
}

function librariesOf(file: string): string[] {
  const { stdout } = spawnSync('ldd', [file], { encoding: 'utf8' });
  return stdout.match(/\/\S+\.so\S*/g) ?? [];
}

async function run(command: string, args: readonly string[], env = process.env): Promise<Output> {
  const child = spawn(findCommand(command) ?? command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = collect(child);
  const code = await new Promise<number>((done, failed) => {
    child.once('error', failed);
    child.once('close', (ended) => done(ended ?? 1));
  });
  return { code, text: text() };
}

function collect({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  for (const stream of [stdout, stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  return () => text;
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function findCommand(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].filter(Boolean);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
