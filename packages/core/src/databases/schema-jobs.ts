/** What the jobs of the queue `schema` do. Every one may come twice. Sources: databases.md §5.3, workers.md §6. */
import { isoTime, type Writer } from '@plinth/database';
import {
  attributeTypes,
  broadcasts,
  type ChangeActor,
  type InvalidateMessage,
  type SchemaJob,
  stringifyJson,
} from '@plinth/definitions';
import { shape } from '@plinth/http';
import type { Connections } from '../connect.js';
import { eventFrame, makeChange } from '../events/change.js';
import { attributeSchema, type OpenCollection } from './collections.js';
import {
  type AttributeRow,
  attributeView,
  enqueueSchemaJob,
  forgetAttribute,
  type IndexRow,
  lockSchema,
  type SchemaPlace,
} from './schema-rows.js';
import { dropColumn, dropIndex, type Hands, makeColumn, makeIndex, makeTables, patientHands } from './schema-tables.js';

type Tools = Pick<Connections, 'store' | 'projects' | 'collections' | 'bus' | 'publish'>;
type Place = OpenCollection & SchemaPlace;
type Kind = 'attributes' | 'indexes';
type Row = AttributeRow | IndexRow;

/** What one job works with. */
interface Work {
  readonly tools: Tools;
  readonly place: Place;
  readonly hands: Hands;
  readonly job: SchemaJob;
}

const WORKER: ChangeActor = { kind: 'guest', id: '', internalId: 0, name: '', email: '' };

const steps: Readonly<Record<SchemaJob['type'], (work: Work) => Promise<void>>> = {
  createCollection: ({ hands, place }) => makeTables(hands, place.collection),
  createAttribute,
  deleteAttribute,
  createIndex,
  deleteIndex,
};

/** Does a job; what it is about may be done already, or gone. */
export async function runSchemaJob(tools: Tools, job: SchemaJob, progress: () => Promise<void>): Promise<void> {
  const { store } = tools;
  await store.engine.exclusively(`plinth.c${job.collection}`, async () => {
    const place = await find(tools, job);
    if (place) await steps[job.type]({ tools, place, job, hands: patientHands(store, progress) });
  });
}

/** Writes down that a job failed for good, and tells of it. */
export async function failSchemaJob(tools: Tools, job: SchemaJob, error: string): Promise<void> {
  const place = await find(tools, job);
  if (!place || job.type === 'createCollection') return;
  const kind = kindOf(job);
  const isCreating = job.type.startsWith('create');
  const status = isCreating ? 'failed' : 'stuck';
  const row = await settle(tools, place, kind, job.row, (old) => (isCreating ? old === 'processing' : true), {
    status,
    error,
  });
  if (row) tell(tools, place, kind, row, isCreating ? 'update' : 'delete');
}

const kindOf = ({ type }: SchemaJob): Kind => (type.endsWith('Index') ? 'indexes' : 'attributes');

async function find({ projects, collections }: Tools, job: SchemaJob): Promise<Place | null> {
  let project = await projects.openNumber(job.project, job.projectId);
  if (!project) {
    // A project that was missing moments ago may be there by now.
    projects.forget(job.projectId);
    project = await projects.openNumber(job.project, job.projectId);
  }
  const opened = project ? await collections.read(project, job.databaseId, job.collectionId) : null;
  return project && opened && opened.row.$internalId === job.collection ? { ...opened, project } : null;
}

async function createAttribute({ tools, place, hands, job }: Work): Promise<void> {
  const row = place.attributes.find(({ $internalId }) => $internalId === job.row);
  if (row?.status !== 'processing') return;
  await makeColumn(hands, place.collection, attributeSchema(row));
  await finish(tools, place, 'attributes', job.row);
}

async function createIndex({ tools, place, hands, job }: Work): Promise<void> {
  const row = place.indexes.find(({ $internalId }) => $internalId === job.row);
  if (row?.status !== 'processing') return;
  // The job that deletes the attribute is under way; it takes care of the index too.
  const isLeaving = ({ key, status }: AttributeRow): boolean => status === 'deleting' && row.attributes.includes(key);
  if (place.attributes.some(isLeaving)) return;
  await makeIndex(hands, place.collection, row, place.attributes);
  await finish(tools, place, 'indexes', job.row);
}

