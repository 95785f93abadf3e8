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
for (const of of [fold, foldWhole]) {
  const name = of === fold ? 'fold' : 'fold_whole';
  database.function(name, { deterministic: true }, (value) => (typeof value === 'string' ? of(value) : value));
}

// The same folding as fold.ts; fold.test.ts compares them.
function fold(text) {
  const folded = foldWhole(text);
  return folded.endsWith(' ') ? folded.replace(/ +$/, '') : folded;
}

function foldWhole(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII as a whole
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  const plain = withoutMarks(text.toLowerCase()).toUpperCase().toLowerCase();
  return withoutMarks(plain).replaceAll('ς', 'σ');
}

function withoutMarks(text) {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '');
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
