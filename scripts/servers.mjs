// Private MariaDB, Redis and NATS on free loopback ports: for tests, for `npm run cluster`, and by hand:
// `node scripts/servers.mjs` prints `export NAME=value` lines and keeps the servers until Ctrl-C.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { get } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const POLL_MS = 20;
const START_SECONDS_MAX = 60;
const STOP_SECONDS_MAX = 8;
const START_ATTEMPTS_MAX = 3;

/** The command that a Debian package brings; a package that is not named here brings one of its own name. */
const commandOf = {
  'mariadb-server': 'mariadbd',
  'docker.io': 'dockerd',
  iproute2: 'ip',
  'busybox-static': 'busybox',
};

const isRoot = process.getuid?.() === 0;
const isDebian = existsSync('/etc/debian_version');

export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Brings what is missing of these Debian packages where it may, and returns what is missing still. */
export function ensureTools(names) {
  const missing = names.filter((name) => !hasTool(name));
  if (missing.length === 0) return [];
  if (!isRoot || !isDebian || !findCommand('apt-get')) {
    say(`Missing on this machine: ${missing.join(', ')}. They are brought by apt-get only as root on Debian.`);
    return missing;
  }
  say(`Bringing ${missing.join(', ')} by apt-get.`);
  updatePackageLists();
  if (!aptGet(installArguments(missing)).ok && missing.length > 1) {
    for (const name of missing) aptGet(installArguments([name]));
  }
  const left = missing.filter((name) => !hasTool(name));
  if (left.length > 0) say(`Could not be had: ${left.join(', ')}.`);
  return left;
}

/** The full path of a command, looked for in the system folders too, which a user's PATH often lacks. */
export function findCommand(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/local/sbin'];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** A loopback port below the range from which systems take the ports of outgoing connections. */
export async function freePort() {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = randomInt(15_000, 32_000);
    if (!givenPorts.has(port) && (await canListen(port))) {
      givenPorts.add(port);
      return port;
    }
  }
  throw new Error('No free loopback port was found.');
}
const givenPorts = new Set();

/** Starts a process that a Ctrl-C in the terminal does not reach, and that ends with this one however this one ends. */
export function launch(command, args, options = {}) {
  const file = findCommand(command) ?? command;
  const words = diesWithParent() ? [findCommand('setpriv'), '--pdeathsig', 'TERM', file, ...args] : [file, ...args];
  const child = spawn(words[0], words.slice(1), { detached: true, ...options });
  child.on('error', (error) => say(`${command} could not be started: ${error.message}`));
  return child;
}

/**
 * Starts what is wanted. With a directory its data is kept and found again there, else all is scratch.
 * `missing` tells the servers that could not be had, each as `{ name, reason }`.
 */
export async function startServers(wanted, { directory, signals = true } = {}) {
  const kept = directory !== undefined;
  if (kept) takeFolder(resolve(directory));
  // A socket's path may have 107 bytes, and some systems have deep folders for scratch.
  const scratch = mkdtempSync(join(tmpdir().length > 60 ? '/tmp' : tmpdir(), 'plinth-'));
  const data = kept ? resolve(directory) : scratch;
  const servers = { scratch, data, kept, running: new Map(), missing: [], env: {}, isStopping: false };
  groups.add(servers);
  if (signals) stopOnSignals();
  await Promise.all(
    Object.entries(starters)
      .filter(([name]) => wanted[name])
      .map(([name, start]) => startOne(servers, name, start)),
  );
  return {
    env: servers.env,
    pids: Object.fromEntries([...servers.running].map(([name, child]) => [name, child.pid])),
    missing: servers.missing,
    stop: () => stopGroup(servers),
  };
}

async function startOne(servers, name, start) {
  try {
    Object.assign(servers.env, await start(servers));
  } catch (error) {
    servers.missing.push({ name, reason: error.message });
  }
}

const starters = { mariadb: startMariadb, redis: startRedis, nats: startNats };

async function startMariadb(servers) {
  const client = findCommand('mariadb') ?? findCommand('mysql');
  if (!client) throw new Error('the command mariadb is not installed');
  const folder = join(servers.data, 'mariadb');
  if (!existsSync(join(folder, 'mysql'))) await createMariadbFolder(servers, folder);
  const password = keptSecret(join(servers.data, 'mariadb-password'));
  // A file that is run before the port opens: nobody meets the server without its database and user, and no account
  // without a password is ever reachable over TCP.
  const script = join(servers.scratch, 'mariadb.sql');
  writeFileSync(script, mariadbScript(password), { mode: 0o600 });
  const port = await startOnFreePort(servers, 'mariadb', 'mariadbd', mariadbGreets, (freePort) => [
    '--no-defaults',
    ...(isRoot ? ['--user=root'] : []),
    `--datadir=${folder}`,
    `--tmpdir=${servers.scratch}`,
    `--socket=${join(servers.scratch, 'my.sock')}`,
    `--pid-file=${join(servers.scratch, 'my.pid')}`,
    `--init-file=${script}`,
    '--bind-address=127.0.0.1',
    `--port=${freePort}`,
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--max-connections=300',
    '--innodb-buffer-pool-size=256M',
    '--innodb-flush-log-at-trx-commit=1',
    '--performance-schema=OFF',
  ]);
  rmSync(script);
  const query = ['--no-defaults', '--protocol=tcp', '-h127.0.0.1', `-P${port}`, '-uplinth', '-eSELECT 1', 'plinth'];
  const answer = spawnSync(client, query, { env: { ...process.env, MYSQL_PWD: password }, encoding: 'utf8' });
  if (answer.status !== 0) throw new Error(`its user could not log in over TCP: ${answer.stderr}`);
  return {
    _APP_DB_HOST: '127.0.0.1',
    _APP_DB_PORT: String(port),
    _APP_DB_SCHEMA: 'plinth',
    _APP_DB_USER: 'plinth',
    _APP_DB_PASS: password,
  };
}

