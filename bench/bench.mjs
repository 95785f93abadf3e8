// The table of `npm run bench`. Product and reference are measured in turns on the same machine; only their ratio means
// anything. `--only get,list` picks lines, `--seconds N` the length of each, `--rows N` the table,
// `--growth` adds the same reads in tables of 1 k to 1 M rows.
import { fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '..');
const CONNECTIONS = 32;

function option(args, name, preset) {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? preset : args[at + 1];
}

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export async function bench(serverEnv, args) {
  const seconds = Number(option(args, 'seconds', '5'));
  const rows = Number(option(args, 'rows', '10000'));
  const only = option(args, 'only', '');
  const growth = args.includes('--growth');
  const wanted = (name) => only === '' || only.split(',').some((part) => name.includes(part));
  const lines = [];
  const scratch = mkdtempSync(join(tmpdir(), 'plinth-bench-'));
  const children = new Set();
  const track = (child) => {
    children.add(child);
    child.once('exit', () => children.delete(child));
    return child;
  };

  /** Each target gets `seconds` of load, in turns; what failed is told. */
  const load = async (targets, spin, { connections = CONNECTIONS, turnMilliseconds } = {}) => {
    const settings = JSON.stringify({ targets, connections, seconds, spin, turnMilliseconds });
    const child = track(
      spawn(process.execPath, [join(root, 'bench', 'load.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] }),
    );
    child.stdin.end(settings);
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    await new Promise((done) => child.once('exit', done));
    const results = JSON.parse(output);
    for (const { failed, firstFailure } of results) if (failed > 0) console.log(`  ${failed} failed: ${firstFailure}`);
    return results;
  };
  const bare = async (kind) => {
    const port = await freePort();
    const child = track(
      fork(join(root, 'bench', 'bare.mjs'), [kind, String(port)], {
        env: { ...process.env, ...serverEnv, _APP_DATA: scratch, BENCH_ROWS: String(rows) },
      }),
    );
    await new Promise((done) => child.once('message', done));
    return { port, child };
  };
  const line = (what, product, reference, budget, note = '') => {
    const ratio = product.rate / reference.rate;
    const isKept = budget === null ? '' : ratio >= budget ? 'yes' : 'NO';
    lines.push({
      what,
      product: Math.round(product.rate),
      bare: Math.round(reference.rate),
      ratio: ratio.toFixed(2),
      budget: budget ?? '',
      kept: isKept,
      p50: product.p50.toFixed(2),
      p99: product.p99.toFixed(2),
      note,
    });
    console.log(
      `${what}: ${Math.round(product.rate)}/s, bare ${Math.round(reference.rate)}/s, ratio ${ratio.toFixed(2)} (budget ${budget ?? 'none'}) ${note}`,
    );
  };
  const against = async (what, product, reference, budget, { note = '', ...rest } = {}) => {
    if (!wanted(what)) return;
    // The second core may be used up where nothing else needs it; where a cluster's servers work, it is theirs.
    const spin = what.startsWith('embedded') || what.includes('health');
    const [measured, plain] = await load([product, reference], spin, rest);
    line(what, measured, plain, budget, note);
  };

  try {
    const empty = await bare('empty');
    const express = await bare('express');
    for (const profile of ['embedded', 'cluster']) {
      const kind = profile === 'embedded' ? 'sqlite' : 'mariadb';
      const other = profile === 'embedded' ? 'cluster' : 'embedded';
      if (only !== '' && only.split(',').every((part) => part.startsWith(other))) continue;
      const product = await startProduct(profile, serverEnv, scratch, track);
      const reference = await bare(kind);
      const seeded = await seed(product.port, rows);
      const { headers, base, health } = seeded;
      const name = (what) => `${profile}: ${what}`;
      const emptyAnswer = { port: empty.port, requests: [{ method: 'GET', path: '/' }] };
      const at = (path) => `${base}${path}`;
      const toProduct = (requests) => ({ port: product.port, requests: requests.map((r) => ({ headers, ...r })) });
      const toBare = (requests) => ({ port: reference.port, requests });
      await against(
        name('health, whole pipeline (to an empty answer)'),
        toProduct([{ method: 'GET', path: '/v1/health', headers: health }]),
        emptyAnswer,
        0.5,
      );
      if (wanted(name('health'))) {
        const [plain] = await load([{ port: express.port, requests: [{ method: 'GET', path: '/' }] }]);
        console.log(`  for orientation: bare Express ${Math.round(plain.rate)}/s`);
      }
      const gets = Array.from({ length: 64 }, (_, n) => n * 7);
      const productGets = toProduct(gets.map((n) => ({ method: 'GET', path: at(`/d${n}`) })));
      const bareGets = toBare(gets.map((n) => ({ method: 'GET', path: `/d${n}` })));
      if (profile === 'cluster') await against(name('get by session'), productGets, bareGets, 0.75);
      else await against(name('get by session (to an empty answer)'), productGets, emptyAnswer, 0.4);
      const query = (from) =>
        `queries[]=${encodeURIComponent(`greaterThanEqual("count", [${from}])`)}&queries[]=${encodeURIComponent('orderAsc("count")')}&queries[]=${encodeURIComponent('limit(25)')}`;
      const from = Array.from({ length: 16 }, (_, n) => n * 20);
      const productLists = toProduct(from.map((n) => ({ method: 'GET', path: `${at('')}?${query(n)}` })));
      const bareLists = toBare(from.map((n) => ({ method: 'GET', path: `/list?${n}` })));
      await against(name('list 25, nothing written'), productLists, bareLists, 3);
      if (wanted(name('list 25, just written'))) {
        // One write a few milliseconds keeps every kept total from being used.
        const stop = keepWriting(product.port, at(''), headers, seeded.run);
        await against(name('list 25, just written'), productLists, bareLists, 0.8);
        await stop();
      }
      const data = '{"title":"A new document","count":7,"ratio":1.5,"done":true}';
      const creates = [{ method: 'POST', body: `{"documentId":"p${seeded.run}-{n}","data":${data}}` }];
      await against(
        name('create'),
        toProduct(creates.map((request) => ({ ...request, path: at('') }))),
        toBare(creates.map((request) => ({ ...request, path: '/' }))),
        0.7,
      );
      const updates = gets.map((n) => ({ method: 'PATCH', path: `/d${n}`, body: '{"data":{"count":{n}}}' }));
      await against(
        name('update'),
        toProduct(updates.map((request) => ({ ...request, path: at(request.path) }))),
        toBare(updates),
        0.7,
      );
      if (wanted(name('related'))) await seedRelated(product.port, seeded, Math.min(rows / 10, 1000));
      const pages = Array.from({ length: 16 }, (_, n) => n * 25);
      const first = (n) => `queries[]=limit(25)&queries[]=offset(${n})`;
      await against(
        name('related: 25 parents with 10 children each'),
        toProduct(pages.map((n) => ({ method: 'GET', path: `${seeded.parents}?${first(n)}` }))),
        toBare(pages.map((n) => ({ method: 'GET', path: `/related?${n}` }))),
        null,
      );
      const many = (count, make) => Array.from({ length: count }, (_, at) => make(at)).join(',');
      const thousand = many(
        1000,
        (at) => `{"$id":"k${seeded.run}-{n}-${at}","title":"Many","count":${at},"done":true}`,
      );
      await against(
        name('bulk create of 1,000'),
        toProduct([{ method: 'POST', path: seeded.bulk, headers: seeded.server, body: `{"documents":[${thousand}]}` }]),
        toBare([{ method: 'POST', path: '/bulk', body: `{"documents":[${thousand}]}` }]),
        null,
        { connections: 2, turnMilliseconds: 1500 },
      );
      const step = (at) =>
        `{"action":"create","collectionId":"things","documentId":"s${seeded.run}-{n}-${at}","data":${data}}`;
      await against(
        name('transaction of 10 steps'),
        toProduct([{ method: 'POST', path: seeded.transactions, body: `{"steps":[${many(10, step)}]}` }]),
        toBare([{ method: 'POST', path: '/steps', body: `{"steps":[${many(10, step)}]}` }]),
        null,
        { turnMilliseconds: 1500 },
      );
      // Only where a user's row is found in the process can an empty answer be the measure.
      await against(
        name('account by session (to an empty answer)'),
        toProduct([{ method: 'GET', path: '/v1/account' }]),
        emptyAnswer,
        null,
      );
      if (wanted(name('50 log in'))) {
        const logIns = {
          port: product.port,
          requests: [{ ...seeded.logIn, path: '/v1/account/sessions/email', method: 'POST' }],
        };
        const healths = toProduct([{ method: 'GET', path: '/v1/health', headers: health }]);
        const [[{ rate }], [{ p50, p99 }]] = await Promise.all([
          load([logIns], false, { connections: 50 }),
          load([healths], false, { connections: 2 }),
        ]);
        console.log(
          `${name('50 log in')}: ${rate.toFixed(1)}/s, health meanwhile p99 ${p99.toFixed(1)} ms (budget 50)`,
        );
        lines.push({
          what: `${name('50 log in at once')}, ${rate.toFixed(1)} a second; health meanwhile`,
          product: '',
          bare: '',
          ratio: '',
          budget: 'p99 50 ms',
          kept: p99 < 50 ? 'yes' : 'NO',
          p50: p50.toFixed(2),
          p99: p99.toFixed(2),
        });
      }
      if (growth) await grow({ product, seeded, profile, load, toProduct, lines });
      if (profile === 'embedded' && wanted('embedded: start')) await startAndIdle(product, lines);
      reference.child.kill();
      await product.stop();
    }
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(scratch, { recursive: true, force: true });
  }
  console.log(
    '\n| line | product /s | bare /s | ratio | budget | kept | p50 ms | p99 ms |\n| --- | --- | --- | --- | --- | --- | --- | --- |',
  );
  for (const { what, product, bare: plain, ratio, budget, kept, p50, p99 } of lines) {
    console.log(`| ${what} | ${product} | ${plain} | ${ratio} | ${budget} | ${kept} | ${p50} | ${p99} |`);
  }
}

async function startProduct(profile, serverEnv, scratch, track) {
  const port = await freePort();
  const data = join(scratch, profile);
  const env = {
    PATH: process.env.PATH,
    _APP_ENV: 'production',
    _APP_PROFILE: profile,
    _APP_DATA: data,
    _APP_OPENSSL_KEY_V1: 'a key for the benchmark',
    _APP_OPTIONS_ABUSE: 'disabled',
    _APP_CONSOLE_WHITELIST_ROOT: 'disabled',
    _APP_LOG_LEVEL: 'warn',
    _APP_HOST: '127.0.0.1',
    _APP_NATS_PREFIX: `b${port}`,
    _APP_NATS_MAX_BYTES: String(256 * 1024 ** 2),
    PORT: String(port),
    ...(profile === 'cluster' ? serverEnv : {}),
  };
  // In a cluster the workers have machines of their own: here only what answers requests runs beside the servers.
  const names = profile === 'embedded' ? ['embedded'] : ['api', 'databases'];
  const launch = () =>
    names.map((name) =>
      track(
        spawn(process.execPath, [join(root, 'services', name, 'dist', 'main.js')], {
          env: name === 'databases' ? { ...env, PORT: '0' } : env,
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      ),
    );
  // What a process logs tells why it ended, should it end before it answers.
  const logs = [];
  const started = performance.now();
  let running = launch();
  const answers = async () => {
    for (const child of running) child.stdout.on('data', (chunk) => logs.push(String(chunk)));
    while (!(await fetch(`http://127.0.0.1:${port}/v1/health/version`).catch(() => null))?.ok) {
      if (running.some(({ exitCode }) => exitCode !== null)) throw new Error(`The product ended: ${logs.join('')}`);
      await sleep(10);
    }
  };
  const stop = async () => {
    const ended = running.map((child) => new Promise((done) => child.once('exit', done)));
    for (const child of running) child.kill('SIGTERM');
    await Promise.all(ended);
  };
  await answers();
  return {
    port,
    firstAnswerSeconds: (performance.now() - started) / 1000,
    pid: () => running[0].pid,
    stop,
    async restart() {
      await stop();
      const begun = performance.now();
      running = launch();
      await answers();
      return (performance.now() - begun) / 1000;
    },
  };
}

async function startAndIdle(product, lines) {
  const seconds = await product.restart();
  // For a while after its start a process still tidies up and compiles: that is not idling.
  await sleep(15_000);
  const status = readFileSync(`/proc/${product.pid()}/status`, 'utf8');
  const megabytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  const cpu = () => {
    const fields = readFileSync(`/proc/${product.pid()}/stat`, 'utf8').split(') ')[1].split(' ');
    return Number(fields[11]) + Number(fields[12]);
  };
  const before = cpu();
  await sleep(10_000);
  const percent = (cpu() - before) / 10; // ticks of 10 ms in 10 s
  console.log(
    `embedded: first answer after ${seconds.toFixed(2)} s (budget 1.5), idle ${megabytes.toFixed(0)} MB (budget 150), idle CPU ${percent.toFixed(1)} % of a core`,
  );
  lines.push({
    what: `embedded: start ${seconds.toFixed(2)} s, idle ${megabytes.toFixed(0)} MB, ${percent.toFixed(1)} % CPU`,
    product: '',
    bare: '',
    ratio: '',
    budget: '1.5 s, 150 MB',
    kept: seconds <= 1.5 && megabytes < 150 && percent < 0.5 ? 'yes' : 'NO',
    p50: '',
    p99: '',
  });
}

async function call(port, method, path, body, headers = {}) {
  const response = await fetch(`http://127.0.0.1:${port}/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return {
    body: text === '' ? null : JSON.parse(text),
    cookies: response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]),
  };
}

/** A project with a collection of `rows` documents under document permissions, and a user with a session. */
async function seed(port, rows) {
  const run = Math.random().toString(36).slice(2, 7);
  const email = `bench${run}@example.test`;
  await call(port, 'POST', '/account', { userId: 'unique()', email, password: 'a long password' });
  const { cookies } = await call(port, 'POST', '/account/sessions/email', { email, password: 'a long password' });
  const console_ = { cookie: cookies.join('; ') };
  const { body: team } = await call(port, 'POST', '/teams', { teamId: 'unique()', name: 'Bench' }, console_);
  const { body: project } = await call(
    port,
    'POST',
    '/projects',
    { projectId: 'unique()', name: 'Bench', teamId: team.$id, region: 'default' },
    console_,
  );
  const scopes = [
    'databases.read',
    'databases.write',
    'collections.read',
    'collections.write',
    'documents.read',
    'documents.write',
    'health.read',
  ];
  const { body: key } = await call(port, 'POST', `/projects/${project.$id}/keys`, { name: 'Bench', scopes }, console_);
  const server = { 'x-appwrite-project': project.$id, 'x-appwrite-key': key.secret };
  await call(port, 'POST', '/databases', { databaseId: 'db', name: 'Bench' }, server);
  const collection = '/databases/db/collections/things';
  await call(
    port,
    'POST',
    '/databases/db/collections',
    {
      collectionId: 'things',
      name: 'Things',
      permissions: ['create("users")', 'read("users")', 'update("users")'],
      documentSecurity: true,
    },
    server,
  );
  await call(port, 'POST', `${collection}/attributes/string`, { key: 'title', size: 255, required: false }, server);
  await call(port, 'POST', `${collection}/attributes/integer`, { key: 'count', required: false }, server);
  await call(port, 'POST', `${collection}/attributes/float`, { key: 'ratio', required: false }, server);
  await call(port, 'POST', `${collection}/attributes/boolean`, { key: 'done', required: false }, server);
  const settled = async (list) => {
    while (
      (await call(port, 'GET', `${collection}/${list}`, undefined, server)).body[list].some(
        ({ status }) => status !== 'available',
      )
    )
      await sleep(50);
  };
  await settled('attributes');
  await call(
    port,
    'POST',
    `${collection}/indexes`,
    { key: 'byCount', type: 'key', attributes: ['count'], orders: ['ASC'] },
    server,
  );
  await settled('indexes');
  for (let at = 0; at < rows; at += 50) {
    await Promise.all(
      Array.from({ length: Math.min(50, rows - at) }, (_, n) =>
        call(
          port,
          'POST',
          `${collection}/documents`,
          {
            documentId: `d${at + n}`,
            data: { title: `Title ${at + n}`, count: (at + n) % 1000, ratio: (at + n) / 7, done: (at + n) % 2 === 1 },
            permissions: ['read("any")'],
          },
          server,
        ),
      ),
    );
  }
  const userEmail = `user${run}@example.test`;
  const named = { 'x-appwrite-project': project.$id };
  await call(port, 'POST', '/account', { userId: 'unique()', email: userEmail, password: 'a long password' }, named);
  const session = await call(
    port,
    'POST',
    '/account/sessions/email',
    { email: userEmail, password: 'a long password' },
    named,
  );
  return {
    run,
    base: `/v1${collection}/documents`,
    bulk: `/v1${collection}/bulk`,
    parents: '/v1/databases/db/collections/parents/documents',
    transactions: '/v1/databases/db/transactions',
    server,
    headers: { 'X-Appwrite-Project': project.$id, Cookie: session.cookies[0] },
    logIn: {
      headers: { 'X-Appwrite-Project': project.$id },
      body: JSON.stringify({ email: userEmail, password: 'a long password' }),
    },
    health: { 'X-Appwrite-Project': project.$id, 'X-Appwrite-Key': key.secret },
  };
}

/** Parents with ten children each, readable by users, made in large requests. */
async function seedRelated(port, { server }, count) {
  const of = (id) => `/databases/db/collections/${id}`;
  for (const collectionId of ['parents', 'children']) {
    const permissions = ['read("users")'];
    await call(port, 'POST', '/databases/db/collections', { collectionId, name: collectionId, permissions }, server);
    const text = { key: 'title', size: 255, required: false };
    await call(port, 'POST', `${of(collectionId)}/attributes/string`, text, server);
  }
  const relation = {
    relatedCollectionId: 'children',
    type: 'oneToMany',
    twoWay: true,
    key: 'children',
    twoWayKey: 'parent',
  };
  await call(port, 'POST', `${of('parents')}/attributes/relationship`, relation, server);
  const isOpen = async (id) =>
    (await call(port, 'GET', `${of(id)}/attributes`, undefined, server)).body.attributes.every(
      ({ status }) => status === 'available',
    );
  while (!((await isOpen('parents')) && (await isOpen('children')))) await sleep(50);
  for (let at = 0; at < count; at += 50) {
    const documents = Array.from({ length: 50 }, (_, n) => ({
      $id: `p${at + n}`,
      title: `Parent ${at + n}`,
      children: Array.from({ length: 10 }, (_, child) => ({ title: `Child ${child} of ${at + n}` })),
    }));
    await call(port, 'POST', `${of('parents')}/bulk`, { documents }, server);
  }
}

const SIZES = [1000, 10_000, 100_000, 1_000_000];
/** Documents with the same value, so that a page and its total are as large in every table. */
const ALIKE = 30;

/** The same point reads and pages by index while the table grows: both should hardly notice. */
async function grow({ product, seeded, profile, load, toProduct, lines }) {
  const { server } = seeded;
  const collection = '/databases/db/collections/grown';
  const send = (method, path, body) => call(product.port, method, path, body, server);
  await send('POST', '/databases/db/collections', { collectionId: 'grown', name: 'Grown', documentSecurity: true });
  await send('POST', `${collection}/attributes/string`, { key: 'title', size: 255, required: false });
  await send('POST', `${collection}/attributes/integer`, { key: 'count', required: false });
  const isOpen = async (list) =>
    (await send('GET', `${collection}/${list}`)).body[list].every(({ status }) => status === 'available');
  while (!(await isOpen('attributes'))) await sleep(50);
  await send('POST', `${collection}/indexes`, { key: 'byCount', type: 'key', attributes: ['count'] });
  while (!(await isOpen('indexes'))) await sleep(50);
  const first = new Map();
  for (let size = 0, at = 0; at < SIZES.length; at++) {
    const begun = performance.now();
    const before = size;
    for (; size < SIZES[at]; size += 1000) {
      const documents = Array.from({ length: 1000 }, (_, n) => ({
        $id: `g${size + n}`,
        title: `Title ${size + n}`,
        count: Math.floor((size + n) / ALIKE),
        $permissions: ['read("users")'],
      }));
      await send('POST', `${collection}/bulk`, { documents });
    }
    console.log(
      `${profile}: ${size - before} documents in requests of 1,000: ${Math.round(((size - before) / (performance.now() - begun)) * 1000)} a second`,
    );
    // What the writes have told of is worked on first: it is no part of what a read costs.
    for (const queue of ['webhooks', 'logs'])
      while ((await call(product.port, 'GET', `/health/queue/${queue}`, undefined, seeded.health)).body.size > 0)
        await sleep(200);
    await sleep(2000);
    const random = (below) => Math.floor(Math.random() * below);
    const page = () =>
      `queries[]=${encodeURIComponent(`equal("count", [${random(size / ALIKE)}])`)}&queries[]=${encodeURIComponent('orderAsc("count")')}&queries[]=limit(25)`;
    const path = `/v1${collection}/documents`;
    for (const [what, make] of [
      ['get', () => ({ method: 'GET', path: `${path}/g${random(size)}` })],
      ['list', () => ({ method: 'GET', path: `${path}?${page()}` })],
    ]) {
      const [{ rate, p50, p99 }] = await load([toProduct(Array.from({ length: 1000 }, make))], false);
      if (!first.has(what)) first.set(what, rate);
      const ratio = rate / first.get(what);
      console.log(`${profile}: ${what} of ${size} rows: ${Math.round(rate)}/s, ratio to the first ${ratio.toFixed(2)}`);
      lines.push({
        what: `${profile}: growth, ${what} of ${size} rows (to ${SIZES[0]})`,
        product: Math.round(rate),
        bare: Math.round(first.get(what)),
        ratio: ratio.toFixed(2),
        budget: '0.77',
        kept: ratio >= 1 / 1.3 ? 'yes' : 'NO',
        p50: p50.toFixed(2),
        p99: p99.toFixed(2),
      });
    }
  }
}

function keepWriting(port, path, headers, run) {
  let stopped = false;
  let at = 0;
  const loop = (async () => {
    while (!stopped) {
      await fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ documentId: `w${run}${at++}`, data: { title: 'Again', count: 5000 } }),
      });
      await sleep(2);
    }
  })();
  return async () => {
    stopped = true;
    await loop;
  };
}
