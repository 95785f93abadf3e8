import { Socket } from 'node:net';

type Done = (error?: Error | null) => void;

/**
 * A socket that sends what was written in one turn as one piece. Statements of a transaction go out without waiting for
 * each other: so they are one system call here, and wake the server once.
 */
export class GatheringSocket extends Socket {
  #isGathering = false;

  override write(data: Uint8Array | string, done?: Done): boolean;
  override write(data: Uint8Array | string, encoding?: BufferEncoding, done?: Done): boolean;
  override write(data: Uint8Array | string, second?: BufferEncoding | Done, done?: Done): boolean {
    if (!this.#isGathering) {
      this.#isGathering = true;
      this.cork();
      process.nextTick(() => {
        this.#isGathering = false;
        this.uncork();
      });
    }
    return typeof second === 'function' ? super.write(data, second) : super.write(data, second, done);
  }
}
