import { getHumans } from './humans/get.js';
import { getRobots } from './robots/get.js';
import { getVersions } from './versions/get.js';

/** The few answers outside `/v1`; pages are served beside the API. */
export const webRoutes = [getRobots, getHumans, getVersions];
