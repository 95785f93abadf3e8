import type { Log, Stop } from './service.js';

/** Collects what has to be stopped, to stop it in reverse. */
export interface Stopper {
  add(stop: Stop): void;
  /** Stops everything, once, whatever fails on the way; rejects with what failed. */
  readonly stop: Stop;
  /** Stops everything because something else failed, which is what counts: what fails now is only logged. */
  stopAfterFailure(log: Log): Promise<void>;
}

export function stopper(): Stopper {
  const stops: Stop[] = [];
  let stopping: Promise<void> | undefined;

  const stopAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const stop of stops.reverse()) {
      try {
        await stop();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, 'Several parts could not be stopped.');
  };

  const stop = (): Promise<void> => {
    stopping ??= stopAll();
    return stopping;
  };

  return {
    add: (one) => stops.push(one),
    stop,
    async stopAfterFailure(log) {
      try {
        await stop();
      } catch (error) {
        log.error({ error }, 'could not stop in order');
      }
    },
  };
}
