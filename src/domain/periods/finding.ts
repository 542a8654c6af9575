import { and, asc, desc, eq, gte, lte } from 'drizzle-orm';
import type { PeriodId } from '../../db/ids.ts';
import { periods } from '../../db/schema/organizations.ts';
import { type Context, todayOf } from '../context.ts';
import { Refusal } from '../refusal.ts';

export type Period = typeof periods.$inferSelect;

/** All time periods, newest first. */
export const listPeriods = ({ db, org }: Context): Promise<Period[]> =>
  db.select().from(periods).where(eq(periods.orgId, org.id)).orderBy(desc(periods.startsOn), asc(periods.endsOn));

/** @throws Refusal `not_found` */
export async function findPeriod({ db, org }: Context, id: PeriodId): Promise<Period> {
  const [found] = await db
    .select()
    .from(periods)
    .where(and(eq(periods.orgId, org.id), eq(periods.id, id)));
  if (!found) throw new Refusal('not_found', 'There is no such time period.');
  return found;
}

/** The time period that covers today, the shortest if several do: a quarter before its year. Null if none does. */
export async function findCurrentPeriod(ctx: Context): Promise<Period | null> {
  const today = todayOf(ctx);
  const covering = await ctx.db
    .select()
    .from(periods)
    .where(and(eq(periods.orgId, ctx.org.id), lte(periods.startsOn, today), gte(periods.endsOn, today)));
  return currentOf(covering, today);
}

/** The shortest of the periods that cover a day. Pure twin of `findCurrentPeriod` for lists already at hand. */
export const currentOf = (all: readonly Period[], today: string): Period | null =>
  all
    .filter((period) => period.startsOn <= today && today <= period.endsOn)
    .sort((a, b) => b.startsOn.localeCompare(a.startsOn) || a.endsOn.localeCompare(b.endsOn))[0] ?? null;