async function createMariadbFolder(servers, folder) {
  const installer = findCommand('mariadb-install-db');
  if (!installer) throw new Error('the command mariadb-install-db is not installed');
  const half = `${folder}.new`;
  rmSync(half, { recursive: true, force: true });
  const child = launchLogged(servers, 'mariadb-install', installer, [
    '--no-defaults',
    ...(isRoot ? ['--user=root'] : []),
    `--datadir=${half}`,
    '--auth-root-authentication-method=socket',
    `--auth-root-socket-user=${userInfo().username}`,
    '--skip-test-db',
  ]);
  const code = await ended(child);
  servers.running.delete('mariadb-install');
  if (code !== 0) throw new Error(`mariadb-install-db failed: ${logTail(servers, 'mariadb-install')}`);
  // Renamed last, so that an interrupted first start leaves no half data folder that looks whole.
  renameSync(half, folder);
}

function mariadbScript(password) {
  return [
    'CREATE DATABASE IF NOT EXISTS `plinth` CHARACTER SET utf8mb4;',
    `CREATE OR REPLACE USER 'plinth'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    // Every schema of that prefix: tests make one each.
    "GRANT ALL ON `plinth%`.* TO 'plinth'@'127.0.0.1';",
    '',
  ].join('\n');
}

async function startRedis(servers) {
  const folder = join(servers.data, 'redis');
  mkdirSync(folder, { recursive: true });
  const port = await startOnFreePort(servers, 'redis', 'redis-server', redisAnswers, (freePort) => [
    ...['--bind', '127.0.0.1', '--port', String(freePort), '--dir', folder],
    ...['--save', '', '--appendonly', servers.kept ? 'yes' : 'no'],
  ]);
  return { _APP_REDIS_HOST: '127.0.0.1', _APP_REDIS_PORT: String(port) };
}

async function startNats(servers) {
  const folder = join(servers.data, 'nats');
  mkdirSync(folder, { recursive: true });
  const file = join(servers.scratch, 'nats.conf');
  const monitor = await freePort();
  const isHealthy = () => httpAnswers(monitor, '/healthz');
  const port = await startOnFreePort(servers, 'nats', 'nats-server', isHealthy, (freePort) => {
    const jetstream = `jetstream { store_dir: ${JSON.stringify(folder)}, max_mem: 256M, max_file: 4G }`;
    const listen = `listen: "127.0.0.1:${freePort}"\nhttp: "127.0.0.1:${monitor}"`;
    writeFileSync(file, `${listen}\nmax_payload: 8MB\n${jetstream}\n`);
    return ['-c', file];
  });
  return { _APP_NATS_URL: `nats://127.0.0.1:${port}` };
}

/** Somebody else may take the port between the look and the start: then it is tried again with another. */
async function startOnFreePort(servers, name, command, probe, argumentsFor) {
  if (!findCommand(command)) throw new Error(`the command ${command} is not installed`);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = launchLogged(servers, name, command, argumentsFor(port));
    try {
      await waitUntil(child, () => probe(port), START_SECONDS_MAX);
      child.on('exit', () => {
        if (!servers.isStopping) say(`${name} has ended unexpectedly: ${logTail(servers, name)}`);
      });
      return port;
    } catch (error) {
      child.kill('SIGKILL');
      await ended(child);
      servers.running.delete(name);
      if (servers.isStopping || attempt === START_ATTEMPTS_MAX) {
        throw new Error(`${command} ${error.message}: ${logTail(servers, name)}`);
      }
    }
  }
}

function launchLogged(servers, name, command, args) {
  if (servers.isStopping) throw new Error('stopped while starting');
  const log = openSync(join(servers.data, `${name}.log`), 'w', 0o600);
  const child = launch(command, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  servers.running.set(name, child);
  return child;
}

function logTail(servers, name) {
  const file = join(servers.data, `${name}.log`);
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-3).join(' / ') : 'no log';
}

