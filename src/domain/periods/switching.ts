import { eq } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import { organizations } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import type { FiscalSpan } from './fiscal.ts';
import { planPeriods } from './planning.ts';

/**
 * Switches the making of quarters and years ahead on or off. On, what is missing is made at once.
 * Answers with what was made. @throws Refusal `forbidden` unless admin
 */
export async function switchPlanning(ctx: Context, ahead: boolean): Promise<FiscalSpan[]> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { db, org } = ctx;
  await commit(db, [
    db.update(organizations).set({ periodsAhead: ahead, periodsDueOn: null }).where(eq(organizations.id, org.id)),
    eventRow(ctx, { action: 'organization.periods_ahead', subject: org.id, data: { ahead } }),
  ]);
  return ahead ? planPeriods(ctx) : [];
}
