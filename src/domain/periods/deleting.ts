import { and, eq, notExists } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { periods } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { countIn, MOST_COUNTED } from './counting.ts';
import type { Period } from './finding.ts';

/** Deletes a time period that holds no OKR. @throws Refusal `forbidden` unless admin, `conflict` saying how many it holds */
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
    throw new Refusal('conflict', heldSentence(await countIn(ctx, id)));
  }
}

/** Drafts and OKRs that the actor may not see are counted too: they would be left without a period. */
export function heldSentence(okrs: number): string {
  if (okrs === 1) return 'One OKR lives in this time period. Move or delete it first.';
  const many = okrs < MOST_COUNTED ? `${okrs} OKRs` : `More than ${MOST_COUNTED - 1} OKRs`;
  return `${many} live in this time period. Move or delete them first.`;
}