export async function waitUntil(child, probe, secondsMax) {
  const deadline = Date.now() + secondsMax * 1000;
  while (!(await probe())) {
    if (hasEnded(child)) throw new Error('ended while starting');
    if (Date.now() > deadline) throw new Error(`was not ready within ${secondsMax} s`);
    await sleep(POLL_MS);
  }
}

export function hasEnded(child) {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

export function ended(child) {
  if (hasEnded(child)) return Promise.resolve(child.exitCode);
  return new Promise((done) => child.once('exit', done));
}

/** Asks to end, insists after the given time, and returns when it is over. */
export async function endProcess(child, secondsMax) {
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), secondsMax * 1000);
  await ended(child);
  clearTimeout(insist);
}

/** Scratch data is of no use to anybody, so its servers need no time to close it well. */
async function stopGroup(servers) {
  servers.isStopping = true;
  const children = [...servers.running.values()];
  await Promise.all(children.map((child) => endProcess(child, servers.kept ? STOP_SECONDS_MAX : 0)));
  leaveFolders(servers);
}

const groups = new Set();
process.on('exit', () => {
  for (const servers of groups) {
    servers.isStopping = true;
    for (const child of servers.running.values()) child.kill(servers.kept ? 'SIGTERM' : 'SIGKILL');
    leaveFolders(servers);
  }
});

function leaveFolders(servers) {
  groups.delete(servers);
  if (servers.kept) rmSync(join(servers.data, 'servers.pid'), { force: true });
  // What a killed server still writes may keep the folder for a moment.
  rmSync(servers.scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: POLL_MS });
}

let listensToSignals = false;
function stopOnSignals() {
  if (listensToSignals) return;
  listensToSignals = true;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]) {
    process.on(signal, () => {
      Promise.all([...groups].map(stopGroup)).finally(() => process.exit(code));
    });
  }
}

/** Two starts over one data folder would wait for each other's locks without a word. */
function takeFolder(folder) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'servers.pid');
  if (existsSync(file)) {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid !== process.pid && isNode(pid)) {
      throw new Error(
        `${folder} is in use by process ${pid}; end that first (or delete ${file} if it is none of ours).`,
      );
    }
  }
  writeFileSync(file, String(process.pid));
}

function isNode(pid) {
  const file = `/proc/${pid}/cmdline`;
  return Number.isInteger(pid) && existsSync(file) && readFileSync(file, 'utf8').includes('node');
}

function keptSecret(file) {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

function mariadbGreets(port) {
  return exchange(port, undefined, (bytes) => bytes.length > 4 && bytes[4] !== 0xff);
}

function redisAnswers(port) {
  return exchange(port, 'PING\r\n', (bytes) => bytes.toString().startsWith('+PONG'));
}

function exchange(port, question, isGood) {
  return new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const finish = (answer) => {
      socket.destroy();
      done(answer);
    };
    socket.setTimeout(1000, () => finish(false));
    socket.on('error', () => finish(false));
    socket.on('close', () => finish(false));
    socket.on('data', (bytes) => finish(isGood(bytes)));
    if (question !== undefined) socket.write(question);
  });
}

export function httpAnswers(port, path) {
  return new Promise((done) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false, timeout: 1000 }, (response) => {
      response.resume();
      done(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => done(false));
  });
}

function canListen(port) {
  return new Promise((done) => {
    const server = createServer();
    server.on('error', () => done(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => done(true)));
  });
}

function hasTool(name) {
  return findCommand(commandOf[name] ?? name) !== undefined;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // not there, or not ours to run: the same to us
  }
}

let canDieWithParent;
function diesWithParent() {
  const setpriv = findCommand('setpriv');
  canDieWithParent ??=
    setpriv !== undefined && spawnSync(setpriv, ['--pdeathsig', 'TERM', process.execPath, '--version']).status === 0;
  return canDieWithParent;
}

function installArguments(names) {
  return ['install', '-y', '--no-install-recommends', ...names];
}

/** The lists have a lock of their own, for which apt-get does not wait. */
function updatePackageLists() {
  for (let attempt = 0; attempt < 40; attempt++) {
    const { ok, errors } = aptGet(['update']);
    if (ok || !errors.includes('lock')) return;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
  }
}

function aptGet(args) {
  const result = spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    // Run level 1: the installed packages start no server of their own.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1', LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 15 * 60_000,
  });
  const errors = result.error ? result.error.message : result.stderr;
  if (result.status !== 0) say(`apt-get ${args.join(' ')} failed: ${errors.trim()}`);
  return { ok: result.status === 0, errors };
}

async function main() {
  ensureTools(['mariadb-server', 'redis-server', 'nats-server']);
  const servers = await startServers({ mariadb: true, redis: true, nats: true });
  for (const { name, reason } of servers.missing) say(`${name} could not be started: ${reason}`);
  const all = { ...servers.env, PLINTH_TEST_SERVERS: servers.missing.length === 0 ? '1' : '' };
  for (const [name, value] of Object.entries(all)) process.stdout.write(`export ${name}=${value}\n`);
  say('The servers run until Ctrl-C.');
  if (servers.missing.length === 3) process.exit(1);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
