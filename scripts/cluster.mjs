// `npm run cluster`: real servers and one process a service on loopback, behind a small gateway.
//   --replicas api=2,realtime=2   how many processes of a service, else one
//   --port 8080                   the gateway's port, else PORT, else 8080
//   --external-servers            take MariaDB, Redis and NATS from the environment instead of starting them
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request as httpRequest } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { prepare, root } from './prepare.mjs';
import { endProcess, ensureTools, freePort, hasEnded, httpAnswers, launch, say, startServers } from './servers.mjs';

const PAUSE_MS_FIRST = 200;
const PAUSE_MS_MAX = 10_000;
const HEALTHY_MS = 30_000;
const QUICK_DEATH_MS = 5_000;
const READY_SECONDS_MAX = 60;
const SERVICE_STOP_SECONDS_MAX = 5;
const CONNECT_MS_MAX = 2_000;
const DOWN_MS = 500;
const REQUEST_MS_MAX = 3_600_000;
const IDLE_MS_MAX = 65_000;
const POLL_MS = 20;

const serverVariables = ['_APP_DB_HOST', '_APP_REDIS_HOST', '_APP_NATS_URL'];
/** What holds for one connection only, and what only the gateway itself may say. */
const ownHeaders = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'expect', 'forwarded', 'x-real-ip'],
  ...['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-server'],
]);

process.chdir(root);
const options = readOptions();
// Tests run it when everything is built already.
if (!options.prepared) await prepare({ dev: false });
const data = resolve(process.env._APP_DATA || 'data');
const stateFile = resolve(process.env.CLUSTER_STATE || join(data, 'cluster.json'));
const folder = join(data, 'cluster');
mkdirSync(folder, { recursive: true });
rmSync(stateFile, { force: true });

let isStopping = false;
let hasAnnounced = false;
let gateway;
let servers;
const replicas = [];
/** Which replica of a service is next. Requests come as soon as the gateway listens. */
const turns = new Map();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));
process.on('exit', () => {
  for (const { child } of replicas) child?.kill('SIGKILL');
});

await start().catch((error) => {
  say(error.message);
  return stop(1);
});

async function start() {
  servers = await openServers();
  await makeReplicas();
  gateway = await openGateway(options.port);
  if (isStopping) return;
  for (const replica of replicas) run(replica);
  await announceWhenReady();
}

function readOptions() {
  const known = {
    replicas: { type: 'string', default: '' },
    port: { type: 'string', default: process.env.PORT || '8080' },
    'external-servers': { type: 'boolean', default: false },
    prepared: { type: 'boolean', default: false },
  };
  try {
    const { values } = parseArgs({ options: known });
    return { ...values, port: whole(values.port, 0, 65_535), replicas: readReplicas(values.replicas) };
  } catch (error) {
    say(error.message);
    process.exit(2);
  }
}

function readReplicas(text) {
  const names = readJson('deploy/services.json').map(({ name }) => name);
  const entries = text.split(',').filter(Boolean);
  return Object.fromEntries(
    entries.map((entry) => {
      const [name, count] = entry.split('=');
      if (!names.includes(name))
        throw new Error(`--replicas: no service is called ${name}; there are ${names.join(', ')}.`);
      return [name, whole(count, 0, 32)];
    }),
  );
}

function whole(text, min, max) {
  const number = Number(text);
  if (/^\d+$/.test(text ?? '') && number >= min && number <= max) return number;
  throw new Error(`${text} is no whole number from ${min} to ${max}.`);
}

async function openServers() {
  if (options['external-servers']) {
    const absent = serverVariables.filter((name) => !process.env[name]);
    if (absent.length > 0) throw new Error(`--external-servers needs ${absent.join(', ')} in the environment.`);
    return { env: {}, missing: [], stop: async () => {} };
  }
  ensureTools(['mariadb-server', 'redis-server', 'nats-server']);
  const wanted = { mariadb: true, redis: true, nats: true };
  const started = await startServers(wanted, { directory: folder, signals: false });
  if (started.missing.length === 0) return started;
  await started.stop();
  throw new Error(started.missing.map(({ name, reason }) => `${name} could not be started: ${reason}`).join('\n'));
}

async function makeReplicas() {
  for (const service of readJson('deploy/services.json')) {
    for (let number = 1; number <= (options.replicas[service.name] ?? 1); number++) {
      const label = `${service.compose}-${number}`;
      replicas.push({
        service,
        label,
        pauseMs: PAUSE_MS_FIRST,
        downUntil: 0,
        agent: newAgent(),
        ...(await newPorts()),
      });
    }
  }
}

async function newPorts() {
  return { port: await freePort(), metrics: await freePort() };
}

function newAgent() {
  return new Agent({ keepAlive: true, maxFreeSockets: 256 });
}

