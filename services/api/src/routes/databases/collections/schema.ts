/** What the routes of attributes and indexes share: changing the schema of one collection. */
import {
  type AttributeRow,
  attributeView,
  compile,
  enqueueSchemaJob,
  type Hands,
  type IndexRow,
  inlineHands,
  isSmall,
  lockSchema,
  type OpenCollection,
  type SchemaPlace,
} from '@plinth/core';
import type { Collection } from '@plinth/database';
import { AppError, attributeTypes, type ErrorType, type SchemaJob } from '@plinth/definitions';
import type { Call } from '../../../call.js';
import type { Writing } from '../../../writing.js';
import { readSchema } from './collection.js';

export type SchemaCall = Pick<Call, 'project' | 'connections' | 'write'>;

export interface SchemaParams {
  readonly databaseId: string;
  readonly collectionId: string;
  readonly key: string;
}

/** A collection's schema under its lock, inside the write that changes it. */
export class SchemaWriting {
  constructor(
    readonly writing: Writing,
    readonly place: SchemaPlace,
    readonly attributes: readonly AttributeRow[],
    readonly indexes: readonly IndexRow[],
    private readonly call: SchemaCall,
  ) {}

  get documents() {
    return this.writing.documents;
  }

  /** The schema with these attributes; those that are not available are no part of it. */
  compile(attributes: readonly AttributeRow[] = this.attributes): Collection {
    const { project, database, row } = this.place;
    return compile(this.call.connections.store, project.internalId, database.$id, row, attributes, this.indexes);
  }

  /** Works on the tables inside this write; null where they must be left to a job. */
  async hands({ rebuilds }: { rebuilds: boolean }): Promise<Hands | null> {
    if (!this.call.connections.store.engine.dialect.transactionalSchema) return null;
    return !rebuilds || (await isSmall(this.documents, this.compile())) ? inlineHands(this.documents) : null;
  }

  enqueue(type: SchemaJob['type'], number: number): void {
    enqueueSchemaJob(this.documents, this.place, type, number);
  }

  /** Shows what became of an attribute or index, as the worker does where it makes the change. */
  show(kind: 'attributes' | 'indexes', action: 'update' | 'delete', row: AttributeRow | IndexRow): void {
    const placeholder = kind === 'attributes' ? 'attributeId' : 'indexId';
    this.writing.show({
      event: `databases.[databaseId].collections.[collectionId].${kind}.[${placeholder}].${action}`,
      ids: { databaseId: this.place.database.$id, collectionId: this.place.row.$id, [placeholder]: row.$id },
      model: kind === 'attributes' ? attributeTypes : 'index',
      value: kind === 'attributes' ? attributeView(row as AttributeRow) : row,
    });
  }
}

/** Runs a change of an opened collection's schema, one at a time; everybody who keeps the collection hears of it. */
export function writeSchema<T>(
  call: SchemaCall,
  { database, row }: OpenCollection,
  change: (schema: SchemaWriting) => Promise<T>,
  duplicate?: ErrorType,
): Promise<T> {
  const { project } = call;
  const place = { project, database, row };
  return call.write(
    async (writing) => {
      const { documents } = writing;
      if (!(await lockSchema(documents, place))) throw new AppError('collection_not_found');
      const { attributes, indexes } = await readSchema(documents, row);
      const ids = { databaseId: database.$id, collectionId: row.$id };
      writing.ids(ids);
      writing.invalidate({ kind: 'collection', project: project.internalId, ...ids });
      return change(new SchemaWriting(writing, place, attributes, indexes, call));
    },
    duplicate ? { duplicate } : {},
  );
}

/** Keys are told apart without regard to case. */
export const hasKey = (rows: readonly { readonly key: string }[], key: string): boolean =>
  rows.some((row) => row.key.toLowerCase() === key.toLowerCase());
