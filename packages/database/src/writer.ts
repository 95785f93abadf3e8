/** Writing documents of one project inside a transaction. */
import { parsePermission } from '@plinth/definitions';
import { quote } from './dialect.js';
import {
  type Access,
  BYPASS,
  type Document,
  type NewDocument,
  type NewSystemRow,
  PERMISSION_TYPES,
  type SystemName,
  type SystemRow,
} from './document.js';
import type { RunResult } from './engine.js';
import { ForbiddenError, NotFoundError, StaleError } from './errors.js';
import { words } from './fold.js';
import { isoTime, newId } from './ids.js';
import { resolveOperators } from './operators.js';
import { may, Reader, type Sources } from './reader.js';
import { LINKS, type Links, linkColumn, linksOf } from './relations/relation.js';
import type { AttributeSchema, Collection } from './schema.js';
import type { SqlValue } from './sql.js';
import { changedStructure, structureOf } from './structure.js';
import type { UnitOfWork } from './unit-of-work.js';

export interface UpdateOptions {
  readonly access?: Access;
  readonly scope?: SqlValue;
  /** Called with the row under its lock, before rights are looked at. */
  readonly found?: (row: Document) => void;
  /** ISO time: a row changed later is refused with `StaleError`. */
  readonly ifNotChangedSince?: string | null;
  /** Leaves `$updatedAt` as it is. */
  readonly quiet?: boolean;
}

export interface Changed<Row> {
  readonly row: Row;
  readonly before: Row;
}

/** A new document, checked, with what its statement binds. */
export interface PreparedRow {
  readonly row: Document;
  readonly columns: readonly string[];
  readonly values: readonly SqlValue[];
}

/** New rows in one statement, and the values that they may bind together. */
const ROWS_AT_ONCE = 100;
const VALUES_AT_ONCE = 10_000;
export class Writer extends Reader {
  constructor(
    project: number,
    readonly transaction: UnitOfWork,
    sources: Sources,
  ) {
    super(project, {
      ...sources,
      collection: (name) => sources.collection(name),
      read: (sql, values) => transaction.connection.all(sql, values),
      snapshot: (read) => read(transaction.connection),
      kept: undefined,
    });
  }

  /** Inserts a document and waits for its number. An existing ID or unique value is a `DuplicateError`. */
  create<N extends SystemName>(collection: N, row: NewSystemRow<N>): Promise<SystemRow<N>>;
  create(collection: Collection, document: NewDocument): Promise<Document>;
  async create(name: SystemName | Collection, document: NewDocument): Promise<unknown> {
    const collection = this.resolve(name);
    const { row, inserted } = this.#insert(collection, document);
    const { insertId } = await inserted;
    this.#insertGrants(collection, row, '?', [insertId]);
    this.#insertTokens(collection, row, '?', [insertId]);
    row.$internalId = insertId;
    return row;
  }

  /** As `create`, but sends everything at once: the row has no number yet, and a refusal comes with the commit. */
  append(collection: Collection, document: NewDocument): Document {
    const { row, inserted } = this.#insert(collection, document);
    if (inserted instanceof Promise) this.transaction.later(inserted);
    this.#insertGrants(collection, row, collection.dialect.lastId, []);
    this.#insertTokens(collection, row, collection.dialect.lastId, []);
    return row;
  }

  #insert(collection: Collection, document: NewDocument): { row: Document; inserted: RunResult | Promise<RunResult> } {
    const prepared = this.prepare(collection, document);
    return { row: prepared.row, inserted: this.#insertRows(collection, [prepared]) };
  }

