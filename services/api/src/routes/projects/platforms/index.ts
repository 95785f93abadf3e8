import { createPlatform } from './create.js';
import { deletePlatform } from './delete.js';
import { getPlatform } from './get.js';
import { listPlatforms } from './list.js';
import { updatePlatform } from './update.js';

export const platformRoutes = [createPlatform, listPlatforms, getPlatform, updatePlatform, deletePlatform];
