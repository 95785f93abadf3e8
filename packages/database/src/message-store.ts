/** The table of messages: outbox of every profile, queue of the embedded one, dead letters. Shape: RULINGS.md §1.2. */
import type { Engine } from './engine.js';
import type { SqlRow } from './sql.js';
import type { StoredMessage } from './unit-of-work.js';

const COLUMNS = 'id, name, part, body, due, attempts';
const READY = 0;
const DEAD = 1;

export interface DeadMessage extends StoredMessage {
  readonly error: string;
}

const read = (row: SqlRow): StoredMessage => ({
  id: String(row[0]),
  name: String(row[1]),
  key: String(row[2]),
  body: String(row[3]),
  due: Number(row[4]),
  attempts: Number(row[5]),
});

export class MessageStore {
  constructor(private readonly engine: Engine) {}

  /** Live messages that are due, the oldest first; `skip` leaves out those already in hand. */
  async due(now: number, limit: number): Promise<StoredMessage[]> {
    const rows = await this.engine.all(
      `SELECT ${COLUMNS} FROM messages WHERE state = ${READY} AND due <= ? ORDER BY due, id LIMIT ${limit}`,
      [now],
    );
    return rows.map(read);
  }

  /** When the next message is due after `now`, unix milliseconds; null when none is. */
  async nextDue(now: number): Promise<number | null> {
    const rows = await this.engine.all(`SELECT MIN(due) FROM messages WHERE state = ${READY} AND due > ?`, [now]);
    const due = rows[0]?.[0] ?? null;
    return due === null ? null : Number(due);
  }

  /** Inserts messages outside a transaction of documents; the same ID twice is one message. */
  async insert(messages: readonly StoredMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await this.engine.transaction(async (connection) => {
      for (const { id, name, key, body, due, attempts } of messages) {
        await connection.run(
          `${this.engine.dialect.insertIgnore} messages (id, name, part, body, due, attempts, state)
            VALUES (?, ?, ?, ?, ?, ?, ${READY})`,
          [id, name, key, body, due, attempts],
        );
      }
    });
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += 500) {
      const slice = ids.slice(at, at + 500);
      await this.engine.transaction(async (connection) => {
        await connection.run(`DELETE FROM messages WHERE id IN (${slice.map(() => '?').join(', ')})`, slice);
      });
    }
  }

  async postpone(id: string, due: number, attempts: number, error: string): Promise<void> {
    await this.engine.transaction(async (connection) => {
      await connection.run('UPDATE messages SET due = ?, attempts = ?, error = ? WHERE id = ?', [
        due,
        attempts,
        error.slice(0, 1000),
        id,
      ]);
    });
  }

  async bury(message: StoredMessage, error: string): Promise<void> {
    await this.engine.transaction(async (connection) => {
      await connection.run('DELETE FROM messages WHERE id = ?', [message.id]);
      await connection.run(
        `INSERT INTO messages (id, name, part, body, due, attempts, state, error)
          VALUES (?, ?, ?, ?, ?, ?, ${DEAD}, ?)`,
        [message.id, message.name, message.key, message.body, Date.now(), message.attempts, error.slice(0, 1000)],
      );
    });
  }

  /** Dead messages by id; `after` is the last id of the page before. */
  async dead(name: string, limit: number, after = ''): Promise<DeadMessage[]> {
    const rows = await this.engine.all(
      `SELECT ${COLUMNS}, error FROM messages
        WHERE state = ${DEAD} AND name = ? AND id > ? ORDER BY id LIMIT ${limit}`,
      [name, after],
    );
    return rows.map((row) => ({ ...read(row), error: String(row[6] ?? '') }));
  }

  async deadSize(name: string): Promise<number> {
    const rows = await this.engine.all(`SELECT COUNT(*) FROM messages WHERE state = ${DEAD} AND name = ?`, [name]);
    return Number(rows[0]?.[0] ?? 0);
  }

  async revive(id: string): Promise<void> {
    await this.engine.transaction(async (connection) => {
      await connection.run(`UPDATE messages SET state = ${READY}, attempts = 0, due = ? WHERE id = ?`, [
        Date.now(),
        id,
      ]);
    });
  }

  /** Dead messages that were buried before a time vanish. */
  async forget(before: number): Promise<void> {
    await this.engine.transaction(async (connection) => {
      await connection.run(`DELETE FROM messages WHERE state = ${DEAD} AND due < ?`, [before]);
    });
  }

  /** Live messages of this name that wait here, those with a later due time left out. */
  async size(name: string): Promise<number> {
    const rows = await this.engine.all(
      `SELECT COUNT(*) FROM messages WHERE state = ${READY} AND name = ? AND due <= ?`,
      [name, Date.now()],
    );
    return Number(rows[0]?.[0] ?? 0);
  }
}
