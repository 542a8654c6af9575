import { and, eq, ne } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { notOnBehalf } from '../permission.ts';
import { Refusal } from '../refusal.ts';

/** Whether admins may act for the acting member although they hold private OKRs. */
export async function findAgreement({ db, org, actor }: Context): Promise<boolean> {
  const [found] = await db
    .select({ allows: members.allowsBehalf })
    .from(members)
    .where(and(eq(members.orgId, org.id), eq(members.id, actor.memberId!)));
  return found?.allows ?? false;
}

/** Says whether admins may act for one although one holds private OKRs. @throws Refusal `forbidden` to who acts for them now */
export async function agreeToBehalf(ctx: Context, allows: boolean): Promise<void> {
  const { db, org, actor, now } = ctx;
  notOnBehalf(ctx);
  const { memberId } = actor;
  if (memberId === null) throw new Refusal('forbidden', 'Only members agree to this, for themselves.');
  try {
    await commit(db, [
      db
        .update(members)
        .set({ allowsBehalf: allows, changedAt: now })
        .where(and(eq(members.orgId, org.id), eq(members.id, memberId), ne(members.allowsBehalf, allows))),
      guard(db),
      eventRow(ctx, { action: 'member.behalf_agreed', subject: memberId, data: { allows } }),
    ]);
  } catch (reason) {
    // It says so already.
    if (!(reason instanceof LostRace)) throw reason;
  }
}
