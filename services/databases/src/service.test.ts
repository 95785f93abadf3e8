import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type AttributeRow,
  type Connections,
  connect,
  enqueueSchemaJob,
  type IndexRow,
  testEnvironments,
} from '@plinth/core';
import { DefinitionError, newId, type SystemRow, tables, type Writer } from '@plinth/database';
import { broadcasts, messages, type RealtimeMessage, type SchemaJob } from '@plinth/definitions';
import { start } from '@plinth/service';
import { databases } from './service.js';
import { sweepStuck } from './sweep.js';
import { workOnSchema } from './work.js';

jest.setTimeout(60_000);

async function eventually<T>(read: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 30_000; ; await sleep(10)) {
    const value = await read();
    if (isDone(value)) return value;
    if (Date.now() > end) throw new Error(`It stayed ${JSON.stringify(value)}.`);
  }
}

/** A collection whose rows are there, but no tables yet. */
async function openCollection(connections: Connections) {
  const { store, projects, collections } = connections;
  const projectId = newId();
  await store.write((transaction) =>
    transaction.in(0).create('projects', { $id: projectId, teamId: 'team', teamInternalId: 1, name: 'Project' }),
  );
  const project = await projects.open(projectId);
  if (!project) throw new Error('The project is not open.');
  const { value: place } = await store.write(async (transaction) => {
    const writer = transaction.in(project.internalId);
    const database = await writer.create('databases', { $id: 'db', name: 'DB' });
    const row = await writer.create('collections', {
      $id: 'things',
      databaseInternalId: database.$internalId,
      databaseId: 'db',
      name: 'Things',
      enabled: true,
      documentSecurity: false,
    });
    return { project, database, row };
  });
  const owner = {
    databaseInternalId: place.database.$internalId,
    databaseId: 'db',
    collectionInternalId: place.row.$internalId,
    collectionId: 'things',
  };
  const rowId = (key: string, collection = place.row.$internalId) =>
    `${place.database.$internalId}_${collection}_${key}`;
  const write = async <T>(work: (writer: Writer) => Promise<T>): Promise<T> => {
    const { value, messages: committed } = await store.write((transaction) => work(transaction.in(project.internalId)));
    connections.publish(committed);
    return value;
  };
  return {
    place,
    write,
    rowId,
    documents: store.in(project.internalId),
    read: async () => {
      const opened = await collections.read(project, 'db', 'things');
      if (!opened) throw new Error('The collection is gone.');
      return opened;
    },
    addAttribute: (writer: Writer, key: string, more: Partial<AttributeRow> = {}) =>
      writer.create('attributes', {
        $id: rowId(key),
        ...owner,
        key,
        type: 'string',
        size: 20,
        status: 'processing',
        ...more,
      }),
    addIndex: (writer: Writer, key: string, more: Partial<IndexRow>) =>
      writer.create('indexes', { $id: rowId(key), ...owner, key, type: 'key', status: 'processing', ...more }),
    job: (type: SchemaJob['type'], row: number): SchemaJob => ({
      projectId,
      project: project.internalId,
      type,
      databaseId: 'db',
      collectionId: 'things',
      collection: place.row.$internalId,
      row,
    }),
  };
}

type Opened = Awaited<ReturnType<typeof openCollection>>;
const statusOf = async ({ documents, rowId }: Opened, kind: 'attributes' | 'indexes', key: string) =>
  ((await documents.get(kind, rowId(key))) as SystemRow<'attributes'> | null)?.status ?? 'gone';

const delivery = { id: 'one', attempt: 1, progress: async () => undefined };

