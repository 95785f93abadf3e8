/** Reading documents of one project. */
import { stringifyJson } from '@plinth/definitions';
import { type AggregateOptions, planAggregates } from './aggregate.js';
import {
  type Access,
  BYPASS,
  type Document,
  type GrantType,
  grants,
  type SystemName,
  type SystemRow,
} from './document.js';
import type { Connection, MaybePromise } from './engine.js';
import { CursorError } from './errors.js';
import { type Kept, type Recall, readAnew, rowsBytes, type Weighed } from './kept.js';
import { keyset, type Plan, type PlanOptions, PROJECT, plan, type SqlPart } from './queries/plan.js';
import type { Query } from './queries/query.js';
import { type Expansion, expand } from './relations/expand.js';
import type { Collection, Selection } from './schema.js';
import type { SqlRow, SqlValue } from './sql.js';

/** Larger sets report this number as their total. */
export const TOTAL_MAX = 5000;

export interface GetOptions {
  /** Attribute keys to read; all where absent. */
  readonly select?: readonly string[];
  /** Value of the attribute within which IDs of this collection are unique. */
  readonly scope?: SqlValue;
  readonly lock?: boolean;
}

export interface ListOptions extends Omit<PlanOptions, 'access' | 'limitMax'> {
  readonly access?: Access;
  readonly limitMax?: number;
  /** Fixed conditions beside the queries: column equals value. */
  readonly where?: Readonly<Record<string, SqlValue>>;
  /** Locks the rows of the page, inside a transaction. */
  readonly lock?: boolean;
}

export interface List<Row = Document> {
  readonly total: number;
  readonly rows: Row[];
}

export interface Sources {
  collection(name: SystemName): Collection;
  read(sql: string, values: readonly SqlValue[], heavy: boolean): MaybePromise<SqlRow[]>;
  snapshot<T>(read: (connection: Connection) => Promise<T>): Promise<T>;
  readonly limitMax: number;
  /** Kept answers; absent inside a transaction, which sees its own writes. */
  readonly kept?: Kept | undefined;
}

export class Reader {
  /** See `expand` in relations/. */
  expand(collection: Collection, rows: readonly Document[], expansion: Expansion): Promise<Document[]> {
    return expand(this.sources, collection, rows, expansion);
  }

  constructor(
    /** Number of the project; 0 is the console. */
    readonly project: number,
    protected readonly sources: Sources,
  ) {}

  protected resolve(collection: SystemName | Collection): Collection {
    return typeof collection === 'string' ? this.sources.collection(collection) : collection;
  }

  /** One document by ID, or null. Permissions are the caller's to check with `grants`. */
  get<N extends SystemName>(collection: N, id: string, options?: GetOptions): Promise<SystemRow<N> | null>;
  get(collection: Collection, id: string, options?: GetOptions): Promise<Document | null>;
  async get(name: SystemName | Collection, id: string, options: GetOptions = {}): Promise<unknown> {
    const collection = this.resolve(name);
    const { schema } = collection;
    if (schema.strict && !options.lock) {
      const recalling = this.#recall(collection);
      const recall = recalling instanceof Promise ? await recalling : recalling;
      const key = `${schema.table}\n${schema.version}\n${id}\n${options.select?.join('\n') ?? '*'}`;
      return recall(key, () => this.#row(collection, { _uid: id }, options));
    }
    const scoped = schema.scope && options.scope !== undefined ? { [schema.scope]: options.scope } : {};
    return this.#one(collection, { _uid: id, ...scoped }, options);
  }

  /** What is kept of a collection's answers as of now. System rows are kept by those who know when they change. */
  #recall(collection: Collection): MaybePromise<Recall> {
    const { kept } = this.sources;
    return kept && collection.schema.strict ? kept.at(collection.schema.table) : readAnew;
  }

