/** Gathers what arrives one by one, so that it is stored together and in the order of its arrival. */

export interface BatchOptions<Item> {
  /** Most items of one batch. */
  readonly max: number;
  /** How long the first item waits for others. */
  readonly milliseconds: number;
  readonly run: (items: readonly Item[]) => Promise<void>;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class Batches<Item> {
  readonly #waiting: Waiting<Item>[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running = false;

  constructor(private readonly options: BatchOptions<Item>) {}

  /** Resolves when the batch that the item became part of is done, and rejects when that failed. */
  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#plan();
    });
  }

  #plan(): void {
    if (this.#running || this.#waiting.length === 0) return;
    const { max, milliseconds } = this.options;
    if (this.#waiting.length >= max || milliseconds === 0) void this.#run();
    else this.#timer ??= setTimeout(() => void this.#run(), milliseconds);
  }

  /** One batch after the other: what came first is stored first. */
  async #run(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running = true;
    const batch = this.#waiting.splice(0, this.options.max);
    try {
      await this.options.run(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    this.#running = false;
    this.#plan();
  }
}
