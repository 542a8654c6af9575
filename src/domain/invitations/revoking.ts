import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { commit, guard, LostRace, type Statement } from '../../db/commit.ts';
import { events } from '../../db/schema/access.ts';
import { mentions } from '../../db/schema/conversations.ts';
import { okrOwners, okrPeople, okrs } from '../../db/schema/okrs.ts';
import { members, teamMembers, teams } from '../../db/schema/organizations.ts';
import { identities, invitations } from '../../db/schema/people.ts';
import { tasks } from '../../db/schema/tasks.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demandFor } from '../members/creating.ts';
import type { Member } from '../members/member.ts';
import { Refusal } from '../refusal.ts';
import type { Pending } from './finding.ts';

/** What became of somebody whose invitation was taken back. */
export type Revoked = 'removed' | 'deactivated';

/**
 * Takes an invitation back. Its member is taken away again where nothing hangs on them, else deactivated: OKRs, tasks and
 * teams keep the name of whom they were given to.
 * @throws Refusal `forbidden` unless admin, or for an owner unless owner; `conflict` when they have come meanwhile
 */
export async function revoke(ctx: Context, { member }: Pick<Pending, 'member'>): Promise<Revoked> {
  demandFor(ctx, member.role);
  if (await commits(ctx, removal(ctx, member))) return 'removed';
  if (await commits(ctx, deactivation(ctx, member))) return 'deactivated';
  throw new Refusal('conflict', `${member.name} has come already.`);
}

async function commits({ db }: Context, statements: readonly Statement[]): Promise<boolean> {
  try {
    await commit(db, statements);
    return true;
  } catch (reason) {
    if (reason instanceof LostRace) return false;
    throw reason;
  }
}

function removal(ctx: Context, { id }: Member): Statement[] {
  const { db, org } = ctx;
  return [
    db.delete(members).where(and(stillWaiting(ctx, id), sql`not (${hangsOn(ctx, id)})`)),
    guard(db),
    db.delete(teamMembers).where(and(eq(teamMembers.orgId, org.id), eq(teamMembers.memberId, id))),
    db.delete(invitations).where(and(eq(invitations.orgId, org.id), eq(invitations.memberId, id))),
    db.delete(identities).where(and(eq(identities.orgId, org.id), eq(identities.memberId, id))),
    revokedEvent(ctx, id, 'removed'),
  ];
}

function deactivation(ctx: Context, { id }: Member): Statement[] {
  const { db, org, now } = ctx;
  return [
    db.update(members).set({ deactivatedAt: now, changedAt: now }).where(stillWaiting(ctx, id)),
    guard(db),
    db
      .update(invitations)
      .set({ revokedAt: now })
      .where(and(eq(invitations.orgId, org.id), eq(invitations.memberId, id), isNull(invitations.revokedAt))),
    revokedEvent(ctx, id, 'deactivated'),
  ];
}

const revokedEvent = (ctx: Context, subject: Member['id'], became: Revoked): Statement =>
  eventRow(ctx, { action: 'invitation.revoked', subject, data: { became } });

const stillWaiting = ({ org }: Context, id: Member['id']) =>
  and(eq(members.orgId, org.id), eq(members.id, id), isNotNull(members.invitedAt), isNull(members.deactivatedAt));

/** Whether anything names the member: what they were given, those who report to them, and what an admin did as them. */
const hangsOn = ({ org }: Context, id: Member['id']): SQL =>
  sql.join(
    [
      sql`select 1 from ${okrOwners} where org_id = ${org.id} and member_id = ${id}`,
      sql`select 1 from ${okrPeople} where org_id = ${org.id} and member_id = ${id}`,
      sql`select 1 from ${okrs} where org_id = ${org.id} and check_in_owner_id = ${id}`,
      sql`select 1 from ${tasks} where org_id = ${org.id} and assignee_id = ${id}`,
      sql`select 1 from ${teams} where org_id = ${org.id} and lead_id = ${id}`,
      sql`select 1 from ${members} as report where org_id = ${org.id} and manager_id = ${id}`,
      sql`select 1 from ${mentions} where org_id = ${org.id} and member_id = ${id}`,
      sql`select 1 from ${events} where org_id = ${org.id} and actor_id = ${id}`,
    ].map((one) => sql`exists (${one})`),
    sql` or `,
  );
