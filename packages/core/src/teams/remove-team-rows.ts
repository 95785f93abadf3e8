import type { Writer } from '@plinth/database';

/** Memberships that one transaction takes; more would hold up everybody else who writes. */
const PAGE = 500;

/**
 * Takes away memberships of a deleted team, by its number, since somebody new may have the ID by now. Gives the users
 * who had them: what is remembered of their roles has to go too. At none nothing is left.
 */
export async function removeTeamRows(writer: Writer, teamInternalId: number): Promise<string[]> {
  const rows = await writer.findAll('memberships', { teamInternalId }, PAGE, 0, ['userId']);
  const numbers = rows.map(({ $internalId }) => $internalId);
  await writer.deleteNumbers('memberships', numbers);
  return rows.map(({ userId }) => userId);
}
