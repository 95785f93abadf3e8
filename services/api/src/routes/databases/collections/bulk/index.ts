import { createDocuments } from './create.js';
import { deleteDocuments } from './delete.js';
import { updateDocuments } from './update.js';
import { upsertDocuments } from './upsert.js';

export const bulkRoutes = [createDocuments, upsertDocuments, updateDocuments, deleteDocuments];
