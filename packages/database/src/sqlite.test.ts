import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from './adapters/sqlite/engine.js';
import { databaseContract } from './contract.js';
import { databaseProperties } from './property.js';

const open = async () =>
  openSqlite({ file: join(mkdtempSync(join(tmpdir(), 'plinth-')), 'plinth.sqlite'), synchronous: 'normal' });

databaseContract('SQLite', open);
databaseProperties('SQLite', open);
