import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { openSqlite } from './adapters/sqlite/engine.js';
import { databaseContract } from './contract.js';
import { databaseProperties } from './property.js';
import { relationProperties } from './relations/property.js';

const folders: string[] = [];

const open = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-'));
  folders.push(folder);
  return openSqlite({ file: join(folder, 'plinth.sqlite'), synchronous: 'normal' });
};

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

databaseContract('SQLite', open);
databaseProperties('SQLite', open);
relationProperties('SQLite', open);
