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
  lockSchemas,
  type OpenCollection,
  readRelationships,
  type SchemaPlace,
  type SchemaRows,
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
    readonly rows: SchemaRows,
    private readonly call: SchemaCall,
  ) {}

  get documents() {
    return this.writing.documents;
  }

  get attributes(): readonly AttributeRow[] {
    return this.rows.attributes;
  }

  get indexes(): readonly IndexRow[] {
    return this.rows.indexes;
  }

  /** The schema with these attributes; those that are not available are no part of it. */
  compile(attributes: readonly AttributeRow[] = this.attributes): Collection {
    const { project, database, row } = this.place;
    const { store } = this.call.connections;
    return compile(store, project.internalId, database.$id, row, { ...this.rows, attributes });
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
  opened: OpenCollection,
  change: (schema: SchemaWriting) => Promise<T>,
  duplicate?: ErrorType,
): Promise<T> {
  return writeSchemas(call, [opened], ([schema]) => change(schema as SchemaWriting), duplicate);
}

/** As `writeSchema`, for collections of one database that change together; the first is the one that the call names. */
export function writeSchemas<T>(
  call: SchemaCall,
  opened: readonly OpenCollection[],
  change: (schemas: readonly SchemaWriting[]) => Promise<T>,
  duplicate?: ErrorType,
): Promise<T> {
  const { project } = call;
  const places = opened.map(({ database, row }) => ({ project, database, row }));
  return call.write(
    async (writing) => {
      const { documents } = writing;
      if (!(await lockSchemas(documents, places))) throw new AppError('collection_not_found');
      const schemas: SchemaWriting[] = [];
      for (const place of places) {
        const relationships = await readRelationships(documents, place.database.$internalId);
        const rows = { ...(await readSchema(documents, place.row)), relationships };
        schemas.push(new SchemaWriting(writing, place, rows, call));
        const ids = { databaseId: place.database.$id, collectionId: place.row.$id };
        if (schemas.length === 1) writing.ids(ids);
        writing.invalidate({ kind: 'collection', project: project.internalId, ...ids });
      }
      return change(schemas);
    },
    duplicate ? { duplicate } : {},
  );
}

/** Keys are told apart without regard to case. */
export const hasKey = (rows: readonly { readonly key: string }[], key: string): boolean =>
  rows.some((row) => row.key.toLowerCase() === key.toLowerCase());

/**
 * A row on its way out. What is still to be made is not made any more, so that nobody sees it become available; what
 * has failed or got stuck keeps its status until it is gone.
 */
export const leaving = <Row extends AttributeRow | IndexRow>(row: Row): Row =>
  row.status === 'available' || row.status === 'processing' ? { ...row, status: 'deleting' } : row;
