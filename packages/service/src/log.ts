import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino';
import { describeError, isError, REDACTED, redactFields, SECRET_KEYS } from './redact.js';
import type { Log } from './service.js';
import { formatLine } from './text-line.js';

/** Lines are written together: at this size, or this long after the first of them. */
const BUFFER_BYTES = 8_192;
const FLUSH_MILLISECONDS = 50;

export interface LogOptions {
  readonly service: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Plain text for people instead of JSON. */
  readonly development: boolean;
  /** Takes each line with its line break; the standard output when left out. */
  readonly write?: (line: string) => void;
}

const describeIfError = (value: unknown): unknown => (isError(value) ? describeError(value) : value);

/** What is bound to a child log does not pass `formatters.log`, only these. */
const serializers = {
  ...Object.fromEntries(SECRET_KEYS.map((key) => [key, () => REDACTED])),
  err: describeIfError,
  error: describeIfError,
};

/** Logs without a service, by the logs made from them: a line must not name two services. */
const roots = new WeakMap<Log, Log>();

/** One JSON line an entry: `time`, `level`, `service`, `message` and what the call adds. */
export function createLog({ service, level, development, write }: LogOptions): Log {
  const sink = write === undefined ? openOutput() : { write };
  const stream = development ? { ...sink, write: (line: string) => sink.write(formatLine(line)) } : sink;
  const root: Log = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      errorKey: 'error',
      serializers,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (word) => ({ level: word }), log: redactFields },
    },
    stream,
  );
  return serviceLog(root, service);
}

/** The same log in the name of another service. */
export function serviceLog(log: Log, service: string): Log {
  const root = roots.get(log) ?? log;
  const named = root.child({ service });
  roots.set(named, root);
  return named;
}

/**
 * The standard output, buffered: at thousands of requests a second a system call a line would cost more than the line.
 * What is left is written when the process exits, whichever way it does.
 */
function openOutput(): DestinationStream & { flushSync(): void } {
  const output = destination({ dest: 1, sync: false, minLength: BUFFER_BYTES });
  let timer: NodeJS.Timeout | undefined;
  return {
    write(line) {
      output.write(line);
      if (timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        output.flush();
      }, FLUSH_MILLISECONDS);
      timer.unref();
    },
    flushSync: () => output.flushSync(),
  };
}
