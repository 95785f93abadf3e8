import { AppError } from '@plinth/definitions';
import type { Call } from '../call.js';

/** Ways to sign in can be switched off for clients, and project routes belong to the console. */
export function checkAuthMethod({ route, project, actor }: Call): void {
  if (route.authMethod && !actor.isServer && project.settings.authMethods[route.authMethod] === false)
    throw new AppError('user_auth_method_unsupported');
  if (route.consoleOnly && !project.isConsole) throw new AppError('general_access_forbidden');
}
