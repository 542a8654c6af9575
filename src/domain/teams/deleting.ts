import { and, eq, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { commit, guard, LostRace } from '../../db/commit.ts';
import type { TeamId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { teamMembers, teams } from '../../db/schema/organizations.ts';
import { proposals } from '../../db/schema/proposals.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { listed } from '../okrs/visible.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Hindrances } from './hindrances.ts';
import { MOST_COUNTED, type Team } from './team.ts';

/**
 * Deletes a team that no OKR, no proposal and no other team stands under. Its members leave it, unless `empty` insists
 * that there are none.
 * @throws Refusal `forbidden` unless admin, `conflict` when one does: such a team is archived instead
 */
export async function deleteTeam(ctx: Context, { id, name }: Team, { empty = false } = {}): Promise<void> {
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
  const seats = and(eq(teamMembers.orgId, org.id), eq(teamMembers.teamId, id));
  const seated = db.select({ id: teamMembers.memberId }).from(teamMembers).where(seats);
  const free = and(notExists(held), notExists(nested), notExists(proposed), empty ? notExists(seated) : undefined);
  try {
    await commit(db, [
      db.delete(teams).where(and(eq(teams.orgId, org.id), eq(teams.id, id), free)),
      guard(db),
      db.delete(teamMembers).where(seats),
      eventRow(ctx, { action: 'team.deleted', subject: id, data: { name } }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal(
      'conflict',
      `OKRs, proposals${empty ? ', members' : ''} or other teams belong to this team. Archive it, and its history stays.`,
    );
  }
}

/** What stands in the way of deleting a team. One statement. @throws Refusal `forbidden` unless admin */
export async function findHindrances(ctx: Context, id: TeamId): Promise<Hindrances> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { db, org } = ctx;
  const [found] = await db.all<Omit<Hindrances, 'unseen'> & { any: number }>(sql`select
    (select count(*) from (select 1 from ${okrs} as okr where okr.org_id = ${org.id} and okr.team_id = ${id}
      and ${listed(ctx, sql`okr`)} limit ${MOST_COUNTED})) as okrs,
    exists (select 1 from ${okrs} where org_id = ${org.id} and team_id = ${id}) as "any",
    (select count(*) from (select 1 from ${proposals} where org_id = ${org.id} and team_id = ${id}
      limit ${MOST_COUNTED})) as proposals,
    (select count(*) from (select 1 from ${teams} where org_id = ${org.id} and parent_id = ${id}
      limit ${MOST_COUNTED})) as teams,
    (select count(*) from (select 1 from ${teamMembers} where org_id = ${org.id} and team_id = ${id}
      limit ${MOST_COUNTED})) as members`);
  const { any = 0, okrs: seen = 0, proposals: proposed = 0, teams: nested = 0, members = 0 } = found ?? {};
  return { okrs: seen, unseen: seen === 0 && Boolean(any), proposals: proposed, teams: nested, members };
}
