/** What each kind of job takes away. Source: workers.md §5. */
import {
  CONSOLE_NUMBER,
  type Connections,
  readSettings,
  relationSchema,
  removeProjectRow,
  removeTeamRows,
  removeUserRows,
  tableOf,
} from '@plinth/core';
import {
  type Collection,
  homeOf,
  isoTime,
  type Purge,
  purge,
  type SystemName,
  type SystemRow,
  tables,
} from '@plinth/database';
import { broadcasts, collections, type DeleteJob } from '@plinth/definitions';
import { ageOf } from './age.js';

export interface Context extends Pick<Connections, 'store' | 'bus' | 'callers' | 'publish'> {
  /** Tells that a long job is still at work. */
  readonly progress: () => Promise<void>;
}

type JobOf<T extends DeleteJob['type']> = Extract<DeleteJob, { type: T }>;

const YEAR_SECONDS = 31_536_000;
const PAGE = 100;

/** Rows of the console that belong to a project. */
const CHILDREN: readonly SystemName[] = ['keys', 'platforms', 'webhooks', 'domains'];

/** Does the job and gives how many rows went. */
export async function remove(context: Context, job: DeleteJob): Promise<number> {
  switch (job.type) {
    case 'project':
      return removeProject(context, job);
    case 'database':
      return removeDatabase(context, job);
    case 'collection':
      return removeCollection(context, job);
    case 'user':
      return removeUser(context, job);
    case 'team':
      return removeTeam(context, job);
    case 'auditOf':
      return removeAudits(context, job.project, job.resource);
    case 'audits':
      return clear(context, 'audit', { before: { attribute: 'time', time: job.before } });
    case 'tokens':
      return clear(context, 'tokens', { before: { attribute: 'expire', time: job.before } });
    case 'realtime':
      return clear(context, 'realtime', { before: { attribute: 'timestamp', time: job.before } });
    case 'sessions':
      return removeSessions(context);
    case 'counters':
      return 0; // they expire by themselves in the cache
  }
}

const clear = ({ store, progress }: Context, name: SystemName, which: Purge) => purge(store, name, which, progress);

async function removeProject(context: Context, { project, projectId }: JobOf<'project'>): Promise<number> {
  if (project === CONSOLE_NUMBER) throw new Error('The console is no project that could be deleted.');
  let count = 0;
  // Its own row and keys are gone already, unless a team took its projects with it.
  count += await clear(context, 'projects', { project: CONSOLE_NUMBER, where: { $internalId: project } });
  for (const name of CHILDREN)
    count += await clear(context, name, { project: CONSOLE_NUMBER, where: { projectInternalId: project } });
  context.bus.broadcast(broadcasts.invalidate, 'project', { kind: 'project', projectId });
  for await (const row of relationshipsOf(context, project, {})) await dropLinks(context, project, row);
  for await (const row of collectionsOf(context, project, {})) await dropTables(context, project, row.$internalId);
  // The rows that name its tables go when the tables are gone.
  for (const name of Object.keys(collections) as SystemName[]) count += await clear(context, name, { project });
  return count;
}

async function removeDatabase(context: Context, job: JobOf<'database'>): Promise<number> {
  const { project, database, databaseId } = job;
  let count = 0;
  for await (const row of relationshipsOf(context, project, { databaseInternalId: database }))
    await dropLinks(context, project, row);
  for await (const row of collectionsOf(context, project, { databaseInternalId: database })) {
    const message = { kind: 'collection', project, databaseId, collectionId: row.$id } as const;
    context.bus.broadcast(broadcasts.invalidate, 'collection', message);
    await dropTables(context, project, row.$internalId);
  }
  for (const name of ['attributes', 'indexes', 'collections'] as const)
    count += await clear(context, name, { project, where: { databaseInternalId: database } });
  return count + (await removeAudits(context, project, `database/${databaseId}`));
}

async function removeCollection(context: Context, job: JobOf<'collection'>): Promise<number> {
  const { project, databaseId, collection, collectionId } = job;
  for await (const row of relationshipsOf(context, project, { collectionInternalId: collection })) {
    await dropLinks(context, project, row);
    await dropLinkColumn(context, project, row);
  }
  await dropTables(context, project, collection);
  let count = 0;
  for (const name of ['attributes', 'indexes'] as const)
    count += await clear(context, name, { project, where: { collectionInternalId: collection } });
  return count + (await removeAudits(context, project, `database/${databaseId}/collection/${collectionId}`));
}

/** What was too much for the transaction that deleted the user, or came while it ran. A page is a write of its own. */
async function removeUser({ store, progress }: Context, { project, user }: JobOf<'user'>): Promise<number> {
  for (let count = 0; ; ) {
    const { value } = await store.write((transaction) => removeUserRows(transaction.in(project), user));
    if (value === 0) return count;
    count += value;
    await progress();
  }
}

