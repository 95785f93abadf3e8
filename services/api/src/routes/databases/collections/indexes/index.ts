import { createIndex } from './create.js';
import { deleteIndex } from './delete.js';
import { getIndex } from './get.js';
import { listIndexes } from './list.js';

export const indexRoutes = [createIndex, listIndexes, getIndex, deleteIndex];
