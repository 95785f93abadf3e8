import { type Connections, connect } from '@plinth/core';
import type { DeadMessage } from '@plinth/database';
import { messages } from '@plinth/definitions';
import {
  ConfigurationError,
  createHealth,
  createLog,
  createMetrics,
  type Environment,
  profileOf,
  readConfiguration,
} from '@plinth/service';
import type { Arguments } from '../arguments.js';
import { type Command, failure, type Outcome, success, UsageError } from '../command.js';

const CONNECT_MILLISECONDS_MAX = 30_000;
const PAGE = 100;
const PEEK_LIMIT = 10;
const PEEK_LIMIT_MAX = 1000;
const BODY_CHARACTERS_MAX = 400;

type Action = (connections: Connections, name: string, options: Arguments['options']) => Promise<Outcome>;

const actions = new Map<string, Action>([
  ['peek', peek],
  ['retry', retry],
  ['purge', purge],
]);

export const queue: Command = {
  name: 'queue',
  usage: 'status | peek QUEUE [--limit=N] | retry QUEUE [--id=ID] | purge QUEUE [--id=ID]',
  summary: 'What waits, and what was given up: to look at, to try again or to throw away.',
  options: ['id', 'limit'],
  async run({ words, options }, environment) {
    const [verb = '', name = ''] = words;
    if (verb === 'status') return connected(environment, status);
    const action = actions.get(verb);
    if (action === undefined) throw new UsageError(verb === '' ? 'Say what to do.' : `queue cannot ${verb}.`);
    const names = queues.map((each) => each.name);
    if (!names.includes(name)) {
      throw new UsageError(`${name === '' ? 'Name a queue' : `There is no queue ${name}`}: ${names.join(', ')}.`);
    }
    return connected(environment, (connections) => action(connections, name, options));
  },
};

/** A topic is one queue for each of its consumers; its own name holds what could not be published at all. */
const queues: readonly { readonly name: string; readonly isTopic: boolean }[] = Object.values(messages).flatMap(
  (message) => [
    { name: message.name, isTopic: message.kind === 'topic' },
    ...('consumers' in message ? message.consumers : []).map((consumer) => ({
      name: `${message.name}/${consumer}`,
      isTopic: false,
    })),
  ],
);

async function status({ bus, store }: Connections): Promise<Outcome> {
  const rows = await Promise.all(
    queues.map(async ({ name, isTopic }) => [
      name,
      isTopic ? '-' : String(await bus.size(name)),
      String(await store.messages.deadSize(name)),
    ]),
  );
  return success(table([['queue', 'waiting', 'dead'], ...rows]));
}

async function peek({ store }: Connections, name: string, options: Arguments['options']): Promise<Outcome> {
  const limit = limitOf(options.get('limit'));
  const dead = await store.messages.dead(name, limit);
  if (dead.length === 0) return success([`${name} has no dead messages.`]);
  return success(
    dead.flatMap(({ id, due, attempts, error, body }) => [
      `${id}  given up ${new Date(due).toISOString()} after ${attempts} attempts`,
      `    ${error}`,
      `    ${body.length > BODY_CHARACTERS_MAX ? `${body.slice(0, BODY_CHARACTERS_MAX)}…` : body}`,
    ]),
  );
}

async function retry({ store }: Connections, name: string, options: Arguments['options']): Promise<Outcome> {
  const count = await eachDead(store, name, options.get('id'), async (page) => {
    for (const { id } of page) await store.messages.revive(id);
  });
  return concluded(count, name, options.get('id'), 'will be tried again');
}

async function purge({ store }: Connections, name: string, options: Arguments['options']): Promise<Outcome> {
  const count = await eachDead(store, name, options.get('id'), (page) =>
    store.messages.remove(page.map(({ id }) => id)),
  );
  return concluded(count, name, options.get('id'), 'thrown away');
}

/** Goes over the dead messages of a queue page by page, or over the one that is meant; gives their number. */
async function eachDead(
  { messages: stored }: Connections['store'],
  name: string,
  onlyId: string | undefined,
  work: (page: readonly DeadMessage[]) => Promise<void>,
): Promise<number> {
  let count = 0;
  for (let after = '', size = PAGE; size === PAGE; ) {
    const page = await stored.dead(name, PAGE, after);
    const meant = onlyId === undefined ? page : page.filter(({ id }) => id === onlyId);
    await work(meant);
    count += meant.length;
    size = page.length;
    after = page.at(-1)?.id ?? after;
  }
  return count;
}

function concluded(count: number, name: string, onlyId: string | undefined, done: string): Outcome {
  if (onlyId !== undefined && count === 0) return failure([`${name} has no dead message ${onlyId}.`]);
  return success([`${count} dead ${count === 1 ? 'message' : 'messages'} of ${name}: ${done}.`]);
}

function limitOf(given: string | undefined): number {
  if (given === undefined) return PEEK_LIMIT;
  const limit = Number(given);
  if (/^\d+$/.test(given) && limit >= 1 && limit <= PEEK_LIMIT_MAX) return limit;
  throw new UsageError(`--limit is a whole number from 1 to ${PEEK_LIMIT_MAX}.`);
}

async function connected(
  environment: Environment | undefined,
  work: (connections: Connections) => Promise<Outcome>,
): Promise<Outcome> {
  const { config, present } = readConfiguration(environment);
  // Its lines are for a person: only what goes wrong, as text.
  const log = createLog({ service: 'tasks', level: 'error', development: true });
  const surroundings = { config, present, log, metrics: createMetrics(), health: createHealth(log) };
  const opened = await inTime(connect(surroundings)).catch((error: unknown) => {
    if (!(error instanceof ConfigurationError) || profileOf(config, present) !== 'embedded') throw error;
    throw new ConfigurationError([
      ...error.faults,
      'The queues of a running embedded server are its own: stop it first.',
    ]);
  });
  if (opened === undefined) {
    const seconds = CONNECT_MILLISECONDS_MAX / 1000;
    return failure([`Not every server answered within ${seconds} s; \`plinth doctor\` tells which.`]);
  }
  try {
    return await work(opened.connections);
  } finally {
    await opened.close();
  }
}

/** Undefined when it takes too long: the servers are waited for without end. */
async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), CONNECT_MILLISECONDS_MAX);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
