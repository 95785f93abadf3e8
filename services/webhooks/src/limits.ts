import { messages } from '@plinth/definitions';

/** Every number that a delivery depends on, so that tests need not wait as long as people do. */
export interface Limits {
  /** Pauses after the first, second, ... attempt, in seconds; the last one repeats. */
  readonly delaysSeconds: readonly number[];
  readonly connectMilliseconds: number;
  /** From the start of a request to its answer. */
  readonly totalMilliseconds: number;
  /** Requests to one host at once, in one process. */
  readonly perHost: number;
  /** How long a delivery waits for its turn before it makes room for those to other hosts. */
  readonly waitMilliseconds: number;
  /** When a delivery that made room comes back. */
  readonly returnMilliseconds: number;
  /** Failures in a row after which a webhook is only probed. */
  readonly failuresMax: number;
  readonly probeMilliseconds: number;
}

/** Source: webhooks.md §3. */
export const LIMITS: Limits = {
  delaysSeconds: messages.webhook.delaysSeconds,
  connectMilliseconds: 5_000,
  totalMilliseconds: 15_000,
  perHost: 10,
  waitMilliseconds: 2_000,
  returnMilliseconds: 15_000,
  failuresMax: 20,
  probeMilliseconds: 300_000,
};
