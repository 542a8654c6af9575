import { and, eq, notExists } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { periods } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Period } from './finding.ts';

/** Deletes a time period that holds no OKR. @throws Refusal `forbidden` unless admin, `conflict` when it holds one */
export async function deletePeriod(ctx: Context, { id, name }: Period): Promise<void> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { db, org } = ctx;
  const held = db
    .select({ id: okrs.id })
    .from(okrs)
    .where(and(eq(okrs.orgId, org.id), eq(okrs.periodId, id)));
  try {
    await commit(db, [
      db.delete(periods).where(and(eq(periods.orgId, org.id), eq(periods.id, id), notExists(held))),
      guard(db),
      eventRow(ctx, { action: 'period.deleted', subject: id, data: { name } }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal('conflict', 'OKRs live in this time period. Move or delete them first.');
  }
}
