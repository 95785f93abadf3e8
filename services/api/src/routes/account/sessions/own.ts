/** Which sessions a caller may see: its own, as long as they are live. Source: account.md §8. */
import { isLive } from '@plinth/core';
import type { Reader } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import type { Call } from '../../../call.js';
import { signedIn } from '../account.js';
import type { SessionRow } from './session.js';

type OwnerCall = Pick<Call, 'actor' | 'project'>;

/** The session of this ID; `current` is the one that the request came with, which a JWT caller has not. */
export async function ownSession(call: OwnerCall, documents: Reader, id: string, lock = false): Promise<SessionRow> {
  const { internalId } = signedIn(call);
  const wanted = id === 'current' ? (call.actor.session?.id ?? '') : id;
  const session = wanted === '' ? null : await documents.get('sessions', wanted, { lock });
  if (!session || session.userInternalId !== internalId || !isLiveIn(call, session))
    throw new AppError('user_session_not_found');
  return session;
}

export async function ownSessions(call: OwnerCall, documents: Reader): Promise<SessionRow[]> {
  const rows = await documents.findAll('sessions', { userInternalId: signedIn(call).internalId });
  return rows.filter((session) => isLiveIn(call, session));
}

export const isCurrent = ({ actor }: Pick<Call, 'actor'>, { $id }: { $id: string }): boolean =>
  actor.session?.id === $id;

const isLiveIn = ({ project }: OwnerCall, { $createdAt }: SessionRow): boolean =>
  isLive($createdAt, project.settings.sessionSeconds);
