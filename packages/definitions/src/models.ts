import type { Model } from './model.js';
import { databasesModels } from './models/databases.js';
import { functionsModels } from './models/functions.js';
import { generalModels } from './models/general.js';
import { healthModels } from './models/health.js';
import { listModels } from './models/lists.js';
import { localeModels } from './models/locale.js';
import { projectsModels } from './models/projects.js';
import { storageModels } from './models/storage.js';
import { teamsModels } from './models/teams.js';
import { usageModels } from './models/usage.js';
import { usersModels } from './models/users.js';

/** What answers look like, by the model's name. */
export const models: Readonly<Record<string, Model>> = Object.fromEntries(
  [
    generalModels,
    listModels,
    usersModels,
    teamsModels,
    databasesModels,
    storageModels,
    functionsModels,
    projectsModels,
    localeModels,
    healthModels,
    usageModels,
  ]
    .flat()
    .map((model) => [model.type, model]),
);
