import { and, asc, sql } from 'drizzle-orm';
import { commit, LostRace, type Statement } from '../../db/commit.ts';
import { members } from '../../db/schema/organizations.ts';
import { invitations } from '../../db/schema/people.ts';
import type { KeyRing } from '../../lib/sealed.ts';
import type { Context } from '../context.ts';
import { eventRows } from '../events/event.ts';
import type { Member } from '../members/member.ts';
import { demand, may, sentences } from '../permission.ts';
import { newest, type Pending, waiting } from './finding.ts';
import { type Invitation, MOST_AT_ONCE } from './invitation.ts';
import { type Invited, invitationRow, invitationRows } from './inviting.ts';
import { allowanceOf, guardAllowance, overLimit, RESENT } from './limiting.ts';

/**
 * Invites somebody anew who has not come yet: the links that they were sent before open nothing from then on.
 * @throws Refusal `forbidden` unless admin, `limit`
 */
export async function resend(ctx: Context, ring: KeyRing, { member }: Pick<Pending, 'member'>): Promise<Invited> {
  demand(may.administer(ctx.actor), sentences.admin);
  const [invited] = await resendTo(ctx, ring, [member]);
  return invited!;
}

/**
 * Invites those anew whose invitation has expired, at most a hundred of them and what the day's limit leaves, by name.
 * @throws Refusal `forbidden` unless admin, `limit` when nothing is left
 */
export async function resendExpired(ctx: Context, ring: KeyRing): Promise<Invited[]> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { db, now } = ctx;
  const [left, expired] = await Promise.all([
    allowanceOf(ctx),
    db
      .select()
      .from(members)
      .where(
        and(
          waiting(ctx),
          sql`exists (select 1 from ${invitations} where ${invitations.orgId} = ${members.orgId}
            and ${invitations.memberId} = ${members.id} and ${newest} and ${invitations.expiresAt} <= ${now})`,
        ),
      )
      .orderBy(asc(members.name))
      .limit(MOST_AT_ONCE),
  ]);
  if (expired.length > 0 && left === 0) throw overLimit(left);
  return resendTo(ctx, ring, expired.slice(0, left));
}

async function resendTo(ctx: Context, ring: KeyRing, people: readonly Member[]): Promise<Invited[]> {
  if (people.length === 0) return [];
  const rows: Invitation[] = await Promise.all(people.map(({ id }) => invitationRow(ctx, ring, id)));
  const statements: Statement[] = [
    guardAllowance(ctx, rows.length),
    invitationRows(ctx, rows),
    eventRows(
      ctx,
      rows.map(({ id, memberId }) => ({ action: RESENT, subject: memberId, data: { invitation: id } })),
    ),
  ];
  try {
    await commit(ctx.db, statements);
  } catch (reason) {
    throw reason instanceof LostRace ? overLimit(0) : reason;
  }
  return people.map((member, i) => ({ member, invitation: rows[i]! }));
}