function run(replica) {
  const { service, label } = replica;
  const startedAt = Date.now();
  const child = launch(process.execPath, [join('services', service.name, 'dist/main.js')], {
    env: {
      ...process.env,
      ...servers.env,
      _APP_PROFILE: 'cluster',
      _APP_DATA: data,
      _APP_HOST: '127.0.0.1',
      PORT: String(replica.port),
      _APP_METRICS_PORT: String(replica.metrics),
      _APP_TRUSTED_PROXIES: '127.0.0.1',
      _APP_OPENSSL_KEY_V1: process.env._APP_OPENSSL_KEY_V1 || keptKey(),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  replica.child = child;
  prefixLines(child.stdout, label, process.stdout);
  prefixLines(child.stderr, label, process.stderr);
  child.on('exit', (code, signal) => {
    if (!isStopping) restart(replica, Date.now() - startedAt, signal ?? `code ${code}`);
  });
}

async function restart(replica, livedMs, reason) {
  if (livedMs > HEALTHY_MS) replica.pauseMs = PAUSE_MS_FIRST;
  say(`${replica.label} | ended (${reason}); started again in ${replica.pauseMs} ms`);
  writeState();
  await sleep(replica.pauseMs);
  replica.pauseMs = Math.min(replica.pauseMs * 2, PAUSE_MS_MAX);
  // Perhaps somebody else has taken its port meanwhile.
  if (livedMs < QUICK_DEATH_MS) Object.assign(replica, await newPorts());
  if (isStopping) return;
  replica.agent.destroy();
  replica.agent = newAgent();
  run(replica);
  writeState();
}

function prefixLines(stream, label, target) {
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => target.write(`${label} | ${line}\n`));
}

function keptKey() {
  const file = join(folder, 'key');
  try {
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

/** The state file appears only when everything answers: who waits for the file need not wait for anything else. */
async function announceWhenReady() {
  const deadline = Date.now() + READY_SECONDS_MAX * 1000;
  const isReady = (replica) => httpAnswers(replica.metrics, '/readyz');
  const waiting = new Set(replicas);
  while (waiting.size > 0 && Date.now() < deadline && !isStopping) {
    await Promise.all([...waiting].map(async (replica) => (await isReady(replica)) && waiting.delete(replica)));
    await sleep(POLL_MS);
  }
  if (isStopping) return;
  for (const { label } of waiting) say(`${label} | not ready after ${READY_SECONDS_MAX} s`);
  hasAnnounced = true;
  writeState();
  say(`Plinth runs as a cluster on ${endpoint()} (state in ${stateFile}); Ctrl-C stops it.`);
}

function writeState() {
  if (!hasAnnounced || isStopping) return;
  const byName = (pick) => {
    const names = [...new Set(replicas.map(({ service }) => service.name))];
    const own = (name) => replicas.filter(({ service }) => service.name === name).map(pick);
    return Object.fromEntries(names.map((name) => [name, own(name).filter((value) => value !== undefined)]));
  };
  const state = {
    endpoint: `${endpoint()}/v1`,
    pid: process.pid,
    services: byName(({ child }) => (hasEnded(child) ? undefined : child.pid)),
    ports: byName(({ service, port }) => (service.port ? port : undefined)),
    metrics: byName(({ metrics }) => metrics),
    servers: servers.pids ?? {},
  };
  mkdirSync(dirname(stateFile), { recursive: true });
  writeFileSync(`${stateFile}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${stateFile}.new`, stateFile);
}

function endpoint() {
  return `http://localhost:${gateway.address().port}`;
}

/** First the services, which finish what is in hand, then what they stand on. A second signal waits for nothing. */
async function stop(code) {
  if (isStopping) process.exit(code || 130);
  isStopping = true;
  rmSync(stateFile, { force: true });
  gateway?.close();
  gateway?.closeIdleConnections();
  const children = replicas.flatMap(({ child }) => (child ? [child] : []));
  await Promise.all(children.map((child) => endProcess(child, SERVICE_STOP_SECONDS_MAX)));
  gateway?.closeAllConnections();
  // MariaDB recovers from a hard end too; 10 s is the whole time that a stop may take.
  const limit = setTimeout(() => process.exit(code), 4_000);
  await servers?.stop();
  clearTimeout(limit);
  process.exit(code);
}

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

// The gateway: which replicas answer a path, in turn, leaving out those that are down.

async function openGateway(port) {
  const table = readJson('deploy/gateway.json').sort((a, b) => b.prefix.length - a.prefix.length);
  const server = createServer({ keepAliveTimeout: IDLE_MS_MAX, requestTimeout: REQUEST_MS_MAX });
  server.on('request', (request, response) => forward(request, response, candidates(table, request.url)));
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const hasBody = request.headers['transfer-encoding'] ?? Number(request.headers['content-length'] ?? 0);
    if (hasBody) endRaw(socket, '400 Bad Request');
    else tunnel(request, socket, head, candidates(table, request.url));
  });
  await new Promise((done, failed) => {
    server.once('error', failed).listen(port, process.env._APP_HOST || '127.0.0.1', done);
  });
  return server;
}

function candidates(table, url) {
  const [path] = url.split('?');
  const covers = (prefix) => path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
  const name = table.find(({ prefix }) => covers(prefix))?.service;
  const all = replicas.filter(({ service }) => service.name === name);
  const turn = turns.get(name) ?? 0;
  turns.set(name, (turn + 1) % Math.max(all.length, 1));
  const inTurn = [...all.slice(turn), ...all.slice(0, turn)];
  const isUp = ({ child, downUntil }) => child && !hasEnded(child) && downUntil < Date.now();
  // One that failed a moment ago is asked last, not never.
  return [...inTurn.filter(isUp), ...inTurn.filter((replica) => !isUp(replica))];
}

function forward(request, response, [replica, ...others]) {
  if (!replica) return refuse(response);
  const upstream = ask(request, replica, replica.agent, forwardedHeaders(request));
  if (!upstream) return response.writeHead(400, { connection: 'close' }).end();
  let isSent = false;
  // The body leaves only when the connection stands: until then another replica can still have it.
  const send = () => {
    isSent = true;
    request.pipe(upstream);
  };
  upstream.on('socket', (socket) => (socket.connecting ? socket.once('connect', send) : send()));
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode, answer.statusMessage, endToEndHeaders(answer.rawHeaders));
    answer.on('error', () => response.destroy());
    answer.pipe(response);
  });
  const leave = () => upstream.destroy();
  upstream.on('error', () => {
    response.off('close', leave);
    if (response.headersSent) return response.destroy();
    if (response.destroyed) return;
    if (!isSent) replica.downUntil = Date.now() + DOWN_MS;
    request.unpipe(upstream);
    // An idle connection that the other side had just closed has carried nothing; what has no body can be asked again.
    const isRepeatable = upstream.reusedSocket && ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
    if (!isSent || isRepeatable) forward(request, response, others);
    else refuse(response);
  });
  response.on('close', leave);
}

