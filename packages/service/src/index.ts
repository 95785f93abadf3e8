export { all } from './all.js';
export {
  ConfigurationError,
  checkSecrets,
  type Environment,
  type Profile,
  profileOf,
  type ReadConfiguration,
  readConfiguration,
} from './configuration.js';
export { createHealth } from './health.js';
export { createLog, type LogOptions } from './log.js';
export { createMetrics } from './metrics.js';
export { openProbeServer, type ProbeServer } from './probe-server.js';
export { type ProcessLike, type RunOptions, run } from './run.js';
export type {
  Connect,
  Counter,
  Health,
  Histogram,
  Log,
  Metrics,
  Service,
  Stop,
  Surroundings,
} from './service.js';
export { type Started, type StartOptions, start } from './start.js';