  #insertRows(collection: Collection, rows: readonly PreparedRow[]): RunResult | Promise<RunResult> {
    this.transaction.touch(collection);
    const { columns = [] } = rows[0] ?? {};
    const marks = `(${columns.map(() => '?').join(', ')})`;
    const sql = `INSERT INTO ${collection.name} (${columns.join(', ')}) VALUES ${rows.map(() => marks).join(', ')}`;
    const values = rows.length === 1 ? (rows[0]?.values ?? []) : rows.flatMap((row) => row.values);
    return this.transaction.connection.run(sql, values);
  }

  /** Checks a new document and makes what is inserted of it. Throws `StructureError`. */
  prepare(collection: Collection, document: NewDocument): PreparedRow {
    const { schema, dialect } = collection;
    const id = document.$id === 'unique()' ? newId() : document.$id;
    const now = isoTime();
    const created = typeof document.$createdAt === 'string' && !schema.strict ? document.$createdAt : now;
    const permissions = document.$permissions ?? [];
    const row: Record<string, unknown> = {};
    const columns = ['_uid', '_created', '_updated', '_perms'];
    const values: SqlValue[] = [
      id,
      dialect.encode('datetime', created),
      dialect.encode('datetime', now),
      JSON.stringify(permissions),
    ];
    if (schema.shared) {
      columns.push('_project');
      values.push(this.project);
    }
    const links = (document as { [LINKS]?: Links })[LINKS];
    for (const relation of links ? collection.ownLinks : []) {
      const number = links?.[relation.id] ?? null;
      if (number === null) continue;
      columns.push(quote(linkColumn(relation)));
      values.push(number);
    }
    for (const [attribute, value] of this.#structure(collection, document)) {
      row[attribute.key] = value ?? attribute.fallback ?? (attribute.array ? [] : null);
      if (value === null || value === undefined) continue;
      for (const [column, encoded] of collection.columnsOf(attribute, value)) {
        columns.push(quote(column));
        values.push(encoded);
      }
    }
    Object.assign(
      row,
      { $internalId: 0, $id: id, $createdAt: created, $updatedAt: now, $permissions: [...permissions] },
      schema.constants,
      links ? { [LINKS]: links } : {},
    );
    return { row: row as Document, columns, values };
  }

  /** As `append`, for many documents in few statements. */
  appendPrepared(collection: Collection, prepared: readonly PreparedRow[]): void {
    if (collection.fulltext.length > 0) {
      // The words of a text need the number of its row, which only its own statement tells.
      for (const one of prepared) {
        const inserted = this.#insertRows(collection, [one]);
        if (inserted instanceof Promise) this.transaction.later(inserted);
        this.#insertGrants(collection, one.row, collection.dialect.lastId, []);
        this.#insertTokens(collection, one.row, collection.dialect.lastId, []);
      }
      return;
    }
    const alike = new Map<string, PreparedRow[]>();
    for (const one of prepared) {
      const key = one.columns.join();
      const rows = alike.get(key);
      if (rows) rows.push(one);
      else alike.set(key, [one]);
    }
    for (const rows of alike.values()) {
      const most = Math.max(1, Math.min(ROWS_AT_ONCE, Math.floor(VALUES_AT_ONCE / (rows[0]?.columns.length ?? 1))));
      for (let at = 0; at < rows.length; at += most) {
        const chunk = rows.slice(at, at + most);
        const inserted = this.#insertRows(collection, chunk);
        if (inserted instanceof Promise) this.transaction.later(inserted);
        this.#insertSameGrants(collection, chunk);
      }
    }
  }

  /** The grants of documents whose numbers nobody knows yet: one statement a role. */
  #insertSameGrants(collection: Collection, prepared: readonly PreparedRow[]): void {
    if (!hasGrants(collection)) return;
    const byRole = new Map<string, string[]>();
    for (const { row } of prepared) {
      for (const entry of row.$permissions) {
        const parsed = parsePermission(entry);
        if (parsed?.type !== 'read') continue;
        const ids = byRole.get(parsed.role);
        if (ids) ids.push(row.$id);
        else byRole.set(parsed.role, [row.$id]);
      }
    }
    for (const [role, ids] of byRole) {
      const marks = ids.map(() => '?').join(', ');
      const sql = `${collection.dialect.insertIgnore} ${collection.permissionTable} (_doc, _type, _role)
        SELECT _id, ${PERMISSION_TYPES.read}, ? FROM ${collection.name} WHERE _uid IN (${marks})`;
      this.transaction.later(this.transaction.connection.run(sql, [role, ...ids]));
    }
  }

  #structure(
    collection: Collection,
    document: Readonly<Record<string, unknown>>,
  ): Iterable<[AttributeSchema, unknown]> {
    if (collection.schema.strict) return structureOf(collection, document);
    // What reads would make of nothing is stored, so that filters find it.
    return collection.schema.attributes.map((attribute) => [
      attribute,
      document[attribute.key] ?? (typeof attribute.fallback === 'object' ? null : attribute.fallback),
    ]);
  }

  /** Grants of reading as rows, which lists are filtered by. `target` is SQL for the document's number. */
  #insertGrants(collection: Collection, row: Document, target: string, targetValues: readonly SqlValue[]): void {
    if (!hasGrants(collection) || row.$permissions.length === 0) return;
    const values: SqlValue[] = [];
    const rows: string[] = [];
    for (const entry of row.$permissions) {
      const parsed = parsePermission(entry);
      // Who may change a row is told by the row itself, which is read then anyway.
      if (parsed?.type !== 'read') continue;
      rows.push(`(${target}, ?, ?)`);
      values.push(...targetValues, PERMISSION_TYPES.read, parsed.role);
    }
    if (rows.length === 0) return;
    const sql = `${collection.dialect.insertIgnore} ${collection.permissionTable} (_doc, _type, _role)
      VALUES ${rows.join(', ')}`;
    this.transaction.later(this.transaction.connection.run(sql, values));
  }

  #insertTokens(
    collection: Collection,
    row: Readonly<Record<string, unknown>>,
    target: string,
    targetValues: readonly SqlValue[],
  ): void {
    for (const index of collection.fulltext) {
      const key = index.attributes[0] ?? '';
      const text = row[key];
      if (typeof text === 'string') this.#tokens(collection, index.id, text, target, targetValues);
    }
  }

  #tokens(
    collection: Collection,
    index: number,
    text: string,
    target: string,
    targetValues: readonly SqlValue[],
  ): void {
    const found = words(text);
    // Long texts go in slices, so that no statement grows past what a server takes.
    for (let at = 0; at < found.length; at += 500) {
      const slice = found.slice(at, at + 500);
      const values = slice.flatMap((word) => [
        collection.schema.shared ? this.project : 0,
        index,
        word,
        ...targetValues,
      ]);
      const sql = `${collection.dialect.insertIgnore} ${collection.tokenTable} (_project, _index, _token, _doc)
        VALUES ${slice.map(() => `(?, ?, ?, ${target})`).join(', ')}`;
      this.transaction.later(this.transaction.connection.run(sql, values));
    }
  }

  /**
   * Changes the named keys of a document under its row lock. Throws `NotFoundError`, `ForbiddenError`, `StaleError`,
   * `StructureError`, `DuplicateError`, in this order.
   */
  update<N extends SystemName>(
    collection: N,
    id: string,
    change: Partial<SystemRow<N>>,
    options?: UpdateOptions,
  ): Promise<Changed<SystemRow<N>>>;
  update(
    collection: Collection,
    id: string,
    change: Readonly<Record<string, unknown>>,
    options?: UpdateOptions,
  ): Promise<Changed<Document>>;
  async update(
    name: SystemName | Collection,
    id: string,
    change: Readonly<Record<string, unknown>>,
    options: UpdateOptions = {},
  ): Promise<Changed<unknown>> {
    const collection = this.resolve(name);
    return this.change(collection, await this.lock(collection, id, 'update', options), change, options);
  }

  /** As `update`, of a row that is locked and may be changed. */
  change(
    collection: Collection,
    before: Document,
    given: Readonly<Record<string, unknown>>,
    options: Pick<UpdateOptions, 'quiet'> = {},
  ): Changed<Document> {
    const change = collection.schema.strict ? resolveOperators(collection, before, given) : given;
    const permissions = Array.isArray(change.$permissions) ? (change.$permissions as string[]) : null;
    const row: Document = { ...before, $updatedAt: options.quiet ? before.$updatedAt : isoTime() };
    const assignments = ['_updated = ?', '_rev = _rev + 1'];
    const values: SqlValue[] = [collection.dialect.encode('datetime', row.$updatedAt)];
    for (const [attribute, value] of this.#changes(collection, before, change)) {
      row[attribute.key] = value ?? attribute.fallback ?? (attribute.array ? [] : null);
      for (const [column, encoded] of collection.columnsOf(attribute, value)) {
        assignments.push(`${quote(column)} = ?`);
        values.push(encoded);
      }
    }
    const links = (given as { [LINKS]?: Links })[LINKS];
    if (links) {
      for (const relation of collection.ownLinks) {
        const number = links[relation.id];
        if (number === undefined) continue;
        assignments.push(`${quote(linkColumn(relation))} = ?`);
        values.push(number);
      }
      Object.assign(row, { [LINKS]: { ...linksOf(before), ...links } });
    }
    if (permissions) {
      assignments.push('_perms = ?');
      values.push(JSON.stringify(permissions));
      row.$permissions = [...permissions];
    }
    this.transaction.touch(collection);
    const { connection } = this.transaction;
    this.transaction.later(
      connection.run(`UPDATE ${collection.name} SET ${assignments.join(', ')} WHERE _id = ?`, [
        ...values,
        before.$internalId,
      ]),
    );
    if (permissions && hasGrants(collection) && JSON.stringify(permissions) !== JSON.stringify(before.$permissions)) {
      this.transaction.later(
        connection.run(`DELETE FROM ${collection.permissionTable} WHERE _doc = ?`, [before.$internalId]),
      );
      this.#insertGrants(collection, row, '?', [before.$internalId]);
    }
    this.#updateTokens(collection, before, row);
    return { row, before };
  }

  #changes(
    collection: Collection,
    before: Document,
    change: Readonly<Record<string, unknown>>,
  ): Iterable<[AttributeSchema, unknown]> {
    if (collection.schema.strict) return changedStructure(collection, before, change);
    return collection.schema.attributes
      .filter(({ key }) => change[key] !== undefined)
      .map((attribute) => [attribute, change[attribute.key]]);
  }

  #updateTokens(collection: Collection, before: Document, row: Document): void {
    for (const { id, attributes } of collection.fulltext) {
      const key = attributes[0] ?? '';
      if (row[key] === before[key]) continue;
      const { connection } = this.transaction;
      this.transaction.later(
        connection.run(`DELETE FROM ${collection.tokenTable} WHERE _doc = ? AND _index = ?`, [before.$internalId, id]),
      );
      const text = row[key];
      if (typeof text === 'string') this.#tokens(collection, id, text, '?', [before.$internalId]);
    }
  }

  /** Writes the tokens of one stored row, for an index that is being built. */
  addTokens(collection: Collection, index: number, text: string, number: number): void {
    this.#tokens(collection, index, text, '?', [number]);
  }

  /** Deletes a document with its grants and tokens; gives it as it was. Throws as `update` does. */
  delete<N extends SystemName>(collection: N, id: string, options?: UpdateOptions): Promise<SystemRow<N>>;
  delete(collection: Collection, id: string, options?: UpdateOptions): Promise<Document>;
  async delete(name: SystemName | Collection, id: string, options: UpdateOptions = {}): Promise<unknown> {
    const collection = this.resolve(name);
    const row = await this.lock(collection, id, 'delete', options);
    const { connection } = this.transaction;
    this.transaction.touch(collection);
    if (hasGrants(collection))
      this.transaction.later(
        connection.run(`DELETE FROM ${collection.permissionTable} WHERE _doc = ?`, [row.$internalId]),
      );
    if (collection.fulltext.length > 0)
      this.transaction.later(connection.run(`DELETE FROM ${collection.tokenTable} WHERE _doc = ?`, [row.$internalId]));
    this.transaction.later(connection.run(`DELETE FROM ${collection.name} WHERE _id = ?`, [row.$internalId]));
    return row;
  }

  /** The row under its lock, for a change or deletion that is allowed. Throws the first three of what `update` does. */
  async lock(collection: Collection, id: string, type: 'update' | 'delete', options: UpdateOptions): Promise<Document> {
    const { access = BYPASS, scope, found, ifNotChangedSince } = options;
    const row = await this.get(collection, id, { lock: true, ...(scope === undefined ? {} : { scope }) });
    if (!row) throw new NotFoundError('There is no such row.');
    found?.(row);
    if (!may(collection, row, access, type)) throw new ForbiddenError(`The row may not be ${type}d.`);
    if (ifNotChangedSince && row.$updatedAt > ifNotChangedSince) throw new StaleError('The row was changed since.');
    return row;
  }

  /** Deletes rows by equal values, at most `limit`; gives how many went. For clean-up that may be repeated. */
  async deleteWhere(name: SystemName, where: Readonly<Record<string, SqlValue>>, limit = 500): Promise<number> {
    const collection = this.resolve(name);
    const condition = this.equals(collection, where);
    return this.#deleteRows(collection, condition.sql, condition.values, limit);
  }

  async #deleteRows(
    collection: Collection,
    where: string,
    values: readonly SqlValue[],
    limit: number,
  ): Promise<number> {
    const { connection } = this.transaction;
    const rows = await connection.all(
      `SELECT t._id FROM ${collection.name} t WHERE ${where} ORDER BY t._id LIMIT ${limit}`,
      values,
    );
    const numbers = rows.map((row) => Number(row[0]));
    await this.deleteNumbers(collection, numbers);
    return numbers.length;
  }

  /** Deletes rows by number, whichever project they belong to; those that are gone already are passed over. */
  async deleteNumbers(name: SystemName | Collection, numbers: readonly number[]): Promise<void> {
    if (numbers.length === 0) return;
    const collection = this.resolve(name);
    const { connection } = this.transaction;
    const marks = numbers.map(() => '?').join(', ');
    if (hasGrants(collection))
      await connection.run(`DELETE FROM ${collection.permissionTable} WHERE _doc IN (${marks})`, numbers);
    if (collection.fulltext.length > 0)
      await connection.run(`DELETE FROM ${collection.tokenTable} WHERE _doc IN (${marks})`, numbers);
    await connection.run(`DELETE FROM ${collection.name} WHERE _id IN (${marks})`, numbers);
    this.transaction.touch(collection);
  }

  /** Adds to a whole-number attribute in place; the result is never below zero. */
  async add(name: SystemName, id: string, attribute: string, by: number): Promise<void> {
    const collection = this.resolve(name);
    const column = quote(collection.byKey.get(attribute)?.column ?? '');
    const condition = this.equals(collection, { _uid: id });
    const least = collection.dialect.name === 'sqlite' ? 'MAX' : 'GREATEST';
    await this.transaction.connection.run(
      `UPDATE ${collection.name}${collection.dialect.name === 'sqlite' ? ' AS t' : ' t'}
        SET ${column} = ${least}(0, COALESCE(${column}, 0) + ?) WHERE ${condition.sql}`,
      [by, ...condition.values],
    );
    this.transaction.touch(collection);
  }
}

const hasGrants = ({ schema }: Collection): boolean => schema.documentSecurity || schema.strict;
