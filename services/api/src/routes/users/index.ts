import { createArgon2User } from './argon2/create.js';
import { createBcryptUser } from './bcrypt/create.js';
import { createUser } from './create.js';
import { deleteUser } from './delete.js';
import { updateUserEmail } from './email/update.js';
import { getUser } from './get.js';
import { listUsers } from './list.js';
import { listUserLogs } from './logs/list.js';
import { createMD5User } from './md5/create.js';
import { listUserMemberships } from './memberships/list.js';
import { updateUserName } from './name/update.js';
import { updateUserPassword } from './password/update.js';
import { updateUserPhone } from './phone/update.js';
import { createPHPassUser } from './phpass/create.js';
import { getUserPrefs } from './prefs/get.js';
import { updateUserPrefs } from './prefs/update.js';
import { createScryptUser } from './scrypt/create.js';
import { createScryptModifiedUser } from './scrypt-modified/create.js';
import { deleteUserSession } from './sessions/delete.js';
import { deleteUserSessions } from './sessions/delete-all.js';
import { listUserSessions } from './sessions/list.js';
import { createSHAUser } from './sha/create.js';
import { updateUserStatus } from './status/update.js';
import { getUsersUsage } from './usage/get.js';
import { updateUserPhoneVerification } from './verification/phone/update.js';
import { updateUserEmailVerification } from './verification/update.js';

export const userRoutes = [
  createUser,
  createBcryptUser,
  createMD5User,
  createArgon2User,
  createSHAUser,
  createPHPassUser,
  createScryptUser,
  createScryptModifiedUser,
  listUsers,
  getUser,
  getUserPrefs,
  listUserSessions,
  listUserMemberships,
  listUserLogs,
  updateUserStatus,
  updateUserEmailVerification,
  updateUserPhoneVerification,
  updateUserName,
  updateUserPassword,
  updateUserEmail,
  updateUserPhone,
  updateUserPrefs,
  deleteUserSession,
  deleteUserSessions,
  deleteUser,
  getUsersUsage,
];