/** As `openCollection`, with the rows of a relation of `things` to a second collection. */
async function openRelation(connections: Connections, relationType: string, twoWay = true) {
  const opened = await openCollection(connections);
  const { database, row: things } = opened.place;
  const databaseOf = { databaseInternalId: database.$internalId, databaseId: 'db' };
  const kind = { type: 'relationship', size: 0 };
  const terms = { relationType, twoWay, onDelete: 'restrict' };
  const made = await opened.write(async (writer) => {
    const state = { name: 'Others', enabled: true, documentSecurity: false };
    const others = await writer.create('collections', { $id: 'others', ...databaseOf, ...state });
    const toOthers = { relatedCollection: 'others', related: others.$internalId, twoWayKey: 'back', side: 'parent' };
    const own = await opened.addAttribute(writer, 'k', { ...kind, options: { ...terms, ...toOthers } });
    const toThings = { relatedCollection: 'things', related: things.$internalId, twoWayKey: 'k', side: 'child' };
    const backId = opened.rowId('back', others.$internalId);
    const partner = twoWay
      ? await opened.addAttribute(writer, 'back', {
          ...kind,
          $id: backId,
          collectionInternalId: others.$internalId,
          collectionId: 'others',
          options: { ...terms, ...toThings, relation: own.$internalId },
        })
      : null;
    return { own: own.$internalId, partner: partner?.$internalId ?? 0, others: others.$internalId, backId };
  });
  const ids = [opened.rowId('k'), made.backId] as const;
  return {
    ...opened,
    ...made,
    ids,
    statuses: () =>
      Promise.all(ids.map(async (id) => (await opened.documents.get('attributes', id))?.status ?? 'gone')),
  };
}

