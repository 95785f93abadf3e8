import { listAggregates } from './aggregates/list.js';
import { attributeRoutes } from './attributes/index.js';
import { bulkRoutes } from './bulk/index.js';
import { createCollection } from './create.js';
import { deleteCollection } from './delete.js';
import { documentRoutes } from './documents/index.js';
import { getCollection } from './get.js';
import { indexRoutes } from './indexes/index.js';
import { listCollections } from './list.js';
import { listCollectionLogs } from './logs/list.js';
import { updateCollection } from './update.js';
import { getCollectionUsage } from './usage/get.js';

export const collectionRoutes = [
  createCollection,
  listCollections,
  getCollection,
  updateCollection,
  deleteCollection,
  listCollectionLogs,
  getCollectionUsage,
  ...attributeRoutes,
  ...indexRoutes,
  ...documentRoutes,
  ...bulkRoutes,
  listAggregates,
];
