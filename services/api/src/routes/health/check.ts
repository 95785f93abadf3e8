/** How a part that something depends on is asked. Source: avatars-locale-health.md §3. */
import { AppError } from '@plinth/definitions';

export interface Passed {
  readonly status: 'pass';
  /** Whole milliseconds that the part took to answer. */
  readonly ping: number;
}

/** Runs the probe; whatever it fails with is a 500 whose cause the log has. */
export async function check(probe: () => Promise<unknown>): Promise<Passed> {
  const started = performance.now();
  await orFail(probe);
  return { status: 'pass', ping: Math.round(performance.now() - started) };
}

/** What the probe gives. Here even an unreachable server is a 500, which clients of health checks expect. */
export async function orFail<T>(probe: () => Promise<T>): Promise<T> {
  try {
    return await probe();
  } catch (error) {
    throw new AppError('general_server_error', { cause: error });
  }
}
