import { setTimeout as sleep } from 'node:timers/promises';
import type { BusLog, MessageStore } from './bus.js';

const GATHER_MILLISECONDS = 10;
const RETRY_MILLISECONDS = 1000;

/** Deletes the rows of messages that need them no more: together, a little later, and again where the store fails. */
export class Removal {
  #ids: string[] = [];
  #gathering: Promise<void> | null = null;
  readonly #running = new Set<Promise<void>>();

  constructor(
    private readonly store: Pick<MessageStore, 'remove'>,
    private readonly log: BusLog,
    /** Called once the rows of these messages are gone. */
    private readonly removed: (ids: readonly string[]) => void = () => undefined,
  ) {}

  add(id: string): void {
    this.#ids.push(id);
    this.#gathering ??= this.#gather();
  }

  /** Resolves when every row named so far was tried to be deleted, at least once. */
  async tried(): Promise<void> {
    await Promise.all([this.#gathering, ...this.#running]);
  }

  async #gather(): Promise<void> {
    await sleep(GATHER_MILLISECONDS);
    this.#gathering = null;
    const run = this.#remove(this.#ids.splice(0));
    this.#running.add(run);
    await run;
    this.#running.delete(run);
  }

  async #remove(ids: readonly string[]): Promise<void> {
    try {
      await this.store.remove(ids);
      this.removed(ids);
    } catch (error) {
      this.log.warn({ error, count: ids.length }, 'done messages could not be removed yet');
      setTimeout(() => {
        for (const id of ids) this.add(id);
      }, RETRY_MILLISECONDS).unref();
    }
  }
}