  /** One document by its number. */
  async byNumber<N extends SystemName>(
    name: N,
    number: number,
    options: GetOptions = {},
  ): Promise<SystemRow<N> | null> {
    return (await this.#one(this.resolve(name), { _id: number }, options)) as SystemRow<N> | null;
  }

  /** The oldest document whose attributes equal the given values, or null. */
  async findOne<N extends SystemName>(
    name: N,
    where: Readonly<Record<string, SqlValue>>,
    options: GetOptions = {},
  ): Promise<SystemRow<N> | null> {
    return (await this.#one(this.resolve(name), where, options)) as SystemRow<N> | null;
  }

  async #one(
    collection: Collection,
    where: Readonly<Record<string, SqlValue>>,
    options: GetOptions,
  ): Promise<Document | null> {
    const row = this.#row(collection, where, options);
    return (row instanceof Promise ? await row : row).answer;
  }

  #row(
    collection: Collection,
    where: Readonly<Record<string, SqlValue>>,
    { select, lock }: GetOptions,
  ): MaybePromise<Weighed<Document | null>> {
    const selection = collection.selection(select ?? null);
    const condition = this.equals(collection, where);
    const sql = `SELECT ${selection.columns} FROM ${collection.name} t
      WHERE ${condition.sql} ORDER BY t._id LIMIT 1${lock ? this.forUpdate(collection) : ''}`;
    const decode = (rows: SqlRow[]) => ({
      answer: rows[0] ? selection.decode(rows[0]) : null,
      bytes: rowsBytes(rows),
    });
    const rows = this.sources.read(sql, condition.values, false);
    return rows instanceof Promise ? rows.then(decode) : decode(rows);
  }

  protected forUpdate(collection: Collection): string {
    return collection.dialect.forUpdate;
  }

  /**
   * All documents whose attributes equal the given values, oldest first, at most `limit`. With `select` the other
   * attributes are left out.
   */
  async findAll<N extends SystemName>(
    name: N,
    where: Readonly<Record<string, SqlValue>>,
    limit = 1000,
    afterNumber = 0,
    select: readonly string[] | null = null,
  ): Promise<SystemRow<N>[]> {
    const collection = this.resolve(name);
    const selection = collection.selection(select);
    const condition = this.equals(collection, where);
    const sql = `SELECT ${selection.columns} FROM ${collection.name} t
      WHERE ${condition.sql} AND t._id > ? ORDER BY t._id LIMIT ${limit}`;
    const rows = await this.sources.read(sql, [...condition.values, afterNumber], false);
    return rows.map((row) => selection.decode(row) as unknown as SystemRow<N>);
  }

  /** How often a document was changed; null when it is gone. One cheap read that tells whether a cached copy is old. */
  async revision(name: SystemName, id: string, scope?: SqlValue): Promise<number | null> {
    const collection = this.resolve(name);
    const scoped = collection.schema.scope && scope !== undefined ? { [collection.schema.scope]: scope } : {};
    const condition = this.equals(collection, { _uid: id, ...scoped });
    const rows = await this.sources.read(
      `SELECT t._rev FROM ${collection.name} t WHERE ${condition.sql}`,
      condition.values,
      false,
    );
    return rows[0] ? Number(rows[0][0]) : null;
  }

  /** How many documents have these values, exactly. */
  async count(
    name: SystemName | Collection,
    where: Readonly<Record<string, SqlValue>> = {},
    max?: number,
  ): Promise<number> {
    const collection = this.resolve(name);
    const condition = this.equals(collection, where);
    const rows = await this.sources.read(
      `SELECT COUNT(*) FROM (SELECT 1 FROM ${collection.name} t WHERE ${condition.sql}${max ? ` LIMIT ${max}` : ''}) q`,
      condition.values,
      max === undefined,
    );
    return Number(rows[0]?.[0] ?? 0);
  }

  /** Column conditions of the project, and of the given attributes. Unknown names are programming errors. */
  protected equals(collection: Collection, where: Readonly<Record<string, SqlValue>>): SqlPart {
    const parts: string[] = [];
    const values: SqlValue[] = [];
    if (collection.schema.shared) {
      parts.push('t._project = ?');
      values.push(this.project);
    }
    for (const [key, value] of Object.entries(where)) {
      const attribute = collection.byKey.get(key);
      if (!attribute && key !== '_uid' && key !== '_id')
        throw new Error(`${collection.schema.table} has no attribute ${key}.`);
      const comparable = attribute ? collection.comparable(attribute) : key;
      const column = comparable.startsWith('fold(') ? `t.\`${attribute?.column}\`` : `t.${comparable}`;
      if (value === null) parts.push(`${column} IS NULL`);
      else {
        parts.push(`${column} = ?`);
        values.push(attribute ? (collection.columnsOf(attribute, value).at(-1)?.[1] ?? null) : value);
      }
    }
    return { sql: parts.length ? parts.join(' AND ') : '1 = 1', values };
  }

