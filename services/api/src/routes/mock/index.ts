import { mockOAuth2Routes } from './oauth2/oauth2.js';

export const mockRoutes = [...mockOAuth2Routes];