function refuse(response) {
  const body = { message: 'No process of this service answers.', code: 503, type: 'general_service_unavailable' };
  response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' });
  response.end(JSON.stringify(body));
}

/** Bytes pass unread only once the other side has agreed to switch: a second request could bring headers of its own. */
function tunnel(request, socket, head, [replica, ...others]) {
  if (!replica) return endRaw(socket, '503 Service Unavailable');
  const asked = ['Connection', 'Upgrade', 'Upgrade', request.headers.upgrade];
  const upstream = ask(request, replica, false, [...forwardedHeaders(request), ...asked]);
  if (!upstream) return endRaw(socket, '400 Bad Request');
  let isAnswered = false;
  upstream.on('upgrade', (answer, far, farHead) => {
    isAnswered = true;
    socket.write(rawHead(answer, answer.rawHeaders), 'latin1');
    socket.write(farHead);
    far.write(head);
    for (const [one, other] of [
      [socket, far],
      [far, socket],
    ]) {
      one.setTimeout(0);
      one.setNoDelay(true);
      one.on('error', () => one.destroy());
      one.on('close', () => other.destroy());
    }
    socket.pipe(far).pipe(socket);
  });
  upstream.on('response', (answer) => {
    isAnswered = true;
    socket.write(rawHead(answer, [...endToEndHeaders(answer.rawHeaders), 'Connection', 'close']), 'latin1');
    answer.on('error', () => socket.destroy());
    answer.pipe(socket);
  });
  const leave = () => upstream.destroy();
  upstream.on('error', () => {
    socket.off('close', leave);
    if (isAnswered || socket.destroyed) return socket.destroy();
    replica.downUntil = Date.now() + DOWN_MS;
    tunnel(request, socket, head, others);
  });
  socket.once('close', leave);
  upstream.end();
}

/** Nothing when the request cannot be passed on: Node reads a few targets and headers that it does not write. */
function ask(request, { port }, agent, headers) {
  const { method, url: path } = request;
  try {
    const upstream = httpRequest({ host: '127.0.0.1', port, agent, method, path, headers, setHost: false });
    upstream.on('socket', (socket) => {
      if (!socket.connecting) return;
      const timer = setTimeout(() => upstream.destroy(new Error('connecting took too long')), CONNECT_MS_MAX);
      for (const event of ['connect', 'close']) socket.once(event, () => clearTimeout(timer));
    });
    return upstream;
  } catch {
    return undefined;
  }
}

function endRaw(socket, status) {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function rawHead({ statusCode, statusMessage }, headers) {
  const lines = pairs(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${statusCode} ${statusMessage}\r\n${lines.join('')}\r\n`;
}

/** Flat, as Node keeps raw headers: names as they were sent, repeated ones repeated. */
function forwardedHeaders(request) {
  const address = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  const added = [
    'X-Forwarded-For',
    address,
    'X-Forwarded-Proto',
    'http',
    'X-Forwarded-Host',
    request.headers.host ?? '',
  ];
  const framing = request.headers['transfer-encoding'] === undefined ? [] : ['Transfer-Encoding', 'chunked'];
  return [...endToEndHeaders(request.rawHeaders), ...added, ...framing];
}

function endToEndHeaders(rawHeaders) {
  const all = pairs(rawHeaders);
  const listed = all.filter(([name]) => name.toLowerCase() === 'connection').flatMap(([, value]) => value.split(','));
  const left = new Set(listed.map((name) => name.trim().toLowerCase()));
  return all.filter(([name]) => !ownHeaders.has(name.toLowerCase()) && !left.has(name.toLowerCase())).flat();
}

function pairs(flat) {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1]]] : []));
}