  /** A page of documents with the total behind the filters, capped at 5000. Throws `QueryError`, `CursorError`. */
  list<N extends SystemName>(
    collection: N,
    queries: readonly Query[],
    options?: ListOptions,
  ): Promise<List<SystemRow<N>>>;
  list(collection: Collection, queries: readonly Query[], options?: ListOptions): Promise<List>;
  async list(
    name: SystemName | Collection,
    queries: readonly Query[],
    options: ListOptions = {},
  ): Promise<List<unknown>> {
    const collection = this.resolve(name);
    const planned = plan(collection, queries, { access: BYPASS, limitMax: this.sources.limitMax, ...options });
    const where = this.#conditions(collection, planned, options);
    const recalling = planned.isNear ? this.#recall(collection) : readAnew;
    const recall = recalling instanceof Promise ? await recalling : recalling;
    const { cursor, limit, offset, selection } = planned;
    const filters = recall === readAnew ? '' : keyOf(collection, where);
    const part = `${limit} ${offset} ${cursor?.before} ${cursor?.id}`;
    const order = planned.orders.flatMap(({ values }) => values);
    const page = `${filters}\n${orderBy(planned)}\n${stringifyJson(order)}\n${part}\n${selection.columns}`;
    const reading = limit === 0 ? [] : recall(page, () => this.#readPage(collection, planned, where, options));
    // The total behind a cursor is another question than its page, so both may be on their way at once.
    const counting = cursor ? this.#total(collection, where, planned, recall, filters) : null;
    counting && Promise.resolve(counting).catch(() => undefined); // a page that fails is what is told
    const rows = reading instanceof Promise ? await reading : reading;
    const total =
      (await counting) ??
      implied(planned, rows.length) ??
      (await this.#total(collection, where, planned, recall, filters));
    return { total, rows };
  }

  /** Aggregates of the documents that the queries leave, by groups. Throws `QueryError`. */
  async aggregate(
    collection: Collection,
    queries: readonly Query[],
    options: AggregateOptions,
  ): Promise<Record<string, unknown>[]> {
    const planned = planAggregates(collection, queries, { limitMax: this.sources.limitMax, ...options });
    const values = planned.values.map((value) => (value === PROJECT ? 0 : value));
    const rows = await this.sources.read(planned.sql, values, true);
    return rows.map((row) => planned.decode(row));
  }

  #readPage(
    collection: Collection,
    planned: Plan,
    where: SqlPart,
    options: ListOptions,
  ): MaybePromise<Weighed<Document[]>> {
    const { cursor, selection } = planned;
    const decode = (rows: SqlRow[]) => {
      const documents = rows.map((row) => selection.decode(row));
      return { answer: cursor?.before ? documents.reverse() : documents, bytes: rowsBytes(rows) };
    };
    if (cursor === null) {
      const [sql, values, heavy] = this.#page(collection, planned, where, null, options.lock);
      const locked = options.lock ? `${sql}${this.forUpdate(collection)}` : sql;
      const rows = this.sources.read(locked, values, heavy);
      return rows instanceof Promise ? rows.then(decode) : decode(rows);
    }
    // The page must see its cursor row, so both are read from one state.
    return this.sources
      .snapshot(async (connection) => {
        const values = await this.#cursorValues(collection, planned, { ...options.where, _uid: cursor.id }, connection);
        const keys = keyset(collection, planned.orders, values, cursor.before);
        const [sql, bound] = this.#page(collection, planned, where, keys);
        return connection.all(sql, bound);
      })
      .then(decode);
  }

  #conditions(collection: Collection, planned: Plan, { where = {} }: ListOptions): SqlPart {
    const fixed = this.equals(collection, where);
    const values = planned.where.values.map((value) =>
      value === PROJECT ? (collection.schema.shared ? this.project : 0) : value,
    );
    return {
      sql: planned.where.sql ? `${fixed.sql} AND ${planned.where.sql}` : fixed.sql,
      values: [...fixed.values, ...values],
    };
  }

