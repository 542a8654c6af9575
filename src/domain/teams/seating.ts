import { and, eq, sql } from 'drizzle-orm';
import { commit, guard, guardThat, LostRace } from '../../db/commit.ts';
import type { MemberId } from '../../db/ids.ts';
import { teamMembers, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import { listActive } from './checking-references.ts';
import { listUpwards } from './finding-path.ts';
import { MOST_SEATS, type Team } from './team.ts';

type Seated = Pick<Team, 'id' | 'name'>;

/**
 * Takes somebody into a team, whom others may be changing at the same time. Somebody who belongs to it already stays.
 * @throws Refusal `forbidden` unless admin or lead of it or of a team above; `invalid` for somebody who is not there, or
 * where the team is full; `conflict` when the team is gone or archived
 */
export async function addToTeam(ctx: Context, team: Seated, memberId: MemberId): Promise<void> {
  const { db, org } = ctx;
  const [known] = await Promise.all([listActive(ctx, [memberId]), demandShaping(ctx, team)]);
  if (known.length === 0) throw invalid({ member_id: `No member ${memberId} in this organization.` });
  try {
    await commit(db, [
      guardThat(
        db,
        sql`exists (select 1 from ${teams} where id = ${team.id} and org_id = ${org.id} and archived_at is null)
        and (select count(*) from ${teamMembers} where org_id = ${org.id} and team_id = ${team.id}
          and member_id <> ${memberId}) < ${MOST_SEATS}`,
      ),
      db.insert(teamMembers).values({ orgId: org.id, teamId: team.id, memberId }).onConflictDoNothing(),
      eventRow(ctx, { action: 'team.member_added', subject: team.id, data: { name: team.name, member: memberId } }),
    ]);
  } catch (reason) {
    throw reason instanceof LostRace
      ? new Refusal('conflict', `${team.name} is archived, or it has its ${MOST_SEATS} members. Nobody was added.`)
      : reason;
  }
}

/** Takes somebody out of a team; what they own stays. Somebody who is out already stays out. @throws Refusal `forbidden` as `addToTeam` */
export async function removeFromTeam(ctx: Context, team: Seated, memberId: MemberId): Promise<void> {
  const { db, org } = ctx;
  await demandShaping(ctx, team);
  try {
    await commit(db, [
      db
        .delete(teamMembers)
        .where(and(eq(teamMembers.orgId, org.id), eq(teamMembers.teamId, team.id), eq(teamMembers.memberId, memberId))),
      guard(db),
      eventRow(ctx, { action: 'team.member_removed', subject: team.id, data: { name: team.name, member: memberId } }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
  }
}

/** @throws Refusal `forbidden` unless the actor decides who belongs to a team, `not_found` */
export async function demandShaping(ctx: Context, { id }: Pick<Team, 'id'>): Promise<void> {
  if (may.administer(ctx.actor)) return;
  const above = await listUpwards(ctx, id);
  if (above.length === 0) throw new Refusal('not_found', 'There is no such team.');
  const leadIds = above.map(({ leadId }) => leadId);
  demand(may.shapeTeam(ctx.actor, leadIds), ctx.actor.role === 'observer' ? sentences.observer : sentences.team);
}
