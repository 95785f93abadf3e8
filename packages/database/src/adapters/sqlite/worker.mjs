/**
 * Runs one statement list at a time on a connection of its own, so that what takes long does not stop the main
 * thread. Plain JavaScript: worker threads load it both from the sources and from the build.
 */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const database = new Database(workerData.file);
database.pragma('busy_timeout = 30000');
database.pragma(`synchronous = ${workerData.synchronous}`);
database.defaultSafeIntegers(true);
database.function('fold', { deterministic: true }, (value) => (typeof value === 'string' ? fold(value) : value));

// The same folding as fold.ts; the contract test compares them.
function fold(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII as a whole
  const folded = /^[\x00-\x7f]*$/.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .toUpperCase()
        .toLowerCase()
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '');
  return folded.endsWith(' ') ? folded.replace(/ +$/, '') : folded;
}

parentPort.on('message', ({ id, kind, statements }) => {
  try {
    if (kind === 'alter') {
      database.exec('BEGIN IMMEDIATE');
      for (const { sql } of statements) database.exec(sql);
      database.exec('COMMIT');
      parentPort.postMessage({ id, rows: [] });
    } else {
      const [{ sql, values }] = statements;
      parentPort.postMessage({ id, rows: database.prepare(sql).raw(true).all(values) });
    }
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    parentPort.postMessage({ id, error: { code: error.code, message: error.message } });
  }
});
