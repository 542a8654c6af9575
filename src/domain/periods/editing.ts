import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { guard, LostRace } from '../../db/commit.ts';
import { periods } from '../../db/schema/organizations.ts';
import { unchanged } from '../../db/unchanged.ts';
import type { Context } from '../context.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { columnsOf, commitPeriod, periodInput } from './creating.ts';
import type { Period } from './finding.ts';

export const periodPatch = periodInput.partial();
export type PeriodPatch = z.infer<typeof periodPatch>;

/**
 * Changes a time period, as it was read. OKRs in it keep their own dates.
 * @throws Refusal `stale` when it has changed since, `forbidden` unless admin, `invalid` days, `conflict` for the name
 */
export async function editPeriod(ctx: Context, before: Period, patch: PeriodPatch): Promise<Period> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { name, kind, startsOn: starts_on, endsOn: ends_on } = before;
  const columns = columnsOf({ name, kind, starts_on, ends_on, ...patch });
  const statement = ctx.db
    .update(periods)
    .set(columns)
    .where(and(eq(periods.orgId, ctx.org.id), unchanged(periods, before)));
  const after = { ...before, ...columns };
  try {
    await commitPeriod(ctx, after, [statement, guard(ctx.db)], 'period.edited');
  } catch (reason) {
    throw reason instanceof LostRace
      ? new Refusal('stale', 'Somebody changed this time period since you read it.')
      : reason;
  }
  return after;
}
