/** Opening users' collections: from the catalogue's rows to a compiled schema. */
import type { Bus } from '@plinth/bus';
import {
  ALONE,
  type AttributeSchema,
  type Collection,
  type Family,
  hasShadow,
  type IndexSchema,
  type MaybePromise,
  type Reader,
  type Store,
  type SystemRow,
} from '@plinth/database';
import { broadcasts, type InvalidateMessage } from '@plinth/definitions';
import type { Project } from '../projects/project.js';
import { type Neighbour, neighboursOf, relationsOf } from './relations.js';

export interface OpenCollection {
  readonly database: SystemRow<'databases'>;
  readonly row: SystemRow<'collections'>;
  readonly attributes: readonly SystemRow<'attributes'>[];
  readonly indexes: readonly SystemRow<'indexes'>[];
  readonly collection: Collection;
  /** The collections at the other side of its relations, those included that only the other side shows. */
  readonly neighbours: readonly Neighbour[];
  /** Grows with every change of the collection, its attributes and indexes. */
  readonly revision: number;
}

const KEPT_MILLISECONDS = 10_000;
const KEPT_MAX = 10_000;
const ATTRIBUTES_MAX = 1017;
const INDEXES_MAX = 64;
const RELATIONSHIPS_MAX = 100_000;

export class Collections {
  readonly #kept = new Map<string, { opened: OpenCollection; until: number }>();

  constructor(private readonly store: Store) {}

  async follow(bus: Bus): Promise<void> {
    await bus.on(broadcasts.invalidate, 'collection', (message: InvalidateMessage) => {
      if (message.kind === 'collection')
        this.#kept.delete(keyOf(message.project, message.databaseId, message.collectionId));
    });
    bus.onReconnect(() => this.#kept.clear());
  }

  /** The collection as it was at most 10 s ago; null when it, or its database, is not there. */
  open(project: Project, databaseId: string, collectionId: string): MaybePromise<OpenCollection | null> {
    const key = keyOf(project.internalId, databaseId, collectionId);
    const kept = this.#kept.get(key);
    if (kept && kept.until > Date.now()) return kept.opened;
    return this.#openAnew(key, project, databaseId, collectionId);
  }

  async #openAnew(
    key: string,
    project: Project,
    databaseId: string,
    collectionId: string,
  ): Promise<OpenCollection | null> {
    const opened = await this.read(project, databaseId, collectionId);
    if (this.#kept.size >= KEPT_MAX) this.#kept.clear();
    if (opened) this.#kept.set(key, { opened, until: Date.now() + KEPT_MILLISECONDS });
    else this.#kept.delete(key);
    return opened;
  }

  /** The collections that can be reached through at most so many relations, by number; without those that are gone. */
  family(project: Project, start: OpenCollection, hops = Number.POSITIVE_INFINITY): MaybePromise<Family> {
    return start.neighbours.length === 0 ? ALONE : this.#familyOf(project, start, hops);
  }

  async #familyOf(project: Project, start: OpenCollection, hops: number): Promise<Family> {
    const family = new Map<number, Collection>([[start.row.$internalId, start.collection]]);
    let level = [start];
    for (let hop = 0; hop < hops && level.length > 0; hop++) {
      const next: OpenCollection[] = [];
      for (const { number, collectionId } of level.flatMap(({ neighbours }) => neighbours)) {
        if (family.has(number)) continue;
        const opening = this.open(project, start.database.$id, collectionId);
        const opened = opening instanceof Promise ? await opening : opening;
        if (opened?.row.$internalId !== number) continue;
        family.set(number, opened.collection);
        next.push(opened);
      }
      level = next;
    }
    return family;
  }

