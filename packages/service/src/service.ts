/** The life of a process: read configuration, connect, start, answer health, stop in reverse on a signal. */
import type { Configuration } from '@plinth/definitions';
import type { Logger } from 'pino';

export type Log = Logger;

/** What every service may use beside what `connect` opened. */
export interface Surroundings {
  readonly config: Configuration;
  /** Names of the variables that the environment gave a value: only a host that is among them counts as configured. */
  readonly present: ReadonlySet<string>;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly health: Health;
}

export interface Counter {
  add(labels?: Readonly<Record<string, string>>, by?: number): void;
}

export interface Histogram {
  /** Seconds. */
  observe(seconds: number, labels?: Readonly<Record<string, string>>): void;
}

export interface Metrics {
  counter(name: string, help: string, labels?: readonly string[]): Counter;
  histogram(name: string, help: string, labels?: readonly string[]): Histogram;
  /** `read` is called when the metrics are asked for. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  /** Prometheus text. */
  text(): Promise<string>;
}

/** What `/readyz` asks. A check that rejects makes the process unready; the reason is logged, not sent. */
export interface Health {
  check(name: string, probe: () => Promise<void>): void;
  ready(): Promise<{ ready: boolean; failing: string[] }>;
}

export type Stop = () => Promise<void>;

/** A process, or a part of one. `start` resolves when it serves; the returned function stops it. */
export interface Service<Connections extends Surroundings> {
  readonly name: string;
  start(connections: Connections): Promise<Stop>;
}

/** Opens what services need, in order; `close` ends it in reverse. */
export type Connect<Connections extends Surroundings> = (
  surroundings: Surroundings,
) => Promise<{ connections: Connections; close: Stop }>;
