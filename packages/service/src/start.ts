import {
  ConfigurationError,
  checkSecrets,
  type Environment,
  profileOf,
  type ReadConfiguration,
  readConfiguration,
} from './configuration.js';
import { createHealth } from './health.js';
import { createLog } from './log.js';
import { createMetrics } from './metrics.js';
import { openProbeServer } from './probe-server.js';
import type { Connect, Log, Service, Stop, Surroundings } from './service.js';
import { stopper } from './stopper.js';
import { limitTime } from './time-limit.js';

export interface StartOptions {
  /** Instead of one to the standard output. */
  readonly log?: Log;
}

export interface Started<Connections extends Surroundings> {
  readonly connections: Connections;
  /** Where `/healthz`, `/readyz` and `/metrics` are; null when they are off. */
  readonly probePort: number | null;
  /** Ends the service, then its connections. */
  readonly stop: Stop;
}

/** Starts a service inside this process, which stays the caller's: no signals, no exit. */
export async function start<Connections extends Surroundings>(
  service: Service<Connections>,
  connect: Connect<Connections>,
  env: Environment = process.env,
  { log }: StartOptions = {},
): Promise<Started<Connections>> {
  return await launch(service, connect, surround(service.name, readChecked(env), log)).started;
}

/** The configuration, refused when its secrets are not fit for use either. */
export function readChecked(env: Environment): ReadConfiguration {
  const read = readConfiguration(env);
  const faults = checkSecrets(read.config, read.present);
  if (faults.length > 0) throw new ConfigurationError(faults);
  return read;
}

export function surround(name: string, { config, present }: ReadConfiguration, given?: Log): Surroundings {
  const { logLevel: level } = config.server;
  const log = given ?? createLog({ service: name, level, development: config.general.env === 'development' });
  return { config, present, log, metrics: createMetrics(), health: createHealth(log) };
}

export interface Launch<Connections extends Surroundings> {
  readonly started: Promise<Started<Connections>>;
  /** Whether the service itself has begun to start, so that there may be work in hand. */
  hasBegun(): boolean;
}

/** Probe server, connections, service: in this order, so that a process that waits for its database can be asked. */
export function launch<Connections extends Surroundings>(
  service: Service<Connections>,
  connect: Connect<Connections>,
  surroundings: Surroundings,
): Launch<Connections> {
  const { config, present, health, log } = surroundings;
  const startedAt = performance.now();
  let stage: 'connecting' | 'starting' | 'serving' | 'stopping' = 'connecting';
  health.check('process', async () => {
    if (stage !== 'serving') throw new Error(`The process is ${stage}.`);
  });

  const begin = async (): Promise<Started<Connections>> => {
    const stops = stopper();
    try {
      const probe = await openProbe(surroundings);
      if (probe !== null) stops.add(probe.close);
      const { connections, close } = await connect(surroundings);
      stops.add(close);
      stage = 'starting';
      stops.add(await service.start(connections));
      stage = 'serving';
      log.info({ profile: profileOf(config, present), ms: Math.round(performance.now() - startedAt) }, 'ready');
      const stop = (): Promise<void> => {
        stage = 'stopping';
        return stops.stop();
      };
      return { connections, probePort: probe?.port ?? null, stop };
    } catch (error) {
      log.fatal({ error }, 'could not start');
      await limitTime(stops.stopAfterFailure(log), config.server.shutdownSeconds * 1_000).catch((late: unknown) => {
        log.error({ error: late }, 'not stopped in time');
      });
      throw error;
    }
  };
  return { started: begin(), hasBegun: () => stage !== 'connecting' };
}

async function openProbe({ config, health, metrics, log }: Surroundings) {
  const { metricsHost: host, metricsPort: port } = config.server;
  return port > 0 ? await openProbeServer({ host, port, health, metrics, log }) : null;
}
