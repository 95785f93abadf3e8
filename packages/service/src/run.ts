import type { EventEmitter } from 'node:events';
import type { Configuration } from '@plinth/definitions';
import { ConfigurationError, type Environment, type ReadConfiguration } from './configuration.js';
import type { Connect, Service, Surroundings } from './service.js';
import { type Launch, launch, readChecked, type StartOptions, surround } from './start.js';

/** What `run` uses of a process. */
export interface ProcessLike {
  readonly env: Environment;
  readonly stderr: { write(text: string): unknown };
  on(event: string, listener: (value: unknown) => void): unknown;
  off(event: string, listener: (value: unknown) => void): unknown;
  exit(code: number): void;
}

export interface RunOptions extends StartOptions {
  /** Already read, as `readConfiguration` gives it; else the environment is read. */
  readonly config?: Configuration;
  readonly present?: ReadonlySet<string>;
  readonly process?: ProcessLike;
}

/**
 * The whole life of a process: resolves when the service serves (or when that failed and the process is on its way
 * out). SIGTERM and SIGINT stop it within `_APP_SHUTDOWN_SECONDS`, a second one at once; an error that nobody caught
 * stops it too, with exit code 1.
 */
export async function run<Connections extends Surroundings>(
  service: Service<Connections>,
  connect: Connect<Connections>,
  options: RunOptions = {},
): Promise<void> {
  const host = options.process ?? thisProcess();
  const read = readOrComplain(host, options);
  if (read === null) {
    host.exit(1);
    return;
  }

  const surroundings = surround(service.name, read, options.log);
  const launched = launch(service, connect, surroundings);
  const life = watch(host, surroundings, launched);
  try {
    await launched.started;
  } catch {
    // The log has the reason already.
    life.exit(1);
  }
}

function readOrComplain(host: ProcessLike, { config, present }: RunOptions): ReadConfiguration | null {
  if (config !== undefined) return { config, present: present ?? new Set() };
  try {
    return readChecked(host.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    host.stderr.write(`${error.message}\n`);
    return null;
  }
}

/** Ends the process on a signal or an error that nobody caught. */
function watch<Connections extends Surroundings>(
  host: ProcessLike,
  { config, log }: Surroundings,
  { started, hasBegun }: Launch<Connections>,
) {
  let isStopping = false;
  let hasExited = false;
  let exitCode = 0;
  let deadline: NodeJS.Timeout | undefined;

  const exit = (code: number): void => {
    if (hasExited) return;
    hasExited = true;
    clearTimeout(deadline);
    for (const [event, listener] of listeners) host.off(event, listener);
    host.exit(code);
  };

  const stop = async (): Promise<void> => {
    isStopping = true;
    const { shutdownSeconds } = config.server;
    deadline = setTimeout(() => {
      log.error({ seconds: shutdownSeconds }, 'not stopped in time');
      exit(1);
    }, shutdownSeconds * 1_000);
    try {
      // Nothing is in hand while it still waits for its servers, and they may never come.
      const running = hasBegun() ? await started.catch(() => null) : undefined;
      await running?.stop();
      if (running === null) exitCode = 1;
      log.info('stopped');
    } catch (error) {
      log.error({ error }, 'could not stop in order');
      exitCode = 1;
    }
    exit(exitCode);
  };

  const onSignal = (signal: string) => (): void => {
    if (isStopping) {
      exit(1);
      return;
    }
    log.info({ signal }, 'stopping');
    void stop();
  };
  const onFault =
    (message: string) =>
    (error: unknown): void => {
      log.fatal({ error }, message);
      exitCode = 1;
      if (!isStopping) void stop();
    };

  const listeners: readonly (readonly [string, (value: unknown) => void])[] = [
    ['SIGTERM', onSignal('SIGTERM')],
    ['SIGINT', onSignal('SIGINT')],
    ['uncaughtException', onFault('an error that nobody caught')],
    ['unhandledRejection', onFault('a rejection that nobody caught')],
  ];
  for (const [event, listener] of listeners) host.on(event, listener);
  return { exit };
}

function thisProcess(): ProcessLike {
  const emitter: EventEmitter = process;
  return {
    env: process.env,
    stderr: process.stderr,
    on: (event, listener) => emitter.on(event, listener),
    off: (event, listener) => emitter.off(event, listener),
    exit: (code) => process.exit(code),
  };
}
