import { it } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { openSqlite } from '../adapters/sqlite/engine.js';
import { Store } from '../store.js';
it('x', async () => {
  const engine = openSqlite({ file: mkdtempSync('/tmp/plx-') + '/a.sqlite', synchronous: 'normal' });
  const store = await Store.open(engine, { cipher: { seal: (x: string) => x, open: (x: string) => x } });
  void store;
  const e = engine as never as Record<string, unknown>;
  void e;
  await new Promise((r) => setTimeout(r, 1500));
  const t = Date.now();
  await engine.close();
  process.stderr.write(`close ${Date.now() - t}\n`);
}, 20000);
