/** Memberships: as clients see them, and what their routes share. Source: teams.md §2, §5. */
import { NotFoundError, type Query, type Reader, type SystemRow, type Writer } from '@plinth/database';
import { AppError, type ErrorType } from '@plinth/definitions';
import { path, rules } from '@plinth/http';
import type { Call } from '../../../call.js';
import type { Writing } from '../../../writing.js';
import type { TeamRow } from '../team.js';

export type MembershipRow = SystemRow<'memberships'>;

export const membershipIdParam = path(rules.uid(), 'ID of the membership.');
export const rolesRule = rules.arrayOf(rules.key(), 100);

/** Roles as they are stored: each once, in the order given. */
export const uniqueRoles = (roles: readonly string[]): string[] => [...new Set(roles)];

interface Named {
  readonly $internalId: number;
  readonly name: string;
}

/** The membership as its model shows it, with the names of now. Whoever is gone meanwhile has none. */
export const membershipView = (
  row: MembershipRow,
  team: Pick<Named, 'name'> | undefined,
  user: { readonly name: string; readonly email: string | null } | undefined,
) => ({
  ...row,
  secret: '',
  teamName: team?.name ?? '',
  userName: user?.name ?? '',
  userEmail: user?.email ?? '',
});

/** Rows whose teams and users are looked up with one statement a collection. */
const BATCH = 100;

/** Views of these rows, in their order. */
export async function listMemberships(documents: Reader, rows: readonly MembershipRow[]) {
  const views: ReturnType<typeof membershipView>[] = [];
  for (let at = 0; at < rows.length; at += BATCH) {
    const batch = rows.slice(at, at + BATCH);
    const [teams, users] = await Promise.all([
      documents.list('teams', named(batch, 'teamId', 'name')),
      documents.list('users', named(batch, 'userId', 'name', 'email')),
    ]);
    const teamsByNumber = byNumber(teams.rows);
    const usersByNumber = byNumber(users.rows);
    for (const row of batch)
      views.push(membershipView(row, teamsByNumber.get(row.teamInternalId), usersByNumber.get(row.userInternalId)));
  }
  return views;
}

function named(rows: readonly MembershipRow[], key: 'teamId' | 'userId', ...select: string[]): Query[] {
  const ids = [...new Set(rows.map((row) => row[key]))];
  const texts = (values: readonly string[]) => values.map((value) => ({ kind: 'string' as const, value }));
  return [
    { method: 'equal', attribute: '$id', values: texts(ids) },
    { method: 'select', attribute: '', values: texts(select) },
    { method: 'limit', attribute: '', values: [{ kind: 'integer', value: BATCH }] },
  ];
}

/** IDs may belong to somebody new by now; numbers never do. */
const byNumber = <Row extends Named>(rows: readonly Row[]): ReadonlyMap<number, Row> =>
  new Map(rows.map((row) => [row.$internalId, row]));

export const isOf = ({ teamId }: MembershipRow, named: string): boolean => teamId.toLowerCase() === named.toLowerCase();

/** The user of a membership; null when it is gone, even if somebody new has its ID. */
export async function userOf(documents: Reader, { userId, userInternalId }: MembershipRow) {
  const user = await documents.get('users', userId);
  return user?.$internalId === userInternalId ? user : null;
}

/** The team of a membership, by number too. */
export async function teamOf(documents: Reader, { teamInternalId }: MembershipRow, lock = false) {
  return documents.byNumber('teams', teamInternalId, { lock });
}

/**
 * Counts a confirmed membership into its team, or out of it. Everybody locks a user before its memberships and those
 * before their teams, so that nobody waits in a circle.
 */
export async function count(documents: Writer, membership: MembershipRow, by: 1 | -1): Promise<TeamRow | null> {
  const team = await teamOf(documents, membership, true);
  if (team) await documents.add('teams', team.$id, 'total', by);
  return team;
}

/**
 * Who manages others must own the team still, when it comes to it: of two owners who take each other's roles at once,
 * the second one is no owner any more, and the team keeps one. Comes before every other statement of the write.
 */
export async function stayOwner({ actor }: Pick<Call, 'actor'>, writing: Writing, team: TeamRow): Promise<void> {
  if ('bypass' in actor.access || !actor.user) return;
  await writing.transaction.lock(`team:${writing.documents.project}:${team.$internalId}`);
  const own = await writing.documents.findOne('memberships', {
    teamInternalId: team.$internalId,
    userInternalId: actor.user.internalId,
  });
  if (!own?.confirm || !own.roles.includes('owner')) throw new AppError('user_unauthorized');
}

/** Gives the refusal for a membership that was deleted since it was found. */
export const refuseMissing =
  (type: ErrorType) =>
  (error: unknown): never => {
    throw error instanceof NotFoundError ? new AppError(type, { cause: error }) : error;
  };
