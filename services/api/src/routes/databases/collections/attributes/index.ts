import { createBooleanAttribute } from './boolean/create.js';
import { updateBooleanAttribute } from './boolean/update.js';
import { createDatetimeAttribute } from './datetime/create.js';
import { updateDatetimeAttribute } from './datetime/update.js';
import { deleteAttribute } from './delete.js';
import { createEmailAttribute } from './email/create.js';
import { updateEmailAttribute } from './email/update.js';
import { createEnumAttribute } from './enum/create.js';
import { updateEnumAttribute } from './enum/update.js';
import { createFloatAttribute } from './float/create.js';
import { updateFloatAttribute } from './float/update.js';
import { getAttribute } from './get.js';
import { createIntegerAttribute } from './integer/create.js';
import { updateIntegerAttribute } from './integer/update.js';
import { createIpAttribute } from './ip/create.js';
import { updateIpAttribute } from './ip/update.js';
import { listAttributes } from './list.js';
import { createRelationshipAttribute } from './relationship/create.js';
import { updateRelationshipAttribute } from './relationship/update.js';
import { createStringAttribute } from './string/create.js';
import { updateStringAttribute } from './string/update.js';
import { createUrlAttribute } from './url/create.js';
import { updateUrlAttribute } from './url/update.js';

export const attributeRoutes = [
  createStringAttribute,
  createEmailAttribute,
  createEnumAttribute,
  createIpAttribute,
  createUrlAttribute,
  createIntegerAttribute,
  createFloatAttribute,
  createBooleanAttribute,
  createDatetimeAttribute,
  createRelationshipAttribute,
  listAttributes,
  getAttribute,
  updateStringAttribute,
  updateEmailAttribute,
  updateEnumAttribute,
  updateIpAttribute,
  updateUrlAttribute,
  updateIntegerAttribute,
  updateFloatAttribute,
  updateBooleanAttribute,
  updateDatetimeAttribute,
  updateRelationshipAttribute,
  deleteAttribute,
];
