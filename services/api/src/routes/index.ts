import type { Route } from '../route.js';
import { accountRoutes } from './account/index.js';
import { consoleRoutes } from './console/index.js';
import { databaseRoutes } from './databases/index.js';
import { healthRoutes } from './health/index.js';
import { localeRoutes } from './locale/index.js';
import { mockRoutes } from './mock/index.js';
import { projectRoutes } from './projects/index.js';
import { teamRoutes } from './teams/index.js';
import { userRoutes } from './users/index.js';
import { webRoutes } from './web/index.js';

/** Every route: what the router, the API descriptions and GraphQL read. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...projectRoutes,
  ...consoleRoutes,
  ...teamRoutes,
  ...userRoutes,
  ...databaseRoutes,
  ...localeRoutes,
  ...healthRoutes,
  ...webRoutes,
  ...mockRoutes,
];
