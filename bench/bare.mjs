// The smallest servers that do the same work: the references of every ratio. `node bare.mjs KIND PORT`, with KIND
// empty, express, mariadb or sqlite. They check no permission, write no outbox and know one table.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , kind, port] = process.argv;
// The packages that own the drivers lend them, so that both sides run the same version.
const lend = (owner) => createRequire(join(import.meta.dirname, '..', 'packages', owner, 'package.json'));
const env = process.env;

const columns = 'title, count, ratio, done, _uid, _created, _updated, _perms';
const documentOf = (row) => ({
  title: row[0],
  count: Number(row[1]),
  ratio: row[2],
  done: Number(row[3]) === 1,
  $id: row[4],
  $createdAt: row[5],
  $updatedAt: row[6],
  $permissions: JSON.parse(row[7]),
});

function read(request) {
  return new Promise((resolve) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString() || '{}')));
  });
}

async function mariadbStore() {
  const mariadb = lend('database')('mariadb');
  const pool = mariadb.createPool({
    host: env._APP_DB_HOST,
    port: Number(env._APP_DB_PORT),
    user: env._APP_DB_USER,
    password: env._APP_DB_PASS,
    database: env._APP_DB_SCHEMA,
    connectionLimit: 16,
    rowsAsArray: true,
    dateStrings: true,
    prepareCacheLength: 512,
  });
  const { createClient } = lend('cache')('redis');
  const redis = createClient({ socket: { host: env._APP_REDIS_HOST, port: Number(env._APP_REDIS_PORT) } });
  await redis.connect();
  await redis.set('bare-session', JSON.stringify({ user: 'x' }));
  return {
    session: () => redis.get('bare-session'),
    all: (sql, values) => pool.execute(sql, values),
    run: (sql, values) => pool.execute(sql, values),
    async atOnce(work) {
      const connection = await pool.getConnection();
      await connection.query('BEGIN');
      await work((sql, values) => connection.execute(sql, values));
      await connection.query('COMMIT');
      void connection.release();
    },
    now: () => new Date().toISOString().slice(0, 23).replace('T', ' '),
  };
}

