import { updateAuthDuration } from './duration/update.js';
import { updateAuthLimit } from './limit/update.js';
import { updateAuthSessionsLimit } from './max-sessions/update.js';
import { updateAuthPasswordDictionary } from './password-dictionary/update.js';
import { updateAuthPasswordHistory } from './password-history/update.js';
import { updateAuthStatus } from './update.js';

export const authRoutes = [
  updateAuthLimit,
  updateAuthDuration,
  updateAuthStatus,
  updateAuthPasswordHistory,
  updateAuthPasswordDictionary,
  updateAuthSessionsLimit,
];