async function finish(tools: Tools, place: Place, kind: Kind, number: number): Promise<void> {
  const done = { status: 'available', error: null };
  const row = await settle(tools, place, kind, number, (status) => status === 'processing', done);
  if (row) tell(tools, place, kind, row, 'update');
}

async function deleteAttribute({ tools, place, hands, job }: Work): Promise<void> {
  const found = place.attributes.find(({ $internalId }) => $internalId === job.row);
  if (!found) return;
  // Documents stop using it before its column goes.
  if (found.status !== 'deleting')
    await settle(tools, place, 'attributes', job.row, () => true, { status: 'deleting' });
  await dropColumn(hands, place.collection, found, place.indexes);
  const row = await write(tools, place, async (writer) => {
    const attribute = await writer.byNumber('attributes', job.row, { lock: true });
    if (!attribute) return null;
    const where = { databaseInternalId: place.database.$internalId, collectionInternalId: place.row.$internalId };
    const rebuilt = await forgetAttribute(writer, attribute, await writer.findAll('indexes', where));
    for (const index of rebuilt) enqueueSchemaJob(writer, place, 'createIndex', index.$internalId);
    return attribute;
  });
  if (row) tell(tools, place, 'attributes', row, 'delete');
}

async function deleteIndex({ tools, place, hands, job }: Work): Promise<void> {
  const found = place.indexes.find(({ $internalId }) => $internalId === job.row);
  if (!found) return;
  await dropIndex(hands, place.collection, found);
  const row = await write(tools, place, async (writer) => {
    const index = await writer.byNumber('indexes', job.row, { lock: true });
    return index ? writer.delete('indexes', index.$id) : null;
  });
  if (row) tell(tools, place, 'indexes', row, 'delete');
}

/** Changes a row whose status is still as expected; null when it is not, or the row is gone. */
function settle(
  tools: Tools,
  place: Place,
  kind: Kind,
  number: number,
  isExpected: (status: string) => boolean,
  change: { status: string; error?: string | null },
): Promise<Row | null> {
  return write(tools, place, async (writer) => {
    const row = await writer.byNumber(kind, number, { lock: true });
    if (!row || !isExpected(row.status)) return null;
    return kind === 'attributes'
      ? (await writer.update('attributes', row.$id, change)).row
      : (await writer.update('indexes', row.$id, change)).row;
  });
}

/** One change of the collection's rows; kept copies of it are dropped everywhere. */
async function write<T>(tools: Tools, place: Place, work: (writer: Writer) => Promise<T | null>): Promise<T | null> {
  const { store, collections, bus, publish } = tools;
  const { project, database, row } = place;
  const { value, messages } = await store.write(async (transaction) => {
    const writer = transaction.in(project.internalId);
    return (await lockSchema(writer, place)) ? work(writer) : null;
  });
  publish(messages);
  collections.forget(project, database.$id, row.$id);
  const message: InvalidateMessage = {
    kind: 'collection',
    project: project.internalId,
    databaseId: database.$id,
    collectionId: row.$id,
  };
  bus.broadcast(broadcasts.invalidate, message.kind, message);
  return value;
}

/** Shows the console's sockets what became of an attribute or index; nobody else hears of it. */
function tell({ bus }: Tools, place: Place, kind: Kind, row: Row, action: 'update' | 'delete'): void {
  const { project, database, row: collection } = place;
  const placeholder = kind === 'attributes' ? 'attributeId' : 'indexId';
  const value = kind === 'attributes' ? attributeView(row as AttributeRow) : row;
  const change = makeChange({
    project,
    actor: WORKER,
    mode: 'default',
    at: isoTime(),
    event: `databases.[databaseId].collections.[collectionId].${kind}.[${placeholder}].${action}`,
    ids: { databaseId: database.$id, collectionId: collection.$id, [placeholder]: row.$id },
    payload: stringifyJson(shape(kind === 'attributes' ? attributeTypes : 'index')({ ...value })),
  });
  if (!change.realtime) return;
  const { project: audience, channels, roles } = change.realtime;
  const frame = eventFrame(change, change.realtime);
  bus.broadcast(broadcasts.realtime, String(audience), { project: audience, channels, roles, frame });
}
