import { createAccount } from './create.js';
import { getAccount } from './get.js';
import { createEmailSession } from './sessions/create-email.js';

export const accountRoutes = [createAccount, createEmailSession, getAccount];
