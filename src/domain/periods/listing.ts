import { and, desc, eq, sql } from 'drizzle-orm';
import { periods } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import type { Period } from './finding.ts';

/** A page of the time periods, newest first. */
export async function listPeriodPage({ db, org }: Context, { after, limit }: Cut): Promise<Page<Period>> {
  const last = valuesOf(after, 'string', 'string');
  const rows = await db
    .select()
    .from(periods)
    .where(
      and(
        eq(periods.orgId, org.id),
        last ? sql`(${periods.startsOn}, ${periods.id}) < (${last[0]}, ${last[1]})` : undefined,
      ),
    )
    .orderBy(desc(periods.startsOn), desc(periods.id))
    .limit(limit + 1);
  return cut(rows, limit, (last) => [last.startsOn, last.id]);
}