describe.each(testEnvironments(process.env))('the databases service (%s)', (_, environment) => {
  let connections: Connections;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const started = await start(databases, connect, environment);
    connections = started.connections;
    stop = started.stop;
  });
  afterAll(async () => stop());

  it('makes missing tables, attributes and indexes, one after the other', async () => {
    const opened = await openCollection(connections);
    const { place } = opened;
    await opened.write(async (writer) => {
      enqueueSchemaJob(writer, place, 'createCollection', place.row.$internalId);
      for (const key of ['a', 'b', 'c']) {
        const { $internalId } = await opened.addAttribute(writer, key);
        enqueueSchemaJob(writer, place, 'createAttribute', $internalId);
      }
    });
    for (const key of ['a', 'b', 'c'])
      await eventually(
        () => statusOf(opened, 'attributes', key),
        (status) => status === 'available',
      );
    await opened.write(async (writer) => {
      const { $internalId } = await opened.addIndex(writer, 'i', { attributes: ['a', 'b'] });
      enqueueSchemaJob(writer, place, 'createIndex', $internalId);
    });
    await eventually(
      () => statusOf(opened, 'indexes', 'i'),
      (status) => status === 'available',
    );
    const { collection } = await opened.read();
    await opened.write((writer) => writer.create(collection, { $id: 'one', $permissions: [], a: 'x', b: 'y', c: 'z' }));
  });

  it('shows the console what became of it, and drops what others keep of the collection', async () => {
    const opened = await openCollection(connections);
    const { project } = opened.place;
    const frames: RealtimeMessage[] = [];
    const heard = await connections.bus.on(broadcasts.realtime, '0', (message) => void frames.push(message));
    const before = (await connections.collections.open(project, 'db', 'things'))?.revision ?? 0;
    const { $internalId } = await opened.write((writer) => opened.addAttribute(writer, 'a'));
    await opened.write(async (writer) => enqueueSchemaJob(writer, opened.place, 'createAttribute', $internalId));
    const isOurs = ({ frame }: RealtimeMessage) => frame.includes(`attributes.${opened.rowId('a')}.update`);
    const [message] = await eventually(
      async () => frames.filter(isOurs),
      (found) => found.length > 0,
    );
    await heard.stop();
    expect(message).toMatchObject({ project: 0, channels: ['console'], roles: ['team:team'] });
    expect(JSON.parse(message?.frame ?? '')).toMatchObject({
      data: { payload: { key: 'a', status: 'available', size: 20 } },
    });
    const after = await connections.collections.open(project, 'db', 'things');
    expect(after?.revision).toBeGreaterThan(before);
    expect(after?.collection.byKey.has('a')).toBe(true);
  });

  it('does a job again that a killed worker had half done', async () => {
    const opened = await openCollection(connections);
    const row = await opened.write((writer) => opened.addAttribute(writer, 'a'));
    const { collection } = await opened.read();
    // All that the killed one got to: the column is there, the row does not know.
    await connections.store.engine.alter(tables.createTables(collection));
    const column = { ...row, column: `a${row.$internalId}`, type: 'string', format: '', shadow: true } as const;
    await connections.store.engine.alter(tables.addAttribute(collection, column));
    await opened.write(async (writer) => enqueueSchemaJob(writer, opened.place, 'createAttribute', row.$internalId));
    await eventually(
      () => statusOf(opened, 'attributes', 'a'),
      (status) => status === 'available',
    );
  });

  it('lets a deletion win that overtakes the creation', async () => {
    const opened = await openCollection(connections);
    const row = await opened.write((writer) => opened.addAttribute(writer, 'a'));
    await opened.write(async (writer) => enqueueSchemaJob(writer, opened.place, 'deleteAttribute', row.$internalId));
    await eventually(
      () => statusOf(opened, 'attributes', 'a'),
      (status) => status === 'gone',
    );
    await workOnSchema(connections, opened.job('createAttribute', row.$internalId), delivery);
    expect(await statusOf(opened, 'attributes', 'a')).toBe('gone');
  });

  it('writes down at once why a unique index cannot be built', async () => {
    const opened = await openCollection(connections);
    await opened.write(async (writer) => {
      const { $internalId } = await opened.addAttribute(writer, 'a');
      enqueueSchemaJob(writer, opened.place, 'createAttribute', $internalId);
    });
    await eventually(
      () => statusOf(opened, 'attributes', 'a'),
      (status) => status === 'available',
    );
    const { collection } = await opened.read();
    await opened.write(async (writer) => {
      for (const $id of ['one', 'two']) await writer.create(collection, { $id, $permissions: [], a: 'same' });
      const { $internalId } = await opened.addIndex(writer, 'i', { type: 'unique', attributes: ['a'] });
      enqueueSchemaJob(writer, opened.place, 'createIndex', $internalId);
    });
    await eventually(
      () => statusOf(opened, 'indexes', 'i'),
      (status) => status === 'failed',
    );
    expect((await opened.documents.get('indexes', opened.rowId('i')))?.error).toContain('same values');
  });

  it('leaves a failure that may pass to the queue, until the last attempt', async () => {
    const opened = await openCollection(connections);
    const row = await opened.write((writer) => opened.addAttribute(writer, 'a', { status: 'deleting' }));
    const job = opened.job('deleteAttribute', row.$internalId);
    const { engine } = connections.store;
    const exclusively = jest.spyOn(engine, 'exclusively').mockRejectedValue(new Error('The disk is full.'));
    const deliver = (attempt: number) =>
      workOnSchema(connections, job, { id: 'one', attempt, progress: async () => undefined });
    try {
      await expect(deliver(1)).rejects.toThrow('The disk is full.');
      expect(await statusOf(opened, 'attributes', 'a')).toBe('deleting');
      await deliver(messages.schema.attempts);
    } finally {
      exclusively.mockRestore();
    }
    expect(await opened.documents.get('attributes', opened.rowId('a'))).toMatchObject({
      status: 'stuck',
      error: 'The disk is full.',
    });
    await deliver(1);
    expect(await statusOf(opened, 'attributes', 'a')).toBe('gone');
  });

  it('has nothing to do for what is gone', async () => {
    const opened = await openCollection(connections);
    for (const type of ['createAttribute', 'deleteAttribute', 'createIndex', 'deleteIndex'] as const)
      await workOnSchema(connections, opened.job(type, 1_000_000_000), delivery);
    await workOnSchema(connections, { ...opened.job('createCollection', 1), projectId: 'nowhere' }, delivery);
    await workOnSchema(connections, { ...opened.job('createCollection', 1), collection: 1_000_000_000 }, delivery);
  });

  it('enqueues lost jobs again', async () => {
    const opened = await openCollection(connections);
    await opened.write((writer) => opened.addAttribute(writer, 'made'));
    await opened.write((writer) => opened.addAttribute(writer, 'left', { status: 'deleting' }));
    await opened.write((writer) => opened.addIndex(writer, 'i', { attributes: ['$createdAt'] }));
    // Nothing is late yet.
    const project = opened.place.project.internalId;
    await sweepStuck(connections, { project });
    expect(await statusOf(opened, 'attributes', 'made')).toBe('processing');
    const sweep = () => sweepStuck(connections, { project, patienceMilliseconds: -1000 });
    await eventually(sweep, (swept) => swept === 3);
    await eventually(
      () => statusOf(opened, 'attributes', 'made'),
      (status) => status === 'available',
    );
    await eventually(
      () => statusOf(opened, 'attributes', 'left'),
      (status) => status === 'gone',
    );
    await eventually(
      () => statusOf(opened, 'indexes', 'i'),
      (status) => status === 'available',
    );
  });

  describe('a relationship', () => {
    it('becomes available on both sides, however far a killed worker had come', async () => {
      for (const type of ['oneToOne', 'oneToMany', 'manyToOne', 'manyToMany'] as const) {
        const opened = await openRelation(connections, type);
        await workOnSchema(connections, opened.job('createAttribute', opened.own), delivery);
        // The tables are done, the rows do not know.
        await opened.write(async (writer) => {
          for (const id of opened.ids) await writer.update('attributes', id, { status: 'processing' });
        });
        await workOnSchema(connections, opened.job('createAttribute', opened.own), delivery);
        expect(await opened.statuses()).toEqual(['available', 'available']);
        await workOnSchema(connections, opened.job('deleteAttribute', opened.own), delivery);
        await workOnSchema(connections, opened.job('deleteAttribute', opened.own), delivery);
        expect(await opened.statuses()).toEqual(['gone', 'gone']);
      }
    });

    it('fails where the related collection has vanished meanwhile, and can be deleted then', async () => {
      const opened = await openRelation(connections, 'oneToMany', false);
      const scope = opened.place.database.$internalId;
      await opened.write((writer) => writer.delete('collections', 'others', { scope }));
      await opened.write(async (writer) => enqueueSchemaJob(writer, opened.place, 'createAttribute', opened.own));
      await eventually(opened.statuses, ([own]) => own === 'failed');
      expect((await opened.documents.get('attributes', opened.ids[0]))?.error).toBe('The related collection is gone.');
      await opened.write(async (writer) => enqueueSchemaJob(writer, opened.place, 'deleteAttribute', opened.own));
      await eventually(opened.statuses, ([own]) => own === 'gone');
    });

    it('goes although the related collection has vanished', async () => {
      for (const type of ['oneToOne', 'oneToMany', 'manyToOne', 'manyToMany'] as const) {
        const opened = await openRelation(connections, type, false);
        await workOnSchema(connections, opened.job('createAttribute', opened.own), delivery);
        expect(await opened.statuses()).toEqual(['available', 'gone']);
        const scope = opened.place.database.$internalId;
        await opened.write((writer) => writer.delete('collections', 'others', { scope }));
        await workOnSchema(connections, opened.job('deleteAttribute', opened.own), delivery);
        expect(await opened.statuses()).toEqual(['gone', 'gone']);
      }
    });

    it('that cannot be made fails on both sides, with the reason', async () => {
      const opened = await openRelation(connections, 'manyToMany');
      const { engine } = connections.store;
      const exclusively = jest.spyOn(engine, 'exclusively').mockRejectedValue(new Error('The disk is full.'));
      const job = opened.job('createAttribute', opened.own);
      try {
        await expect(workOnSchema(connections, job, delivery)).rejects.toThrow('The disk is full.');
        expect(await opened.statuses()).toEqual(['processing', 'processing']);
        await workOnSchema(connections, job, { ...delivery, attempt: messages.schema.attempts });
      } finally {
        exclusively.mockRestore();
      }
      expect(await opened.statuses()).toEqual(['failed', 'failed']);
      for (const id of opened.ids)
        expect((await opened.documents.get('attributes', id))?.error).toBe('The disk is full.');
      await workOnSchema(connections, opened.job('deleteAttribute', opened.own), delivery);
      expect(await opened.statuses()).toEqual(['gone', 'gone']);
    });

    it('that cannot be dropped is stuck on both sides, until it is deleted again from either', async () => {
      const opened = await openRelation(connections, 'oneToOne');
      await workOnSchema(connections, opened.job('createAttribute', opened.own), delivery);
      const { engine } = connections.store;
      const alter = jest.spyOn(engine, 'alter').mockRejectedValue(new DefinitionError('The column cannot go.'));
      try {
        await workOnSchema(connections, opened.job('deleteAttribute', opened.own), delivery);
      } finally {
        alter.mockRestore();
      }
      expect(await opened.statuses()).toEqual(['stuck', 'stuck']);
      const fromOther = { collectionId: 'others', collection: opened.others, row: opened.partner };
      await workOnSchema(connections, { ...opened.job('deleteAttribute', 0), ...fromOther }, delivery);
      expect(await opened.statuses()).toEqual(['gone', 'gone']);
    });

    it('is taken up again when its job was lost', async () => {
      const opened = await openRelation(connections, 'manyToOne');
      const { project } = opened.place;
      await eventually(
        () => sweepStuck(connections, { project: project.internalId, patienceMilliseconds: -1000 }),
        (swept) => swept > 0,
      );
      await eventually(opened.statuses, (statuses) => statuses.every((status) => status === 'available'));
    });
  });
});