  #page(
    collection: Collection,
    planned: Plan,
    where: SqlPart,
    keys: SqlPart | null,
    isLocked = false,
  ): [string, SqlValue[], boolean] {
    const conditions = keys ? `${where.sql} AND ${keys.sql}` : where.sql;
    const given = [...where.values, ...(keys?.values ?? [])];
    const order = planned.orders.flatMap(({ values }) => values);
    const { selection, limit, offset } = planned;
    const edge = isLocked ? null : edgeAt(collection, planned, { sql: conditions, values: given });
    const found = edge ? `${conditions} AND ${edge.sql}` : conditions;
    const sql = `SELECT ${selection.columns} FROM ${collection.name} t
      WHERE ${found} ORDER BY ${orderBy(planned)} LIMIT ? OFFSET ?`;
    return [sql, [...given, ...(edge?.values ?? []), ...order, limit, offset], !planned.bounded];
  }

  /** The row must be of this list: IDs of a scoped collection are only unique within its fixed conditions. */
  async #cursorValues(
    collection: Collection,
    planned: Plan,
    where: Readonly<Record<string, SqlValue>>,
    connection: Connection,
  ): Promise<SqlRow> {
    const condition = this.equals(collection, where);
    const columns = planned.orders.map(({ expression }) => expression).join(', ');
    const rows = await connection.all(`SELECT ${columns} FROM ${collection.name} t WHERE ${condition.sql}`, [
      ...planned.orders.flatMap(({ values }) => values),
      ...condition.values,
    ]);
    if (!rows[0]) throw new CursorError(`There is no row ${JSON.stringify(where._uid)} to go on from.`);
    return rows[0];
  }

  #total(collection: Collection, where: SqlPart, planned: Plan, recall: Recall, filters: string): MaybePromise<number> {
    return recall(filters, async () => {
      const sql = `SELECT COUNT(*) FROM (SELECT 1 FROM ${collection.name} t WHERE ${where.sql} LIMIT ${TOTAL_MAX}) q`;
      const rows = await this.sources.read(sql, where.values, !planned.bounded);
      return { answer: Number(rows[0]?.[0] ?? 0), bytes: 0 };
    });
  }
}

/** Names what a list filters by; the version sets apart equal names of attributes that came after each other. */
function keyOf({ schema }: Collection, { sql, values }: SqlPart): string {
  return `${schema.table}\n${schema.version}\n${sql}\n${stringifyJson(values)}`;
}

function orderBy({ orders, cursor }: Plan): string {
  const backwards = cursor?.before ?? false;
  return orders
    .map(({ expression, descending }) => `${expression}${descending !== backwards ? ' DESC' : ''}`)
    .join(', ');
}

/** Pages that end further behind are sorted as a whole. */
const EDGE_ROWS_MAX = 1000;

/** Leaves the rows up to the page's end, and those that are equal to its last one. See `edge` of `Plan`. */
function edgeAt({ name }: Collection, { edge, limit, offset, cursor }: Plan, { sql, values }: SqlPart): SqlPart | null {
  const last = limit + Number(offset) - 1;
  if (edge === null || cursor?.before || last < 0 || last >= EDGE_ROWS_MAX) return null;
  const found = `(SELECT ${edge} FROM ${name} t WHERE ${sql} ORDER BY ${edge} DESC LIMIT 1 OFFSET ?)`;
  // Where there are fewer rows, or only those without a value are left, none is left out.
  return { sql: `(${edge} >= ${found} OR ${found} IS NULL)`, values: [...values, last, ...values, last] };
}

/** The total where the page tells it already: fewer rows than asked for, and not past the end. */
function implied({ limit, offset }: Plan, rows: number): number | null {
  if (limit === 0 || rows >= limit || (rows === 0 && Number(offset) > 0)) return null;
  return Math.min(TOTAL_MAX, Number(offset) + rows);
}

/** Whether a read of this document is allowed by the collection's grants or its own. */
export function mayRead(collection: Collection, document: Document, access: Access): boolean {
  return may(collection, document, access, 'read');
}

export function may(
  collection: Collection,
  document: { readonly $permissions: readonly string[] },
  access: Access,
  type: GrantType,
): boolean {
  if ('bypass' in access || grants(collection.schema.permissions, type, access.roles)) return true;
  return collection.schema.documentSecurity && grants(document.$permissions, type, access.roles);
}

export type { Selection };
