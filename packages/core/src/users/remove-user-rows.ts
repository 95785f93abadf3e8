import type { Writer } from '@plinth/database';

/** Rows of each kind that one transaction takes; more would hold up everybody else who writes. */
const PAGE = 100;

/**
 * Takes away rows of a deleted user: sessions, tokens, identities and memberships, whose teams then count one member
 * less. It goes by the user's number, since somebody new may have the ID by now. Gives how many rows went; at none
 * nothing is left.
 */
export async function removeUserRows(writer: Writer, userInternalId: number): Promise<number> {
  let count = 0;
  for (const name of ['sessions', 'tokens', 'identities'] as const)
    count += await writer.deleteWhere(name, { userInternalId }, PAGE);
  const memberships = await writer.findAll('memberships', { userInternalId }, PAGE);
  for (const { $id } of memberships) {
    // Under its lock: it may have been accepted, or deleted with its count, in this moment.
    const membership = await writer.get('memberships', $id, { lock: true });
    if (membership?.userInternalId !== userInternalId) continue;
    await writer.delete('memberships', $id);
    if (membership.confirm) await countOut(writer, membership.teamInternalId);
    count++;
  }
  return count;
}

async function countOut(writer: Writer, teamInternalId: number): Promise<void> {
  const team = await writer.byNumber('teams', teamInternalId, { lock: true });
  if (team) await writer.add('teams', team.$id, 'total', -1);
}
