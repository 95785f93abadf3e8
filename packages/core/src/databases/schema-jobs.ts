/** What the jobs of the queue `schema` do. Every one may come twice. Sources: databases.md §5.3, workers.md §6. */
import { DefinitionError } from '@plinth/database';
import type { SchemaJob } from '@plinth/definitions';
import { attributeSchema } from './collections.js';
import { holderOf, partnerOf, relationSchema, termsOf } from './relations.js';
import { type AttributeRow, enqueueSchemaJob, forgetAttribute } from './schema-rows.js';
import {
  dropColumn,
  dropIndex,
  dropRelation,
  type Hands,
  makeColumn,
  makeIndex,
  makeRelation,
  makeTables,
  patientHands,
} from './schema-tables.js';
import { type Kind, type Member, type Place, settle, type Tools, tell, write } from './schema-writes.js';

/** What one job works with. */
interface Work {
  readonly tools: Tools;
  readonly place: Place;
  readonly hands: Hands;
  readonly job: SchemaJob;
}

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
  const isCreating = job.type.startsWith('create');
  const isExpected = (old: string) => (isCreating ? old === 'processing' : true);
  const change = { status: isCreating ? 'failed' : 'stuck', error };
  await settleAndTell(tools, await membersOf(tools, place, job), kindOf(job), isExpected, change, isCreating);
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

/** The collection at the other side of a relationship attribute, which may be the same one. */
async function findOther({ collections }: Tools, place: Place, attribute: AttributeRow): Promise<Place | null> {
  const { related, relatedCollection } = termsOf(attribute);
  if (related === place.row.$internalId) return place;
  const opened = await collections.read(place.project, place.database.$id, relatedCollection);
  return opened?.row.$internalId === related ? { ...opened, project: place.project } : null;
}

/** The rows that a job is about: of a two-way relation those of both sides. */
async function membersOf(tools: Tools, place: Place, job: SchemaJob): Promise<Member[]> {
  const own = { place, number: job.row };
  const rows = kindOf(job) === 'attributes' ? place.attributes : [];
  const attribute = rows.find(({ $internalId }) => $internalId === job.row);
  if (attribute?.type !== 'relationship') return [own];
  const other = await findOther(tools, place, attribute);
  const partner = other && partnerOf(attribute, other.attributes);
  return partner ? [own, { place: other, number: partner.$internalId }] : [own];
}

async function createAttribute(work: Work): Promise<void> {
  const { tools, place, hands, job } = work;
  const row = place.attributes.find(({ $internalId }) => $internalId === job.row);
  if (row?.status !== 'processing') return;
  if (row.type === 'relationship') await makeRelationOf(work, row);
  else await makeColumn(hands, place.collection, attributeSchema(row));
  await finish(tools, await membersOf(tools, place, job), 'attributes');
}

async function makeRelationOf({ tools, place, hands }: Work, row: AttributeRow): Promise<void> {
  const other = await findOther(tools, place, row);
  // Who deletes a collection takes the attributes that lead to it along; one that came in between has no use.
  if (!other) throw new DefinitionError('The related collection is gone.');
  const relation = relationSchema(place.project.internalId, row);
  await makeRelation(hands, holderOf(relation, place, other).collection, relation);
}

async function createIndex({ tools, place, hands, job }: Work): Promise<void> {
  const row = place.indexes.find(({ $internalId }) => $internalId === job.row);
  if (row?.status !== 'processing') return;
  // The job that deletes the attribute is under way; it takes care of the index too.
  const isLeaving = ({ key, status }: AttributeRow): boolean => status === 'deleting' && row.attributes.includes(key);
  if (place.attributes.some(isLeaving)) return;
  await makeIndex(hands, place.collection, row, place.attributes);
  await finish(tools, [{ place, number: job.row }], 'indexes');
}

function finish(tools: Tools, members: readonly Member[], kind: Kind): Promise<void> {
  const done = { status: 'available', error: null };
  return settleAndTell(tools, members, kind, (status) => status === 'processing', done, true);
}

async function settleAndTell(
  tools: Tools,
  members: readonly Member[],
  kind: Kind,
  isExpected: (status: string) => boolean,
  change: { status: string; error: string | null },
  isUpdate: boolean,
): Promise<void> {
  const rows = await settle(tools, members, kind, isExpected, change);
  for (const [at, { place }] of members.entries()) {
    const row = rows[at];
    if (row) tell(tools, place, kind, row, isUpdate ? 'update' : 'delete');
  }
}

async function deleteAttribute(work: Work): Promise<void> {
  const { tools, place, hands, job } = work;
  const found = place.attributes.find(({ $internalId }) => $internalId === job.row);
  if (!found) return;
  const members = await membersOf(tools, place, job);
  // Documents stop using it before its column goes.
  if (found.status !== 'deleting') await settle(tools, members, 'attributes', () => true, { status: 'deleting' });
  if (found.type === 'relationship') await dropRelationOf(work, found);
  else await dropColumn(hands, place.collection, found, place.indexes);
  const places = members.map((member) => member.place);
  const gone = await write(tools, places, async (writer) => {
    const attribute = await writer.byNumber('attributes', job.row, { lock: true });
    if (!attribute) return null;
    const where = { databaseInternalId: place.database.$internalId, collectionInternalId: place.row.$internalId };
    const rebuilt = await forgetAttribute(writer, attribute, await writer.findAll('indexes', where));
    for (const index of rebuilt) enqueueSchemaJob(writer, place, 'createIndex', index.$internalId);
    const rows = [attribute];
    for (const { number } of members.slice(1)) {
      const partner = await writer.byNumber('attributes', number, { lock: true });
      if (partner) rows.push(await writer.delete('attributes', partner.$id));
    }
    return rows;
  });
  for (const [at, row] of (gone ?? []).entries()) tell(tools, places[at] ?? place, 'attributes', row, 'delete');
}

async function dropRelationOf({ tools, place, hands }: Work, row: AttributeRow): Promise<void> {
  const relation = relationSchema(place.project.internalId, row);
  const holder = holderOf(relation, place, await findOther(tools, place, row));
  // The tables of a collection that is gone go as a whole.
  if (holder) await dropRelation(hands, holder.collection, relation);
}

async function deleteIndex({ tools, place, hands, job }: Work): Promise<void> {
  const found = place.indexes.find(({ $internalId }) => $internalId === job.row);
  if (!found) return;
  await dropIndex(hands, place.collection, found);
  const row = await write(tools, [place], async (writer) => {
    const index = await writer.byNumber('indexes', job.row, { lock: true });
    return index ? writer.delete('indexes', index.$id) : null;
  });
  if (row) tell(tools, place, 'indexes', row, 'delete');
}
