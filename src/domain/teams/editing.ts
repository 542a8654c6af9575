import { and, eq, sql } from 'drizzle-orm';
import { guard, guardThat, LostRace, type Statement } from '../../db/commit.ts';
import type { TeamId } from '../../db/ids.ts';
import { teams } from '../../db/schema/organizations.ts';
import { unchanged } from '../../db/unchanged.ts';
import type { Context } from '../context.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { checkTeamReferences, DEEPEST } from './checking-references.ts';
import { commitTeam, seat } from './creating.ts';
import type { Team, TeamPatch } from './team.ts';

/**
 * Changes a team, as it was read; `archived` puts it away or brings it back, and its OKRs stay.
 * @throws Refusal `stale` when it has changed since, `forbidden` unless admin, `invalid` references, `conflict` for the name
 */
export async function editTeam(ctx: Context, before: Team, patch: TeamPatch): Promise<Team> {
  demand(may.administer(ctx.actor), sentences.admin);
  await checkTeamReferences(ctx, patch, before.id);
  const { memberIds, ...row } = before;
  const after = { ...row, ...columnsOf(ctx, before, patch) };
  const seats = patch.member_ids && [...new Set(patch.member_ids)].sort();
  try {
    await commitTeam(ctx, after, 'team.edited', [
      ctx.db
        .update(teams)
        .set(after)
        .where(and(eq(teams.orgId, ctx.org.id), unchanged(teams, row))),
      guard(ctx.db),
      ...(patch.parent_id ? [guardNesting(ctx, before.id)] : []),
      ...(seats ? seat(ctx, before.id, seats) : []),
    ]);
  } catch (reason) {
    throw reason instanceof LostRace ? new Refusal('stale', 'Somebody changed this team since you read it.') : reason;
  }
  return { ...after, memberIds: seats ?? memberIds };
}

/** Two teams put under each other at the same moment both pass the check; the second one ends here. */
const guardNesting = ({ db }: Context, id: TeamId): Statement =>
  guardThat(
    db,
    sql`not exists (
      with recursive up(id, height) as (
        select own.parent_id, 1 from ${teams} as own where own.id = ${id}
        union
        select above.parent_id, up.height + 1 from up cross join ${teams} as above on above.id = up.id
          where up.height < ${DEEPEST}
      )
      select 1 from up where id = ${id})`,
  );

const columnsOf = ({ now }: Context, before: Team, patch: TeamPatch) => ({
  name: patch.name ?? before.name,
  type: patch.type === undefined ? before.type : patch.type,
  parentId: patch.parent_id === undefined ? before.parentId : patch.parent_id,
  leadId: patch.lead_id === undefined ? before.leadId : patch.lead_id,
  archivedAt: patch.archived === undefined ? before.archivedAt : patch.archived ? (before.archivedAt ?? now) : null,
});
