import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { PeriodId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { periods } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { listed } from '../okrs/visible.ts';
import { Refusal } from '../refusal.ts';
import type { Period } from './finding.ts';

/** OKRs of one period are counted up to here, so that a list of periods costs no more in a larger organization. */
export const MOST_COUNTED = 100;

/** A period with how many OKRs of the actor's lists live in it, counted up to `MOST_COUNTED`. */
export type CountedPeriod = Period & { okrs: number };

/** All time periods, newest first, each with how many OKRs live in it. */
export const listCountedPeriods = (ctx: Context): Promise<CountedPeriod[]> =>
  counted(ctx).orderBy(desc(periods.startsOn), asc(periods.endsOn));

/** @throws Refusal `not_found` */
export async function findCountedPeriod(ctx: Context, id: PeriodId): Promise<CountedPeriod> {
  const [found] = await counted(ctx, eq(periods.id, id));
  if (!found) throw new Refusal('not_found', 'There is no such time period.');
  return found;
}

const counted = (ctx: Context, which?: SQL) =>
  ctx.db
    .select({
      id: periods.id,
      orgId: periods.orgId,
      name: periods.name,
      kind: periods.kind,
      startsOn: periods.startsOn,
      endsOn: periods.endsOn,
      createdAt: periods.createdAt,
      okrs: sql<number>`(select count(*) from (select 1 from ${okrs} as held where held.org_id = ${ctx.org.id}
        and held.period_id = ${periods}.id and ${listed(ctx, sql`held`)} limit ${MOST_COUNTED}))`.as('okrs'),
    })
    .from(periods)
    .where(and(eq(periods.orgId, ctx.org.id), which))
    .$dynamic();

/** How many OKRs live in a period, whoever may see them, counted up to `MOST_COUNTED`. */
export async function countIn({ db, org }: Context, id: PeriodId): Promise<number> {
  const held = db
    .select({ id: okrs.id })
    .from(okrs)
    .where(and(eq(okrs.orgId, org.id), eq(okrs.periodId, id)))
    .limit(MOST_COUNTED)
    .as('held');
  const [found] = await db.select({ okrs: sql<number>`count(*)` }).from(held);
  return found?.okrs ?? 0;
}
