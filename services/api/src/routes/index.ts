import type { Route } from '../route.js';
import { accountRoutes } from './account/index.js';
import { teamRoutes } from './teams/index.js';

/** Every route: what the router, the API descriptions and GraphQL read. */
export const routes: readonly Route[] = [...accountRoutes, ...teamRoutes];
