import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from '@plinth/database';

/** Reads the file of the embedded profile; a server that has it open is not disturbed. */
export async function looksAt(folder: string): Promise<string> {
  const file = join(folder, 'plinth.sqlite');
  if (!existsSync(file)) return 'not made yet; the first start makes it';
  const engine = openSqlite({ file, synchronous: 'normal' });
  try {
    await engine.all('SELECT COUNT(*) FROM messages');
    return file;
  } finally {
    await engine.close();
  }
}
