import { and, eq, notExists } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { commit, guard, LostRace } from '../../db/commit.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { teamMembers, teams } from '../../db/schema/organizations.ts';
import { proposals } from '../../db/schema/proposals.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Team } from './team.ts';

/**
 * Deletes a team that no OKR, no proposal and no other team stands under.
 * @throws Refusal `forbidden` unless admin, `conflict` when one does: such a team is archived instead
 */
export async function deleteTeam(ctx: Context, { id, name }: Team): Promise<void> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { db, org } = ctx;
  const child = alias(teams, 'child');
  const held = db
    .select({ id: okrs.id })
    .from(okrs)
    .where(and(eq(okrs.orgId, org.id), eq(okrs.teamId, id)));
  const nested = db
    .select({ id: child.id })
    .from(child)
    .where(and(eq(child.orgId, org.id), eq(child.parentId, id)));
  const proposed = db
    .select({ id: proposals.id })
    .from(proposals)
    .where(and(eq(proposals.orgId, org.id), eq(proposals.teamId, id)));
  const free = and(notExists(held), notExists(nested), notExists(proposed));
  try {
    await commit(db, [
      db.delete(teams).where(and(eq(teams.orgId, org.id), eq(teams.id, id), free)),
      guard(db),
      db.delete(teamMembers).where(and(eq(teamMembers.orgId, org.id), eq(teamMembers.teamId, id))),
      eventRow(ctx, { action: 'team.deleted', subject: id, data: { name } }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal(
      'conflict',
      'OKRs, proposals or other teams belong to this team. Archive it, and its history stays.',
    );
  }
}
