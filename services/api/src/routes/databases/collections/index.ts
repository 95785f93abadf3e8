import { attributeRoutes } from './attributes/index.js';
import { createCollection } from './create.js';
import { deleteCollection } from './delete.js';
import { documentRoutes } from './documents/index.js';
import { getCollection } from './get.js';
import { indexRoutes } from './indexes/index.js';
import { listCollections } from './list.js';
import { updateCollection } from './update.js';

export const collectionRoutes = [
  createCollection,
  listCollections,
  getCollection,
  updateCollection,
  deleteCollection,
  ...attributeRoutes,
  ...indexRoutes,
  ...documentRoutes,
];
