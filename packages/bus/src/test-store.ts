/** A message store in memory for the tests of the bus. Like a database it answers later, and sometimes not at all. */
import { setImmediate as turn } from 'node:timers/promises';
import type { DeadMessage, Message, MessageStore } from './bus.js';

interface Stored extends Message {
  readonly dead: boolean;
  readonly error: string;
}

export class TestStore implements MessageStore {
  /** While set, every call is refused. */
  failing = false;
  /** Names of the calls that were refused. */
  readonly refused = new Set<string>();
  /** Awaited before rows are removed. */
  beforeRemove: () => Promise<void> = async () => undefined;
  readonly #rows = new Map<string, Stored>();
  #next = 1;

  /** What a committed transaction leaves: a row, which the caller may then publish. */
  commit(name: string, body: unknown, { key = '', due = Date.now() }: { key?: string; due?: number } = {}): Message {
    const id = `m${String(this.#next++).padStart(6, '0')}`;
    const message: Message = { id, name, key, body: JSON.stringify(body), due, attempts: 0 };
    this.#put(message);
    return message;
  }

  /** Rows that are no dead letters, for looking at. */
  get live(): readonly Message[] {
    return [...this.#rows.values()].filter(({ dead }) => !dead);
  }

  /** Lets no time pass before a postponed row is due. */
  hasten(): void {
    for (const row of this.live) this.#put({ ...row, due: Date.now() - 10_000 });
  }

  #put(message: Message, dead = false, error = ''): void {
    this.#rows.set(message.id, { ...message, dead, error });
  }

  async #answer(call: string): Promise<void> {
    await turn();
    if (!this.failing) return;
    this.refused.add(call);
    throw new Error('The store is away.');
  }

  async due(now: number, limit: number): Promise<Message[]> {
    await this.#answer('due');
    const rows = this.live.filter(({ due }) => due <= now);
    return rows.sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1)).slice(0, limit);
  }

  async nextDue(now: number): Promise<number | null> {
    await this.#answer('nextDue');
    const times = this.live.map(({ due }) => due).filter((due) => due > now);
    return times.length ? Math.min(...times) : null;
  }

  async insert(messages: readonly Message[]): Promise<void> {
    await this.#answer('insert');
    for (const message of messages) if (!this.#rows.has(message.id)) this.#put(message);
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.beforeRemove();
    await this.#answer('remove');
    for (const id of ids) this.#rows.delete(id);
  }

  async postpone(id: string, due: number, attempts: number, error: string): Promise<void> {
    await this.#answer('postpone');
    const row = this.#rows.get(id);
    if (row) this.#put({ ...row, due, attempts }, false, error);
  }

  async bury(message: Message, error: string): Promise<void> {
    await this.#answer('bury');
    this.#put(message, true, error);
  }

  async dead(name: string, limit: number): Promise<DeadMessage[]> {
    await this.#answer('dead');
    return [...this.#rows.values()].filter((row) => row.dead && row.name === name).slice(0, limit);
  }

  async revive(id: string): Promise<void> {
    await this.#answer('revive');
    const row = this.#rows.get(id);
    if (row) this.#put({ ...row, attempts: 0, due: Date.now() });
  }

  async size(name: string): Promise<number> {
    await this.#answer('size');
    return this.live.filter((row) => row.name === name && row.due <= Date.now()).length;
  }
}
