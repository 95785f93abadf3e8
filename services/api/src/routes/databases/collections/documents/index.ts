import { createDocument } from './create.js';
import { deleteDocument } from './delete.js';
import { getDocument } from './get.js';
import { listDocuments } from './list.js';
import { listDocumentLogs } from './logs/list.js';
import { updateDocument } from './update.js';

export const documentRoutes = [
  createDocument,
  listDocuments,
  getDocument,
  listDocumentLogs,
  updateDocument,
  deleteDocument,
];
