import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from './adapters/sqlite/engine.js';
import { databaseContract } from './contract.js';

databaseContract('SQLite', async () =>
  openSqlite({ file: join(mkdtempSync(join(tmpdir(), 'plinth-')), 'plinth.sqlite'), synchronous: 'normal' }),
);
