/** What the routes of indexes share. */
import type { IndexRow } from '@plinth/core';
import { AppError } from '@plinth/definitions';
import { path, rules } from '@plinth/http';
import { collectionParams, collectionPath, olderCollections } from '../collection.js';

export const indexesPath = `${collectionPath}/indexes`;
export const olderIndexes = (tail = '') => olderCollections(`/:collectionId/indexes${tail}`);
export const indexParams = { ...collectionParams, key: path(rules.key(), 'Key of the index.') };

export function findIndex(indexes: readonly IndexRow[], key: string): IndexRow {
  const row = indexes.find((index) => index.key === key);
  if (!row) throw new AppError('index_not_found');
  return row;
}
