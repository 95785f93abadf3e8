import type { Health, Log } from './service.js';
import { limitTime } from './time-limit.js';

const PROBE_MILLISECONDS_MAX = 3_000;

/** Checks run together; whoever asks while they run gets the same answer. */
export function createHealth(log: Log): Health {
  const probes = new Map<string, () => Promise<void>>();
  let running: ReturnType<Health['ready']> | undefined;

  const isFailing = async (name: string, probe: () => Promise<void>): Promise<boolean> => {
    try {
      await limitTime(probe(), PROBE_MILLISECONDS_MAX);
      return false;
    } catch (error) {
      log.warn({ check: name, error }, 'not ready');
      return true;
    }
  };

  const runProbes = async () => {
    const names = [...probes.keys()];
    const results = await Promise.all([...probes].map(([name, probe]) => isFailing(name, probe)));
    const failing = names.filter((_, index) => results[index]);
    return { ready: failing.length === 0, failing };
  };

  return {
    check(name, probe) {
      probes.set(name, probe);
    },
    ready() {
      running ??= runProbes().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}
