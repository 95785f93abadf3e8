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
import { newId, type SystemRow, tables, type Writer } from '@plinth/database';
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
  const rowId = (key: string) => `${place.database.$internalId}_${place.row.$internalId}_${key}`;
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
    const delivery = { id: 'late', attempt: 1, progress: async () => undefined };
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
    const delivery = { id: 'late', attempt: 1, progress: async () => undefined };
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
});
