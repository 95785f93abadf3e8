import { createKey } from './create.js';
import { deleteKey } from './delete.js';
import { getKey } from './get.js';
import { listKeys } from './list.js';
import { updateKey } from './update.js';

export const keyRoutes = [createKey, listKeys, getKey, updateKey, deleteKey];
