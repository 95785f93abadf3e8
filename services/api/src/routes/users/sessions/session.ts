/** Sessions of a user, as a server sees them: those that are live, none of them its own. Source: users.md §4. */
import { isLive } from '@plinth/core';
import type { Reader } from '@plinth/database';
import type { Call } from '../../../call.js';
import type { UserRow } from '../../account/account.js';
import { type SessionRow, sessionView } from '../../account/sessions/session.js';

export const isLiveIn = ({ project }: Pick<Call, 'project'>, { $createdAt }: SessionRow): boolean =>
  isLive($createdAt, project.settings.sessionSeconds);

export async function liveSessions(
  call: Pick<Call, 'project'>,
  documents: Reader,
  { $internalId }: UserRow,
): Promise<SessionRow[]> {
  const rows = await documents.findAll('sessions', { userInternalId: $internalId });
  return rows.filter((row) => isLiveIn(call, row));
}

export const foreignView = (call: Pick<Call, 'project' | 'locale'>, row: SessionRow) => sessionView(call, row, false);