/** What was too much for the transaction that deleted the team, or came while it ran. A page is a write of its own. */
async function removeTeam(context: Context, job: JobOf<'team'>): Promise<number> {
  const { store, progress } = context;
  const { project, team } = job;
  for (let count = 0; ; ) {
    let users: { project: number; userId: string }[] = [];
    const { value } = await store.write(
      async (transaction) => {
        const userIds = await removeTeamRows(transaction.in(project), team);
        users = userIds.map((userId) => ({ project, userId }));
        return userIds.length;
      },
      () => context.callers.raise(users),
    );
    if (value === 0) return count + (project === CONSOLE_NUMBER ? await removeProjectsOf(context, job) : 0);
    await context.callers.raise(users);
    for (const user of users) context.bus.broadcast(broadcasts.control, String(project), { kind: 'user', ...user });
    count += value;
    await progress();
  }
}

/** Each project of a deleted team of the console goes by a write and a job of its own. */
async function removeProjectsOf({ store, bus, publish, progress }: Context, job: JobOf<'team'>): Promise<number> {
  const where = { teamId: job.teamId, teamInternalId: job.team };
  for (let count = 0; ; count++) {
    const { value: project, messages } = await store.write(async (transaction) => {
      const owned = transaction.in(CONSOLE_NUMBER);
      const found = await owned.findOne('projects', where, { lock: true });
      return found && removeProjectRow(owned, found.$id);
    });
    if (!project) return count;
    const { $id: projectId, $internalId: number } = project;
    publish(messages);
    bus.broadcast(broadcasts.invalidate, 'project', { kind: 'project', projectId });
    bus.broadcast(broadcasts.control, String(number), { kind: 'project', project: number, projectId });
    await progress();
  }
}

/** Oldest first, by pages; rows stay as they are. */
async function* collectionsOf(
  { store }: Context,
  project: number,
  where: Readonly<Record<string, number>>,
): AsyncGenerator<SystemRow<'collections'>> {
  for (let after = 0; ; ) {
    const rows = await store.in(project).findAll('collections', where, PAGE, after);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.$internalId;
  }
}

async function* relationshipsOf(
  { store }: Context,
  project: number,
  where: Readonly<Record<string, number>>,
): AsyncGenerator<SystemRow<'attributes'>> {
  for (let after = 0; ; ) {
    const rows = await store.in(project).findAll('attributes', { ...where, type: 'relationship' }, PAGE, after);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.$internalId;
  }
}

/** The table of links of a many-to-many relation. */
async function dropLinks({ store }: Context, project: number, row: SystemRow<'attributes'>): Promise<void> {
  const { type, links } = relationSchema(project, row);
  if (type === 'manyToMany') await store.engine.alter(store.engine.dialect.dropTables([links]));
}

/** The column that a relation of a deleted collection has in the table of another one, which stays. */
async function dropLinkColumn(context: Context, project: number, row: SystemRow<'attributes'>): Promise<void> {
  const { store } = context;
  const relation = relationSchema(project, row);
  if (homeOf(relation) !== 'other') return;
  const collection = bare(context, project, relation.other);
  const present = await tables.columnsOf(store.engine, collection);
  await store.engine.alter(tables.dropRelation({ relation, collection }, present));
}

async function dropTables(context: Context, project: number, collection: number): Promise<void> {
  const { store, progress } = context;
  await store.engine.alter(tables.dropTables(bare(context, project, collection)));
  await progress();
}

/** A collection of which nothing but its number is known any more. */
function bare({ store }: Context, project: number, collection: number): Collection {
  return store.compile({
    table: tableOf(project, collection),
    shared: false,
    scope: null,
    attributes: [],
    indexes: [],
    permissions: [],
    documentSecurity: true,
    strict: true,
    version: 0,
    constants: {},
  });
}

/** Audit rows of a resource and of everything below it, except those of whatever has its ID now. */
async function removeAudits(context: Context, project: number, resource: string): Promise<number> {
  const time = await ageOf(context.store.in(project), resource);
  const rest = { project, ...(time === null ? {} : { before: { attribute: 'time', time } }) };
  const own = await clear(context, 'audit', { ...rest, where: { resource } });
  const below = { attribute: 'resource', text: `${resource}/` };
  return own + (await clear(context, 'audit', { ...rest, startsWith: below }));
}

/** Sessions that are older than their project lets them become. */
async function removeSessions(context: Context): Promise<number> {
  const before = (seconds: number) => ({ attribute: '$createdAt', time: isoTime(Date.now() - seconds * 1000) });
  let count = await clear(context, 'sessions', { project: CONSOLE_NUMBER, before: before(YEAR_SECONDS) });
  for (let after = 0; ; ) {
    // Nothing but the settings is read: sealed values of one project must not keep the others from being cleared.
    const rows = await context.store.in(CONSOLE_NUMBER).findAll('projects', {}, PAGE, after, ['auths']);
    for (const { $internalId: project, auths } of rows) {
      const seconds = readSettings(auths, {}).sessionSeconds;
      count += await clear(context, 'sessions', { project, before: before(seconds) });
    }
    const last = rows.at(-1);
    if (!last) return count;
    after = last.$internalId;
    await context.progress();
  }
}
