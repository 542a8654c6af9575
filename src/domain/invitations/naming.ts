import { and, asc, eq, isNull } from 'drizzle-orm';
import type { MemberId, TeamId } from '../../db/ids.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { MOST_PEOPLE } from '../members/finding.ts';
import { type FieldErrors, invalid } from '../refusal.ts';
import { findGround } from './ground.ts';
import { lookUp } from './planning.ts';

/** Teams and a manager as somebody wrote them: teams by name, a manager by address, empty for none. */
export type Written = { teams: readonly string[]; manager: string };

/** What was written, by ids. @throws Refusal `invalid` at `teams` and `manager` for what is not there, or not any more */
export async function resolve(
  ctx: Context,
  { teams, manager }: Written,
): Promise<{ team_ids: TeamId[]; manager_id: MemberId | null }> {
  const ground = await findGround(ctx, [
    { n: 1, name: '', email: '', teams: [...teams], manager: manager.toLowerCase(), role: '' },
  ]);
  const { team, members: known } = lookUp(ground);
  const boss = known.get(manager.toLowerCase());
  const errors: FieldErrors = {};
  const missing = teams.find((name) => !team(name) || team(name)?.archivedAt !== null);
  if (missing) errors.teams = `There is no team “${missing.slice(0, 60)}”.`;
  if (manager && (!boss || boss.deactivatedAt !== null)) errors.manager = 'No member has this address.';
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return { team_ids: teams.map((name) => team(name)!.id), manager_id: boss?.id ?? null };
}

/** Members to choose from by address, the first hundred by name. */
export const listAddresses = ({ db, org }: Context): Promise<{ name: string; email: string }[]> =>
  db
    .select({ name: members.name, email: members.email })
    .from(members)
    .where(and(eq(members.orgId, org.id), isNull(members.deactivatedAt)))
    .orderBy(asc(members.name))
    .limit(MOST_PEOPLE);
