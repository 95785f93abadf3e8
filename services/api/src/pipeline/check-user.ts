import { AppError } from '@plinth/definitions';
import type { Call } from '../call.js';

export function checkUser({ actor: { user } }: Call): void {
  if (user && !user.status) throw new AppError('user_blocked');
  if (user?.reset) throw new AppError('user_password_reset_required');
}
