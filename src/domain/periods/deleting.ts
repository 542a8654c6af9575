import { and, eq, inArray, notExists } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { periods } from '../../db/schema/organizations.ts';
import { proposals } from '../../db/schema/proposals.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { proposalStates } from '../words.ts';
import { countIn, MOST_COUNTED } from './counting.ts';
import type { Period } from './finding.ts';

const PROPOSED = 'A proposal was made for this time period. Delete it first; one that is published keeps the period.';

/** Deletes a time period that holds no OKR and no proposal. @throws Refusal `forbidden` unless admin, `conflict` saying what it holds */
export async function deletePeriod(ctx: Context, { id, name }: Period): Promise<void> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { db, org } = ctx;
  const held = db
    .select({ id: okrs.id })
    .from(okrs)
    .where(and(eq(okrs.orgId, org.id), eq(okrs.periodId, id)));
  const proposed = db
    .select({ id: proposals.id })
    .from(proposals)
    .where(and(eq(proposals.orgId, org.id), inArray(proposals.state, proposalStates), eq(proposals.periodId, id)));
  try {
    await commit(db, [
      db
        .delete(periods)
        .where(and(eq(periods.orgId, org.id), eq(periods.id, id), notExists(held), notExists(proposed))),
      guard(db),
      eventRow(ctx, { action: 'period.deleted', subject: id, data: { name } }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    const okrsHeld = await countIn(ctx, id);
    throw new Refusal('conflict', okrsHeld > 0 ? heldSentence(okrsHeld) : PROPOSED);
  }
}

/** Drafts and OKRs that the actor may not see are counted too: they would be left without a period. */
export function heldSentence(okrs: number): string {
  if (okrs === 1) return 'One OKR lives in this time period. Move or delete it first.';
  const many = okrs < MOST_COUNTED ? `${okrs} OKRs` : `More than ${MOST_COUNTED - 1} OKRs`;
  return `${many} live in this time period. Move or delete them first.`;
}
