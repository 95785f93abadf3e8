/** Writing the rows of collections' schemas from outside a request, and telling of it. */
import { isoTime, type Writer } from '@plinth/database';
import {
  attributeTypes,
  broadcasts,
  type ChangeActor,
  type InvalidateMessage,
  stringifyJson,
} from '@plinth/definitions';
import { shape } from '@plinth/http';
import type { Connections } from '../connect.js';
import { eventFrame, makeChange } from '../events/change.js';
import type { OpenCollection } from './collections.js';
import { type AttributeRow, attributeView, type IndexRow, lockSchema, type SchemaPlace } from './schema-rows.js';

export type Tools = Pick<Connections, 'store' | 'projects' | 'collections' | 'bus' | 'publish'>;
export type Place = OpenCollection & SchemaPlace;
export type Kind = 'attributes' | 'indexes';
export type Row = AttributeRow | IndexRow;

/** A row of a collection's schema. */
export interface Member {
  readonly place: Place;
  readonly number: number;
}

const WORKER: ChangeActor = { kind: 'guest', id: '', internalId: 0, name: '', email: '' };

/** Changes rows whose status is still as expected, all or none; empty when one is not, or is gone. */
export async function settle(
  tools: Tools,
  members: readonly Member[],
  kind: Kind,
  isExpected: (status: string) => boolean,
  change: { status: string; error?: string | null },
): Promise<Row[]> {
  const places = members.map(({ place }) => place);
  const settled = await write(tools, places, async (writer) => {
    const rows: Row[] = [];
    for (const { number } of members) {
      const row = (await writer.byNumber(kind, number, { lock: true })) as Row | null;
      if (!row || !isExpected(row.status)) return null;
      rows.push(row);
    }
    return Promise.all(
      rows.map(async ({ $id }) =>
        kind === 'attributes'
          ? (await writer.update('attributes', $id, change)).row
          : (await writer.update('indexes', $id, change)).row,
      ),
    );
  });
  return settled ?? [];
}

/** One change of the rows of some collections; kept copies of them are dropped everywhere. Null: one is gone. */
export async function write<T>(
  tools: Tools,
  places: readonly Place[],
  work: (writer: Writer) => Promise<T | null>,
): Promise<T | null> {
  const { store, collections, bus, publish } = tools;
  const [first] = places;
  if (!first) return null;
  const { project } = first;
  const { value, messages } = await store.write(async (transaction) => {
    const writer = transaction.in(project.internalId);
    return (await lockSchemas(writer, places)) ? work(writer) : null;
  });
  publish(messages);
  for (const { database, row } of places) {
    collections.forget(project, database.$id, row.$id);
    const message: InvalidateMessage = {
      kind: 'collection',
      project: project.internalId,
      databaseId: database.$id,
      collectionId: row.$id,
    };
    bus.broadcast(broadcasts.invalidate, message.kind, message);
  }
  return value;
}

/** Locks the schemas of several collections, always in the same order. False: one of them is gone. */
export async function lockSchemas(writer: Writer, places: readonly Omit<SchemaPlace, 'project'>[]): Promise<boolean> {
  const byNumber = new Map(places.map((place) => [place.row.$internalId, place]));
  for (const [, place] of [...byNumber].sort(([a], [b]) => a - b)) if (!(await lockSchema(writer, place))) return false;
  return true;
}

/** Shows the console's sockets what became of an attribute or index; nobody else hears of it. */
export function tell({ bus }: Tools, place: Place, kind: Kind, row: Row, action: 'update' | 'delete'): void {
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
