import { AppError } from '@plinth/definitions';
import type { Call } from '../call.js';

export function checkScope({ route, actor }: Call): void {
  if (actor.scopes.has(route.scope)) return;
  throw new AppError('general_unauthorized_scope', {
    message: `${actor.user?.name || 'The caller'} (role: ${actor.role}) lacks the scope ${route.scope}.`,
  });
}
