import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { commit, guard, LostRace, type Statement } from '../../db/commit.ts';
import type { MemberId } from '../../db/ids.ts';
import { members } from '../../db/schema/organizations.ts';
import { invitations } from '../../db/schema/people.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';

/**
 * Writes down that a member who was asked to come has: the actor. By whatever way they signed in; the links that they
 * were sent open nothing from then on. Nothing happens when they have come before.
 */
export async function markJoined(ctx: Context): Promise<void> {
  const { memberId } = ctx.actor;
  if (memberId === null) return;
  try {
    await commit(ctx.db, joinRows(ctx, memberId));
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
  }
}

/** The statements of a joining: whoever has come before, or may not come any more, rolls them all back. */
export const joinRows = (ctx: Context, memberId: MemberId): Statement[] => {
  const { db, org, now } = ctx;
  return [
    db
      .update(members)
      .set({ invitedAt: null, changedAt: now })
      .where(
        and(
          eq(members.orgId, org.id),
          eq(members.id, memberId),
          isNotNull(members.invitedAt),
          isNull(members.deactivatedAt),
        ),
      ),
    guard(db),
    db
      .update(invitations)
      .set({ acceptedAt: now })
      .where(
        and(
          eq(invitations.orgId, org.id),
          eq(invitations.memberId, memberId),
          isNull(invitations.acceptedAt),
          isNull(invitations.revokedAt),
        ),
      ),
    eventRow(ctx, { action: 'member.joined', subject: memberId }),
  ];
};
