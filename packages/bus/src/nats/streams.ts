import type { Queue, Topic } from '@plinth/definitions';

const TIMEOUT_MILLISECONDS = 5000;

export interface MissingStreamsOptions {
  readonly servers: string;
  readonly user: string;
  readonly password: string;
  readonly prefix: string;
  readonly queues: readonly Queue<unknown>[];
  readonly topics: readonly Topic<unknown>[];
}

export const streamName = (prefix: string, name: string): string => `${prefix}_${name}`.toUpperCase();

/** The streams of a queue or topic; what one consumer of a topic could not do yet has a stream of its own. */
const streamsOf = ({ kind, name }: Queue<unknown> | Topic<unknown>): string[] =>
  kind === 'topic' ? [name, `${name}_again`] : [name];

/** Names of the streams that are not there. Only looks, and rejects at once when the server does not answer. */
export async function missingStreams(options: MissingStreamsOptions): Promise<string[]> {
  const { connect } = await import('nats');
  const connection = await connect({
    servers: options.servers.split(',').map((server) => server.trim()),
    ...(options.user ? { user: options.user, pass: options.password } : {}),
    reconnect: false,
    timeout: TIMEOUT_MILLISECONDS,
  });
  try {
    const manager = await connection.jetstreamManager({ timeout: TIMEOUT_MILLISECONDS });
    const present = new Set<string>();
    for await (const name of manager.streams.names()) present.add(name);
    return [...options.queues, ...options.topics]
      .flatMap(streamsOf)
      .map((name) => streamName(options.prefix, name))
      .filter((name) => !present.has(name));
  } finally {
    await connection.close();
  }
}