  /** Whether the stored collection, or one that it is related to, differs; the next `open` then reads it anew. */
  async isStale(project: Project, start: OpenCollection): Promise<boolean> {
    const checked = new Set<number>();
    for (let level = [start]; level.length > 0; ) {
      const stale = await Promise.all(level.map((opened) => this.#isStale(project, opened)));
      if (stale.includes(true)) return true;
      for (const { row } of level) checked.add(row.$internalId);
      const next = level.flatMap(({ neighbours }) => neighbours).filter(({ number }) => !checked.has(number));
      // What is not kept will be read anyway.
      level = [...new Set(next.map(({ collectionId }) => collectionId))].flatMap((collectionId) => {
        const kept = this.#kept.get(keyOf(project.internalId, start.database.$id, collectionId));
        return kept ? [kept.opened] : [];
      });
    }
    return false;
  }

  async #isStale(project: Project, { database, row, revision }: OpenCollection): Promise<boolean> {
    const [now, parent] = await Promise.all([
      project.documents.revision('collections', row.$id, database.$internalId),
      project.documents.revision('databases', database.$id),
    ]);
    if (now === revision && parent !== null) return false;
    this.forget(project, database.$id, row.$id);
    return true;
  }

  forget(project: Project, databaseId: string, collectionId: string): void {
    this.forgetNumber(project.internalId, databaseId, collectionId);
  }

  forgetNumber(project: number, databaseId: string, collectionId: string): void {
    this.#kept.delete(keyOf(project, databaseId, collectionId));
  }

  /** Of all collections of a database, some of which may be related to each other. */
  forgetDatabase(project: Project, databaseId: string): void {
    const prefix = keyOf(project.internalId, databaseId, '');
    for (const key of this.#kept.keys()) if (key.startsWith(prefix)) this.#kept.delete(key);
  }

  /** As it is in the database now. */
  async read(project: Project, databaseId: string, collectionId: string): Promise<OpenCollection | null> {
    const { documents } = project;
    const database = await documents.get('databases', databaseId);
    if (!database) return null;
    // Read before the rows: a change in between makes this copy look older than it is, never newer.
    const revision = await documents.revision('collections', collectionId, database.$internalId);
    const row =
      revision === null ? null : await documents.get('collections', collectionId, { scope: database.$internalId });
    if (!row || revision === null) return null;
    const where = { databaseInternalId: database.$internalId, collectionInternalId: row.$internalId };
    const [attributes, indexes, relationships] = await Promise.all([
      documents.findAll('attributes', where, ATTRIBUTES_MAX),
      documents.findAll('indexes', where, INDEXES_MAX),
      readRelationships(documents, database.$internalId),
    ]);
    const rows = { attributes, indexes, relationships };
    const collection = compile(this.store, project.internalId, database.$id, row, rows);
    const neighbours = neighboursOf(relationships, row.$internalId);
    return { database, row, attributes, indexes, collection, neighbours, revision };
  }
}

const keyOf = (project: number, databaseId: string, collectionId: string): string =>
  `${project}/${databaseId}/${collectionId}`.toLowerCase();

export const tableOf = (project: number, collection: number): string => `p${project}_c${collection}`;

/** All relationship attributes of a database: a collection must know of those that lead to it too. */
export const readRelationships = (documents: Reader, database: number): Promise<SystemRow<'attributes'>[]> =>
  documents.findAll('attributes', { databaseInternalId: database, type: 'relationship' }, RELATIONSHIPS_MAX);

export interface SchemaRows {
  readonly attributes: readonly SystemRow<'attributes'>[];
  readonly indexes: readonly SystemRow<'indexes'>[];
  /** The relationship attributes of the database. */
  readonly relationships: readonly SystemRow<'attributes'>[];
}

/** The schema that documents are held against: available attributes and indexes only. */
export function compile(
  store: Store,
  project: number,
  databaseId: string,
  row: SystemRow<'collections'>,
  { attributes = [], indexes = [], relationships = [] }: Partial<SchemaRows> = {},
): Collection {
  return store.compile({
    table: tableOf(project, row.$internalId),
    shared: false,
    scope: null,
    attributes: attributes
      .filter(({ status, type }) => status === 'available' && type !== 'relationship')
      .map(attributeSchema),
    indexes: indexes.filter(({ status }) => status === 'available' || status === 'processing').map(indexSchema),
    relations: relationsOf(project, row.$internalId, relationships),
    permissions: row.$permissions,
    documentSecurity: row.documentSecurity,
    strict: true,
    version: row.schemaVersion,
    constants: { $databaseId: databaseId, $collectionId: row.$id },
  });
}

/** The data layer's view of an attribute row. */
export function attributeSchema(row: SystemRow<'attributes'>): AttributeSchema {
  const type = row.type as AttributeSchema['type'];
  const { elements, min, max } = row.formatOptions as {
    elements?: string[];
    min?: number | bigint;
    max?: number | bigint;
  };
  return {
    key: row.key,
    column: `a${row.$internalId}`,
    type,
    size: row.size,
    array: row.array,
    required: row.required,
    default: row.default,
    format: row.format as AttributeSchema['format'],
    ...(elements ? { elements } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    shadow: hasShadow(type, row.size, row.array),
  };
}

export function indexSchema(row: SystemRow<'indexes'>): IndexSchema {
  return {
    key: row.key,
    id: row.$internalId,
    type: row.type as IndexSchema['type'],
    attributes: row.attributes,
    orders: row.orders,
    available: row.status === 'available',
  };
}
