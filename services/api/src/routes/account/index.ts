import { createAccount } from './create.js';
import { updateEmail } from './email/update.js';
import { getAccount } from './get.js';
import { createJWT } from './jwt/create.js';
import { listAccountLogs } from './logs/list.js';
import { updateName } from './name/update.js';
import { updatePassword } from './password/update.js';
import { updatePhone } from './phone/update.js';
import { getPrefs } from './prefs/get.js';
import { updatePrefs } from './prefs/update.js';
import { createRecovery } from './recovery/create.js';
import { updateRecovery } from './recovery/update.js';
import { createAnonymousSession } from './sessions/anonymous/create.js';
import { createEmailSession } from './sessions/create-email.js';
import { deleteSession } from './sessions/delete.js';
import { deleteSessions } from './sessions/delete-all.js';
import { getSession } from './sessions/get.js';
import { listSessions } from './sessions/list.js';
import { createMagicURLSession } from './sessions/magic-url/create.js';
import { updateMagicURLSession } from './sessions/magic-url/update.js';
import { createOAuth2Callback } from './sessions/oauth2/callback/create.js';
import { getOAuth2Callback } from './sessions/oauth2/callback/get.js';
import { createOAuth2Session } from './sessions/oauth2/get.js';
import { redirectOAuth2Session } from './sessions/oauth2/redirect/get.js';
import { createPhoneSession } from './sessions/phone/create.js';
import { updatePhoneSession } from './sessions/phone/update.js';
import { updateSession } from './sessions/update.js';
import { updateStatus } from './status/update.js';
import { createVerification } from './verification/create.js';
import { createPhoneVerification } from './verification/phone/create.js';
import { updatePhoneVerification } from './verification/phone/update.js';
import { updateVerification } from './verification/update.js';

export const accountRoutes = [
  createAccount,
  createEmailSession,
  createMagicURLSession,
  updateMagicURLSession,
  createPhoneSession,
  updatePhoneSession,
  createAnonymousSession,
  createOAuth2Session,
  getOAuth2Callback,
  createOAuth2Callback,
  redirectOAuth2Session,
  createJWT,
  getAccount,
  getPrefs,
  listSessions,
  listAccountLogs,
  getSession,
  updateName,
  updatePassword,
  updateEmail,
  updatePhone,
  updatePrefs,
  updateStatus,
  updateSession,
  deleteSession,
  deleteSessions,
  createRecovery,
  updateRecovery,
  createVerification,
  updateVerification,
  createPhoneVerification,
  updatePhoneVerification,
];
