import { createAccount } from './create.js';
import { updateEmail } from './email/update.js';
import { getAccount } from './get.js';
import { createJWT } from './jwt/create.js';
import { listAccountLogs } from './logs/list.js';
import { updateName } from './name/update.js';
import { updatePassword } from './password/update.js';
import { getPrefs } from './prefs/get.js';
import { updatePrefs } from './prefs/update.js';
import { createRecovery } from './recovery/create.js';
import { updateRecovery } from './recovery/update.js';
import { createEmailSession } from './sessions/create-email.js';
import { deleteSession } from './sessions/delete.js';
import { deleteSessions } from './sessions/delete-all.js';
import { getSession } from './sessions/get.js';
import { listSessions } from './sessions/list.js';

export const accountRoutes = [
  createAccount,
  createEmailSession,
  createJWT,
  getAccount,
  getPrefs,
  listSessions,
  listAccountLogs,
  getSession,
  updateName,
  updatePassword,
  updateEmail,
  updatePrefs,
  deleteSession,
  deleteSessions,
  createRecovery,
  updateRecovery,
];
