import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openSqlite } from './adapters/sqlite/engine.js';
import { Store } from './store.js';

const cipher = { seal: (text: string) => text, open: (text: string) => text };

it('tables of an earlier version keep their rows and get what they lack', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-'));
  const engine = openSqlite({ file: join(folder, 'plinth.sqlite'), synchronous: 'normal' });
  const store = await Store.open(engine, { cipher });
  const platform = {
    $permissions: [],
    projectId: 'p',
    projectInternalId: 1,
    type: 'web',
    name: 'Site',
    key: '',
    store: '',
    hostname: 'app.test',
  };
  await store.write((tx) => tx.in(0).create('platforms', { ...platform, $id: 'before' }));
  await engine.alter([
    ...engine.dialect.dropColumn('s_platforms', ['store', 'hostname']),
    ...engine.dialect.dropTables(['s_tokens']),
    "UPDATE schema_version SET version = 1 WHERE name = 'system'",
  ]);
  const opened = await Store.open(engine, { cipher });
  expect(await opened.in(0).get('platforms', 'before')).toMatchObject({ name: 'Site', projectId: 'p' });
  await opened.write((tx) => tx.in(0).create('platforms', { ...platform, $id: 'after', store: 'a store' }));
  expect(await opened.in(0).get('platforms', 'after')).toMatchObject({ store: 'a store', hostname: 'app.test' });
  expect(await opened.in(0).count('tokens')).toBe(0);
  await opened.close();
  rmSync(folder, { recursive: true });
});
