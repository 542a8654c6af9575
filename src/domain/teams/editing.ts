import { and, eq, isNull } from 'drizzle-orm';
import { guard, LostRace, type Statement } from '../../db/commit.ts';
import type { TeamId } from '../../db/ids.ts';
import { teams } from '../../db/schema/organizations.ts';
import { unchanged } from '../../db/unchanged.ts';
import type { Context } from '../context.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { checkTeamReferences } from './checking-references.ts';
import { commitTeam, seat } from './creating.ts';
import { listUpwards, type TeamStep } from './finding-path.ts';
import { guardNesting } from './guarding-nesting.ts';
import type { Team, TeamPatch } from './team.ts';

export type TeamEdit = 'team.edited' | 'team.moved' | 'team.archived' | 'team.restored';

/**
 * Changes a team, as it was read; `archived` puts it away or brings it back, and its OKRs stay. The teams below one that
 * is put away move up to where it stood; one that comes back stands below the nearest team above it that is there.
 * @throws Refusal `stale` when it has changed since, `forbidden` unless admin, or a lead who changes its type or members,
 * `invalid` references, `conflict` for the name
 */
export async function editTeam(
  ctx: Context,
  before: Team,
  patch: TeamPatch,
  action: TeamEdit = 'team.edited',
): Promise<Team> {
  const leads = may.administer(ctx.actor) ? [] : await listUpwards(ctx, before.id);
  demandEdit(ctx, patch, leads);
  await checkTeamReferences(ctx, patch, before.id);
  const { memberIds, ...row } = before;
  const columns = columnsOf(ctx, before, patch);
  const returns = before.archivedAt !== null && columns.archivedAt === null;
  if (returns && patch.parent_id === undefined) columns.parentId = await findStanding(ctx, before.parentId);
  const after = { ...row, ...columns };
  const seats = patch.member_ids && [...new Set(patch.member_ids)].sort();
  try {
    await commitTeam(ctx, after, { action, data: told(before, after, patch) }, [
      ctx.db
        .update(teams)
        .set(after)
        .where(and(eq(teams.orgId, ctx.org.id), unchanged(teams, row))),
      guard(ctx.db),
      ...(after.parentId && (patch.parent_id || returns) ? [guardNesting(ctx, [before.id])] : []),
      ...(before.archivedAt === null && after.archivedAt !== null ? [lift(ctx, after)] : []),
      ...(seats ? seat(ctx, before.id, seats) : []),
    ]);
  } catch (reason) {
    throw reason instanceof LostRace ? new Refusal('stale', 'Somebody changed this team since you read it.') : reason;
  }
  return { ...after, memberIds: seats ?? memberIds };
}

/** Admins change everything; leads of the team, and of the teams above, its type and its members. */
function demandEdit({ actor }: Context, patch: TeamPatch, above: readonly TeamStep[]): void {
  const shapes = Object.keys(patch).every((field) => field === 'type' || field === 'member_ids');
  const leadIds = above.map(({ leadId }) => leadId);
  if (!shapes || !may.shapeTeam(actor, leadIds))
    demand(may.administer(actor), may.shapeTeam(actor, leadIds) ? sentences.team : sentences.admin);
}

/** The nearest team from here upwards that is not archived. */
async function findStanding(ctx: Context, id: TeamId | null): Promise<TeamId | null> {
  if (id === null) return null;
  const above = await listUpwards(ctx, id);
  return above.find(({ archivedAt }) => archivedAt === null)?.id ?? null;
}

/** The teams right below one that goes away stand where it stood. */
const lift = ({ db, org, now }: Context, { id, parentId }: Pick<Team, 'id' | 'parentId'>): Statement =>
  db
    .update(teams)
    .set({ parentId, changedAt: now })
    .where(and(eq(teams.orgId, org.id), eq(teams.parentId, id), isNull(teams.archivedAt)));

const told = (before: Team, after: Pick<Team, 'name' | 'parentId'>, patch: TeamPatch) => ({
  name: after.name,
  fields: Object.keys(patch),
  ...(before.parentId !== after.parentId && { from: before.parentId, to: after.parentId }),
});

const columnsOf = ({ now }: Context, before: Team, patch: TeamPatch) => ({
  name: patch.name ?? before.name,
  type: patch.type === undefined ? before.type : patch.type,
  parentId: patch.parent_id === undefined ? before.parentId : patch.parent_id,
  leadId: patch.lead_id === undefined ? before.leadId : patch.lead_id,
  archivedAt: patch.archived === undefined ? before.archivedAt : patch.archived ? (before.archivedAt ?? now) : null,
  changedAt: now,
});
