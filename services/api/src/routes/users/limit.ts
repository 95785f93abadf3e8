import type { Project } from '@plinth/core';
import { AppError } from '@plinth/definitions';
import type { Writing } from '../../writing.js';

/** Refuses a user beyond the project's limit. Counted under a lock: two sign-ups at once cannot both be the last. */
export async function refuseSurplusUser(writing: Writing, { internalId, settings }: Project): Promise<void> {
  if (settings.userLimit === 0) return;
  await writing.transaction.lock(`users:${internalId}`);
  const count = await writing.documents.count('users', {}, settings.userLimit);
  if (count >= settings.userLimit) throw new AppError('user_count_exceeded');
}
