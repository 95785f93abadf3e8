import { getVariables } from './variables/get.js';

export const consoleRoutes = [getVariables];
