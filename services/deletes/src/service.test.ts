import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connections, compile, connect, tableOf, testEnvironments } from '@plinth/core';
import { isoTime, newId, purge, type SystemName, type SystemRow, tables } from '@plinth/database';
import { broadcasts, collections, type DeleteJob, messages } from '@plinth/definitions';
import { type Started, start } from '@plinth/service';
import { remove } from './remove.js';
import { deletes } from './service.js';

const DAY = 86_400_000;
const ago = (milliseconds: number): string => isoTime(Date.now() - milliseconds);

async function eventually(check: () => void | Promise<void>, milliseconds = 15_000): Promise<void> {
  for (const end = Date.now() + milliseconds; ; await sleep(10)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

describe.each(testEnvironments(process.env))('deletes (%s)', (_, environment) => {
  let started: Started<Connections>;
  let connections: Connections;

  beforeAll(async () => {
    started = await start(deletes, connect, environment);
    connections = started.connections;
  });
  afterAll(() => started.stop());

  /** Runs a job to its end and gives how many rows went, twice: the second time there must be nothing left. */
  async function run(job: DeleteJob): Promise<number> {
    const context = { ...connections, progress: async () => undefined };
    const count = await remove(context, job);
    expect(await remove(context, job)).toBe(0);
    return count;
  }

  /** As `run`, for jobs over all projects: tests of others may leave old rows meanwhile. */
  async function runOverAll(job: DeleteJob): Promise<void> {
    const context = { ...connections, progress: async () => undefined };
    await remove(context, job);
    await remove(context, job);
  }

  async function makeProject(auths: Record<string, number> = {}, id = newId()): Promise<SystemRow<'projects'>> {
    const { value } = await connections.store.write((transaction) =>
      transaction.in(0).create('projects', { $id: id, teamId: 'team', teamInternalId: 1, name: 'Project', auths }),
    );
    return value;
  }

  async function makeDatabase(project: number, id = 'main') {
    const { value } = await connections.store.write((transaction) =>
      transaction.in(project).create('databases', { $id: id, name: 'Main', search: 'main' }),
    );
    return value;
  }

  /** A collection with an attribute, an index, its tables and a document. */
  async function makeCollection(project: number, database: SystemRow<'databases'>, id: string) {
    const { store } = connections;
    const of = { databaseInternalId: database.$internalId, databaseId: database.$id };
    const { value: row } = await store.write(async (transaction) => {
      const writer = transaction.in(project);
      const made = await writer.create('collections', {
        $id: id,
        ...of,
        name: id,
        enabled: true,
        documentSecurity: true,
      });
      const child = { ...of, collectionInternalId: made.$internalId, collectionId: id, status: 'available' };
      await writer.create('attributes', { $id: `${made.$internalId}_t`, ...child, key: 't', type: 'string', size: 20 });
      await writer.create('indexes', {
        $id: `${made.$internalId}_i`,
        ...child,
        key: 'i',
        type: 'key',
        attributes: ['t'],
      });
      return made;
    });
    const collection = compile(store, project, database.$id, row);
    await store.engine.alter(tables.createTables(collection));
    await store.write((transaction) =>
      transaction.in(project).create(collection, { $id: 'one', $permissions: ['read("any")'] }),
    );
    return row;
  }

  async function audit(project: number, resource: string, time = isoTime()): Promise<void> {
    await connections.store.write((transaction) =>
      transaction
        .in(project)
        .create('audit', { $id: newId(), userId: 'ann', userKind: 'user', event: 'e', resource, time }),
    );
  }

  const resources = async (project: number): Promise<string[]> =>
    (await connections.store.in(project).findAll('audit', {})).map(({ resource }) => resource).sort();

  async function hasTables(project: number, collection: number): Promise<boolean> {
    try {
      await connections.store.engine.all(`SELECT 1 FROM ${tableOf(project, collection)}_perm`);
      return true;
    } catch {
      return false; // the table is gone
    }
  }

  const counts = (project: number) =>
    Promise.all((Object.keys(collections) as SystemName[]).map((name) => connections.store.in(project).count(name)));

  it('take away everything of a project, and leave the one that has its ID now', async () => {
    const { store } = connections;
    const project = await makeProject();
    const number = project.$internalId;
    const posts = await makeCollection(number, await makeDatabase(number), 'posts');
    await audit(number, 'user/ann');
    await store.write(async (transaction) => {
      const writer = transaction.in(number);
      for (let at = 0; at < 620; at++)
        await writer.create('teams', { $id: `t${at}`, $permissions: ['read("any")'], name: 'Team', search: 'team' });
      const of = { projectId: project.$id, projectInternalId: number };
      await transaction.in(0).create('keys', { $id: newId(), ...of, name: 'Key', scopes: [], secret: 's', sdks: [] });
      await transaction.in(0).delete('projects', project.$id);
    });
    const again = await makeProject({}, project.$id);
    const other = await makeCollection(again.$internalId, await makeDatabase(again.$internalId), 'posts');
    await audit(again.$internalId, 'user/ann');
    const before = await counts(again.$internalId);
    expect(await run({ type: 'project', project: number, projectId: project.$id })).toBeGreaterThan(620);
    expect((await counts(number)).every((count) => count === 0)).toBe(true);
    expect(await store.in(0).count('keys', { projectInternalId: number })).toBe(0);
    const grants = await store.engine.all(
      'SELECT COUNT(*) FROM s_teams_perm p LEFT JOIN s_teams t ON t._id = p._doc WHERE t._id IS NULL',
    );
    expect(Number(grants[0]?.[0])).toBe(0);
    expect(await hasTables(number, posts.$internalId)).toBe(false);
    expect(await counts(again.$internalId)).toEqual(before);
    expect(await hasTables(again.$internalId, other.$internalId)).toBe(true);
    expect(await store.in(0).get('projects', project.$id)).toMatchObject({ $internalId: again.$internalId });
  });

  it('take the row and the keys of a project that went with its team', async () => {
    const { store, projects } = connections;
    const project = await makeProject();
    await projects.open(project.$id);
    await run({ type: 'project', project: project.$internalId, projectId: project.$id });
    await eventually(async () => expect(await projects.open(project.$id)).toBeNull());
    expect(await store.in(0).get('projects', project.$id)).toBeNull();
  });

  it('never take the console for a project', async () => {
    const context = { ...connections, progress: async () => undefined };
    const job = { type: 'project', project: 0, projectId: 'console' } as const;
    await expect(remove(context, job)).rejects.toThrow('console');
  });

  it('go on where a stopped one left off', async () => {
    const project = await makeProject();
    const number = project.$internalId;
    const database = await makeDatabase(number);
    const posts = await makeCollection(number, database, 'posts');
    const pages = await makeCollection(number, database, 'pages');
    let steps = 0;
    const progress = async () => {
      if (++steps === 1) throw new Error('stopped');
    };
    const job = { type: 'database', project: number, database: database.$internalId, databaseId: 'main' } as const;
    await expect(remove({ ...connections, progress }, job)).rejects.toThrow('stopped');
    expect(await connections.store.in(number).count('collections')).toBe(2);
    await run(job);
    expect(await connections.store.in(number).count('collections')).toBe(0);
    expect(await hasTables(number, posts.$internalId)).toBe(false);
    expect(await hasTables(number, pages.$internalId)).toBe(false);
  });

  it('take away a database with its collections, and leave the one that has its ID now', async () => {
    const { store } = connections;
    const number = (await makeProject()).$internalId;
    const database = await makeDatabase(number);
    const posts = await makeCollection(number, database, 'posts');
    for (const resource of ['database/main', 'database/main/collection/posts', 'database/main_2', 'database/mainx'])
      await audit(number, resource, ago(1000));
    await store.write((transaction) => transaction.in(number).delete('databases', 'main'));
    const again = await makeDatabase(number);
    const kept = await makeCollection(number, again, 'posts');
    await audit(number, 'database/main', ago(-1000));
    await run({ type: 'database', project: number, database: database.$internalId, databaseId: 'main' });
    expect(await resources(number)).toEqual(['database/main', 'database/main_2', 'database/mainx']);
    expect(await hasTables(number, posts.$internalId)).toBe(false);
    expect(await hasTables(number, kept.$internalId)).toBe(true);
    for (const name of ['databases', 'collections', 'attributes', 'indexes'] as const)
      expect(await store.in(number).count(name)).toBe(1);
  });

  it('take away what is left of a collection, and nothing of its neighbours', async () => {
    const { store } = connections;
    const number = (await makeProject()).$internalId;
    const database = await makeDatabase(number);
    const posts = await makeCollection(number, database, 'posts');
    const pages = await makeCollection(number, database, 'pages');
    const base = 'database/main/collection/posts';
    for (const resource of [base, `${base}/document/one`, 'database/main', `${base}2`]) await audit(number, resource);
    await store.write((transaction) =>
      transaction.in(number).delete('collections', 'posts', { scope: database.$internalId }),
    );
    const job = { project: number, databaseId: 'main', collection: posts.$internalId, collectionId: 'posts' };
    await run({ type: 'collection', ...job });
    expect(await resources(number)).toEqual(['database/main', `${base}2`]);
    expect(await hasTables(number, posts.$internalId)).toBe(false);
    expect(await hasTables(number, pages.$internalId)).toBe(true);
    expect(await store.in(number).findAll('attributes', {})).toMatchObject([{ collectionId: 'pages' }]);
    expect(await store.in(number).findAll('indexes', {})).toMatchObject([{ collectionId: 'pages' }]);
  });

  /** A deleted user of whom this much is left; the team of each membership counts as many members as there are. */
  async function leaveUser(
    project: number,
    user: number,
    { sessions = 0, tokens = 0, memberships = 0 },
  ): Promise<void> {
    const of = { userInternalId: user, userId: 'ann' };
    await connections.store.write(async (transaction) => {
      const writer = transaction.in(project);
      for (let at = 0; at < sessions; at++) await writer.create('sessions', { $id: newId(), ...of, secret: 's' });
      for (let at = 0; at < tokens; at++) await writer.create('tokens', { $id: newId(), ...of, type: 3, secret: 's' });
      for (let at = 0; at < memberships; at++) {
        const team = await writer.create('teams', { $id: newId(), name: 'Team', total: 3 });
        const place = { teamId: team.$id, teamInternalId: team.$internalId };
        await writer.create('memberships', { $id: newId(), ...of, ...place, confirm: at % 2 === 0 });
      }
    });
  }

  const totals = async (project: number): Promise<number[]> =>
    (await connections.store.in(project).findAll('teams', {})).map(({ total }) => total);

  it('take away what is left of a user, count it out once, and leave the one that has its ID now', async () => {
    const { store } = connections;
    const number = (await makeProject()).$internalId;
    await leaveUser(number, 1, { sessions: 120, tokens: 3, memberships: 110 });
    await leaveUser(number, 2, { sessions: 1, tokens: 1, memberships: 1 });
    expect(await run({ type: 'user', project: number, user: 1 })).toBe(120 + 3 + 110);
    for (const name of ['sessions', 'tokens', 'memberships'] as const)
      expect(await store.in(number).findAll(name, {})).toMatchObject([{ userInternalId: 2 }]);
    const counted = await totals(number);
    expect(counted.filter((total) => total === 2)).toHaveLength(55);
    expect(counted.filter((total) => total === 3)).toHaveLength(55 + 1);
  });

  it('take a user from teams that are gone, or that nobody is counted in', async () => {
    const { store } = connections;
    const number = (await makeProject()).$internalId;
    await leaveUser(number, 1, { memberships: 3 });
    const [first, , third] = await store.in(number).findAll('teams', {});
    await store.write(async (transaction) => {
      const writer = transaction.in(number);
      await writer.update('teams', first?.$id ?? '', { total: 0 });
      // Another team has its ID by now.
      await writer.delete('teams', third?.$id ?? '');
      await writer.create('teams', { $id: third?.$id ?? '', name: 'Again', total: 7 });
    });
    expect(await run({ type: 'user', project: number, user: 1 })).toBe(3);
    expect(await totals(number)).toEqual([0, 3, 7]);
  });

  it('take a user away only once when two workers do it', async () => {
    const number = (await makeProject()).$internalId;
    await leaveUser(number, 1, { sessions: 5, memberships: 20 });
    const context = { ...connections, progress: async () => undefined };
    const job = { type: 'user', project: number, user: 1 } as const;
    await Promise.all([remove(context, job), remove(context, job), remove(context, job)]);
    expect(await run(job)).toBe(0);
    expect((await totals(number)).filter((total) => total === 2)).toHaveLength(10);
  });

  /** A deleted team of which this many memberships are left. */
  async function leaveTeam(project: number, team: number, memberships: number): Promise<void> {
    await connections.store.write(async (transaction) => {
      for (let at = 0; at < memberships; at++) {
        const member = { userId: `u${at}`, userInternalId: at + 1, confirm: at % 2 === 0 };
        const of = { teamId: 'red', teamInternalId: team, $permissions: ['read("team:red")'], search: `u${at}` };
        await transaction.in(project).create('memberships', { $id: newId(), ...member, ...of });
      }
    });
  }

  it('take away all memberships of a team, and leave those of the one that has its ID now', async () => {
    const { store } = connections;
    const number = (await makeProject()).$internalId;
    await leaveTeam(number, 1, 1100);
    await leaveTeam(number, 2, 3);
    expect(await run({ type: 'team', project: number, team: 1, teamId: 'red' })).toBe(1100);
    expect(await store.in(number).count('memberships', { teamInternalId: 2 })).toBe(3);
    expect(await store.in(number).count('memberships')).toBe(3);
  });

  it('go on with a team where a stopped one left off', async () => {
    const number = (await makeProject()).$internalId;
    await leaveTeam(number, 1, 600);
    const progress = async () => {
      throw new Error('stopped');
    };
    const job = { type: 'team', project: number, team: 1, teamId: 'red' } as const;
    await expect(remove({ ...connections, progress }, job)).rejects.toThrow('stopped');
    expect(await connections.store.in(number).count('memberships')).toBe(100);
    expect(await run(job)).toBe(100);
  });

  it('let nobody keep roles of a team that is gone', async () => {
    const { store, callers, bus } = connections;
    const number = (await makeProject()).$internalId;
    const { value: user } = await store.write(async (transaction) => {
      const ann = await transaction.in(number).create('users', { $id: 'ann', name: 'Ann' });
      const member = { userId: ann.$id, userInternalId: ann.$internalId, confirm: true };
      await transaction
        .in(number)
        .create('memberships', { $id: newId(), ...member, teamId: 'red', teamInternalId: 1, roles: ['owner'] });
      return ann;
    });
    expect((await callers.find(number, user.$id)).caller?.memberships).toHaveLength(1);
    const told: unknown[] = [];
    const listening = await bus.on(broadcasts.control, String(number), (message) => told.push(message));
    await run({ type: 'team', project: number, team: 1, teamId: 'red' });
    expect((await callers.find(number, user.$id)).caller?.memberships).toEqual([]);
    await eventually(() => expect(told).toEqual([{ kind: 'user', project: number, userId: 'ann' }]));
    await listening.stop();
  });

  it('take the projects of a team of the console with it, and those of no other team', async () => {
    const { store, projects } = connections;
    const teamId = newId();
    const ids = [newId(), newId(), newId()];
    const mine = { teamId, teamInternalId: 1_000_001 };
    await store.write(async (transaction) => {
      const owned = transaction.in(0);
      for (const [at, $id] of ids.entries()) {
        const owner = at < 2 ? mine : { teamId, teamInternalId: 1_000_002 };
        const project = await owned.create('projects', { $id, ...owner, name: 'Project' });
        const of = { projectId: $id, projectInternalId: project.$internalId };
        await owned.create('keys', { $id: newId(), ...of, name: 'Key', scopes: [], secret: 's', sdks: [] });
        await transaction.in(project.$internalId).create('users', { $id: 'ann', name: 'Ann' });
      }
    });
    const rows = await Promise.all(ids.map((id) => store.in(0).get('projects', id)));
    for (const id of ids) expect(await projects.open(id)).not.toBeNull();
    expect(await run({ type: 'team', project: 0, team: mine.teamInternalId, teamId })).toBe(2);
    const left = async (at: number) => [
      await store.in(0).count('projects', { teamId, teamInternalId: 1_000_001 + Math.floor(at / 2) }),
      await store.in(0).count('keys', { projectInternalId: rows[at]?.$internalId ?? 0 }),
      await store.in(rows[at]?.$internalId ?? 0).count('users'),
    ];
    // What they hold goes by jobs of their own.
    for (const at of [0, 1]) await eventually(async () => expect(await left(at)).toEqual([0, 0, 0]));
    expect(await left(2)).toEqual([1, 1, 1]);
    await eventually(async () => expect(await projects.open(ids[0] ?? '')).toBeNull());
  });

  it('take away the records of one resource', async () => {
    const number = (await makeProject()).$internalId;
    for (const resource of ['user/ann', 'user/anna', 'team/ann']) await audit(number, resource);
    expect(await run({ type: 'auditOf', project: number, resource: 'user/ann' })).toBe(1);
    expect(await resources(number)).toEqual(['team/ann', 'user/anna']);
  });

  it('take away what is old in every project, the console among them', async () => {
    const { store } = connections;
    const numbers = [0, (await makeProject()).$internalId, (await makeProject()).$internalId];
    // So long ago that no other test has anything of that age.
    const [old, before, young] = [1980, 1985, 1990].map((year) => `${year}-01-01T00:00:00.000+00:00`) as [
      string,
      string,
      string,
    ];
    const mine = `user/${newId()}`;
    for (const number of numbers) {
      for (const time of [old, young]) {
        await audit(number, mine, time);
        await store.write(async (transaction) => {
          const writer = transaction.in(number);
          const token = { userInternalId: 1, userId: mine, type: 1, secret: 's' };
          await writer.create('tokens', { $id: newId(), ...token, expire: time });
          await writer.create('realtime', { $id: newId(), container: mine, timestamp: time, value: '{}' });
        });
      }
    }
    for (const type of ['audits', 'tokens', 'realtime', 'counters'] as const) await runOverAll({ type, before });
    for (const number of numbers) {
      const documents = store.in(number);
      expect(await documents.findAll('audit', { resource: mine })).toMatchObject([{ time: young }]);
      expect(await documents.findAll('tokens', { userId: mine })).toMatchObject([{ expire: young }]);
      expect(await documents.findAll('realtime', { container: mine })).toMatchObject([{ timestamp: young }]);
    }
    await purge(store, 'audit', { where: { resource: mine } });
    await purge(store, 'tokens', { where: { userId: mine } });
    await purge(store, 'realtime', { where: { container: mine } });
  });

  it('take away sessions that are older than their project lets them become', async () => {
    const { store } = connections;
    const brief = (await makeProject({ duration: 3600 })).$internalId;
    const usual = (await makeProject()).$internalId;
    const mine = newId();
    for (const number of [brief, usual, 0]) {
      for (const age of [DAY, 400 * DAY]) {
        const $createdAt = ago(age);
        await store.write((transaction) =>
          transaction
            .in(number)
            .create('sessions', { $id: newId(), $createdAt, userInternalId: 1, userId: mine, secret: 's' }),
        );
      }
    }
    await runOverAll({ type: 'sessions' });
    expect(await store.in(brief).count('sessions')).toBe(0);
    expect(await store.in(usual).count('sessions')).toBe(1);
    expect(await store.in(0).count('sessions', { userId: mine })).toBe(1);
    await purge(store, 'sessions', { project: 0, where: { userId: mine } });
  });

  it('come by the queue', async () => {
    const { store, publish } = connections;
    const number = (await makeProject()).$internalId;
    await audit(number, 'user/ann');
    const body: DeleteJob = { type: 'auditOf', project: number, resource: 'user/ann' };
    const { messages: committed } = await store.write((transaction) =>
      transaction.enqueue([{ name: messages.remove.name, body }]),
    );
    publish(committed);
    await eventually(async () => expect(await resources(number)).toEqual([]));
  });
});
