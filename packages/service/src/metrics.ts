import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { addProcessMetrics } from './process-metrics.js';
import type { Metrics } from './service.js';
import { limitTime } from './time-limit.js';

const PREFIX = 'plinth_';
const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const READ_MILLISECONDS_MAX = 3_000;
/** Of one histogram, looked up ahead; labels name routes and statuses, so there are few. */
const SERIES_MAX = 5_000;

/**
 * Metrics of one process; every name begins with `plinth_`. Services that share a process share a counter or histogram
 * of the same name.
 */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  addProcessMetrics(registry);

  return {
    counter(name, help, labels = []) {
      const counter = obtain(
        counters,
        prefixed(name),
        (full) => new Counter({ name: full, help, labelNames: [...labels], registers: [registry] }),
      );
      return { add: (values = {}, by = 1) => counter.inc(values, by) };
    },
    histogram(name, help, labels = []) {
      const histogram = obtain(histograms, prefixed(name), (full) => {
        const labelNames = [...labels];
        return new Histogram({ name: full, help, labelNames, buckets: BUCKETS_SECONDS, registers: [registry] });
      });
      // Finding the series of some labels costs more than the observation: each is looked up once.
      const series = new Map<string, { observe(seconds: number): void }>();
      return {
        observe(seconds, values = {}) {
          const name = labels.length === 0 ? '' : Object.values(values).join('\n');
          let known = series.get(name);
          if (!known) {
            known = histogram.labels(values);
            if (series.size < SERIES_MAX) series.set(name, known);
          }
          known.observe(seconds);
        },
      };
    },
    gauge(name, help, read) {
      const gauge = new Gauge({
        name: prefixed(name),
        help,
        registers: [registry],
        async collect() {
          gauge.set(await figureOf(read));
        },
      });
    },
    text: () => registry.metrics(),
  };
}

const prefixed = (name: string): string => (name.startsWith(PREFIX) ? name : `${PREFIX}${name}`);

function obtain<Value>(known: Map<string, Value>, name: string, make: (name: string) => Value): Value {
  const value = known.get(name) ?? make(name);
  known.set(name, value);
  return value;
}

/** One figure that cannot be read must not hide the others: Prometheus knows NaN as "not known". */
async function figureOf(read: () => number | Promise<number>): Promise<number> {
  try {
    return await limitTime(Promise.resolve(read()), READ_MILLISECONDS_MAX);
  } catch {
    return Number.NaN;
  }
}
