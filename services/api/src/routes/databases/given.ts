/** Databases for tests, made through the routes, and the worker's part of it. */
import { failSchemaJob, isPermanent, reasonOf, runSchemaJob } from '@plinth/core';
import { messages, type SchemaJob } from '@plinth/definitions';
import { type Answer, makeWorld, type Scenario, type World } from '../../scenarios.js';

export const inThings = { databaseId: 'db', collectionId: 'things' };
const things = '/v1/databases/db/collections/things';

/** Calls a route below `/v1` with the project's key, and expects it to work. */
export async function make(world: World, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await world.call({ method, path: `/v1${path}`, as: 'key', body });
  if (answer.status >= 300) throw new Error(`${method} ${path} gave ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

export const givenDatabase = (world: World): Promise<Answer> =>
  make(world, 'POST', '/databases', { databaseId: 'db', name: 'DB' });

/** The database `db` with the empty collection `things`. */
export async function givenThings(world: World): Promise<void> {
  await givenDatabase(world);
  await make(world, 'POST', '/databases/db/collections', { collectionId: 'things', name: 'Things' });
}

export const createIn = (world: World, tail: string, body: unknown): Promise<Answer> =>
  world.call({ method: 'POST', path: `${things}/${tail}`, as: 'key', body });

export const changeIn = (world: World, tail: string, body: unknown): Promise<Answer> =>
  world.call({ method: 'PATCH', path: `${things}/${tail}`, as: 'key', body });

export const deleteIn = (world: World, tail: string): Promise<Answer> =>
  world.call({ method: 'DELETE', path: `${things}/${tail}`, as: 'key' });

export const readIn = (world: World, tail: string): Promise<Answer> =>
  world.call({ method: 'GET', path: `${things}/${tail}`, as: 'key' });

/** A text attribute of `things`, as soon as it can be used. */
export async function givenText(world: World, key: string, rest: object = {}): Promise<void> {
  await expectAccepted(createIn(world, 'attributes/string', { key, size: 100, required: false, ...rest }));
  await settle(world);
}

export async function givenIndex(world: World, key: string, type: string, attributes: string[]): Promise<void> {
  await expectAccepted(createIn(world, 'indexes', { key, type, attributes }));
  await settle(world);
}

export async function givenDocuments(world: World, ...data: object[]): Promise<void> {
  for (const [at, each] of data.entries()) {
    const answer = await createIn(world, 'documents', { documentId: `d${at}`, data: each });
    if (answer.status !== 201) throw new Error(`The document was refused: ${JSON.stringify(answer.body)}`);
  }
}

async function expectAccepted(answering: Promise<Answer>): Promise<void> {
  const { status, body } = await answering;
  if (status !== 202) throw new Error(`It was refused: ${status} ${JSON.stringify(body)}`);
}

/** How far each world's jobs are done; the first one tells whether they are still the same jobs. */
const progress = new WeakMap<World, { first: string; done: number }>();

/** Does the jobs that the calls so far have left to the worker. Each is done twice, as may happen to a worker. */
export async function settle(world: World): Promise<void> {
  for (;;) {
    const jobs = schemaJobs(world);
    const first = JSON.stringify(jobs[0]);
    const known = progress.get(world);
    const done = known && known.first === first ? known.done : 0;
    const job = jobs[done];
    if (!job) return;
    for (let delivery = 1; delivery <= 2; delivery++) await work(world, job);
    progress.set(world, { first, done: done + 1 });
  }
}

async function work({ connections }: World, job: SchemaJob): Promise<void> {
  try {
    await runSchemaJob(connections, job, async () => undefined);
  } catch (error) {
    if (!isPermanent(error)) throw error;
    await failSchemaJob(connections, job, reasonOf(error));
  }
}

export const schemaJobs = (world: World): SchemaJob[] =>
  world.jobs
    .filter(({ name }) => name === messages.schema.name)
    .map(({ body }) => body as SchemaJob)
    .filter(({ project }) => project === world.project.$internalId);

type Values = Readonly<Record<string, unknown>>;

/** What everybody without a key is told, and who names a database that is not in the project. */
export const refusalsInDatabase = (params: Values): Scenario[] => [
  ...(['guest', 'user'] as const).map((as) => ({
    name: `a ${as} is refused`,
    as,
    params,
    expect: { status: 401, type: 'general_unauthorized_scope' },
  })),
  {
    name: 'a database that is not there is refused',
    as: 'key',
    params: { ...params, databaseId: 'nowhere' },
    expect: { status: 404, type: 'database_not_found' },
  },
  {
    name: 'the database of another project is not there',
    as: 'key',
    given: ({ connections, api }) => givenElsewhere(connections, api),
    params,
    expect: { status: 404, type: 'database_not_found' },
  },
];

/** The same, and who names a collection that is not in the database. */
export const refusalsInCollection = (params: Values): Scenario[] => [
  ...refusalsInDatabase(params),
  {
    name: 'a collection that is not there is refused',
    as: 'key',
    given: givenThings,
    params: { ...params, collectionId: 'nowhere' },
    expect: { status: 404, type: 'collection_not_found' },
  },
];

async function givenElsewhere(connections: World['connections'], api: World['api']): Promise<void> {
  await givenThings(await makeWorld({ connections, api, recorded: [], frames: [], stop: async () => undefined }));
}

/** Names of the changes that the calls so far have told of, without the numbers of attributes and indexes. */
export const eventsOf = (world: World): (string | undefined)[] =>
  world.changes.map(({ events }) => events[0]?.replace(/\.\d+_\d+_/, '.'));