function sqliteStore() {
  const Database = lend('database')('better-sqlite3');
  const database = new Database(join(env._APP_DATA, 'bare.sqlite'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = normal');
  const statements = new Map();
  const prepare = (sql) => {
    if (!statements.has(sql)) statements.set(sql, database.prepare(sql));
    return statements.get(sql);
  };
  const sessions = new Map([['bare-session', JSON.stringify({ user: 'x' })]]);
  return {
    session: () => sessions.get('bare-session'),
    all: (sql, values) => prepare(sql).raw(true).all(values),
    run: (sql, values) => prepare(sql).run(values),
    async atOnce(work) {
      prepare('BEGIN IMMEDIATE').run();
      work((sql, values) => prepare(sql).run(values));
      prepare('COMMIT').run();
    },
    now: () => new Date().toISOString(),
  };
}

async function storeHandler() {
  const store = kind === 'mariadb' ? await mariadbStore() : sqliteStore();
  const id = kind === 'mariadb' ? 'BIGINT AUTO_INCREMENT PRIMARY KEY' : 'INTEGER PRIMARY KEY';
  const time = kind === 'mariadb' ? 'DATETIME(3)' : 'TEXT';
  await store.run('DROP TABLE IF EXISTS bare', []);
  await store.run(
    `CREATE TABLE bare (_id ${id}, _uid VARCHAR(36) UNIQUE, _created ${time}, _updated ${time}, _perms TEXT, title VARCHAR(255), count BIGINT, ratio DOUBLE, done INT)`,
    [],
  );
  await store.run('CREATE INDEX bare_count ON bare (count)', []);
  const insert =
    'INSERT INTO bare (_uid, _created, _updated, _perms, title, count, ratio, done) VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
  const rows = Number(env.BENCH_ROWS);
  for (let at = 0; at < rows; at++) {
    const now = store.now();
    await store.run(insert, [`d${at}`, now, now, '["read(\\"any\\")"]', `Title ${at}`, at % 1000, at / 7, at % 2]);
  }
  await store.run('DROP TABLE IF EXISTS bare_child', []);
  await store.run(
    `CREATE TABLE bare_child (_id ${id}, parent BIGINT, _uid VARCHAR(36) UNIQUE, title VARCHAR(255))`,
    [],
  );
  await store.run('CREATE INDEX bare_parent ON bare_child (parent)', []);
  for (let at = 0; at < Math.min(rows / 10, 1000); at++)
    for (let child = 0; child < 10; child++)
      await store.run('INSERT INTO bare_child (parent, _uid, title) VALUES (?, ?, ?)', [
        at + 1,
        `c${at}-${child}`,
        `Child ${child} of ${at}`,
      ]);
  const order = 'ORDER BY count, _id LIMIT 25';
  return async (request, response) => {
    await store.session();
    const [path, query = ''] = request.url.split('?');
    let result;
    if (request.method === 'GET' && path === '/list') {
      const from = Number(query);
      const page = await store.all(`SELECT ${columns} FROM bare WHERE count >= ? ${order}`, [from]);
      const [[total]] = await store.all('SELECT COUNT(*) FROM (SELECT 1 FROM bare WHERE count >= ? LIMIT 5000) q', [
        from,
      ]);
      result = { total: Number(total), documents: page.map(documentOf) };
    } else if (request.method === 'GET' && path === '/related') {
      const parents = await store.all(`SELECT _id, ${columns} FROM bare ORDER BY _id LIMIT 25 OFFSET ?`, [
        Number(query),
      ]);
      const numbers = parents.map(([number]) => Number(number));
      const children = await store.all(
        `SELECT parent, _uid, title FROM bare_child WHERE parent IN (${numbers.map(() => '?').join(', ')}) ORDER BY parent, _id`,
        numbers,
      );
      const documents = parents.map((row) => ({ ...documentOf(row.slice(1)), children: [] }));
      for (const [parent, $id, title] of children)
        documents[numbers.indexOf(Number(parent))].children.push({ $id, title });
      result = { total: rows, documents };
    } else if (request.method === 'POST' && (path === '/bulk' || path === '/steps')) {
      const { documents, steps } = await read(request);
      const now = store.now();
      const given = documents ?? steps.map(({ documentId, data }) => ({ $id: documentId, ...data }));
      const values = ({ $id, title, count, ratio = null, done }) => [
        $id,
        now,
        now,
        '[]',
        title,
        count,
        ratio,
        done ? 1 : 0,
      ];
      await store.atOnce((run) => Promise.all(given.map((document) => run(insert, values(document)))));
      result = {
        documents: given.map((document) => ({ ...document, $createdAt: now, $updatedAt: now, $permissions: [] })),
      };
    } else if (request.method === 'GET') {
      const [row] = await store.all(`SELECT ${columns} FROM bare WHERE _uid = ?`, [path.slice(1)]);
      result = documentOf(row);
    } else if (request.method === 'POST') {
      const { documentId, data } = await read(request);
      const now = store.now();
      await store.run(insert, [documentId, now, now, '[]', data.title, data.count, data.ratio, data.done ? 1 : 0]);
      result = { ...data, $id: documentId, $createdAt: now, $updatedAt: now, $permissions: [] };
    } else {
      const { data } = await read(request);
      await store.run('UPDATE bare SET count = ?, _updated = ? WHERE _uid = ?', [
        data.count,
        store.now(),
        path.slice(1),
      ]);
      const [row] = await store.all(`SELECT ${columns} FROM bare WHERE _uid = ?`, [path.slice(1)]);
      result = documentOf(row);
    }
    const body = JSON.stringify(result);
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
  };
}

let handler = (_request, response) => {
  response.writeHead(200, { 'Content-Length': 0 });
  response.end();
};
if (kind === 'express') {
  const express = lend('../services/api')('express');
  const app = express();
  app.get('/', (_request, response) => response.json({ status: 'pass', ping: 0 }));
  handler = app;
} else if (kind !== 'empty') handler = await storeHandler();

createServer(handler).listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
