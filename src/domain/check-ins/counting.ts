import { and, count, desc, eq, gte } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { checkIns } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import type { CheckInSource } from '../words.ts';

export type Counts = Partial<Record<CheckInSource, number>>;

/** Check-ins looked through; an OKR that is read every few minutes may have many more. */
const REACH = 1_000;

/** How many check-ins each source made of an OKR since a moment (ms), among the newest thousand. */
export async function countCheckInsSince({ db, org }: Context, okrId: OkrId, since: number): Promise<Counts> {
  const newest = db
    .select({ source: checkIns.source })
    .from(checkIns)
    .where(and(eq(checkIns.orgId, org.id), eq(checkIns.okrId, okrId), gte(checkIns.at, since)))
    .orderBy(desc(checkIns.at))
    .limit(REACH)
    .as('newest');
  const rows = await db.select({ source: newest.source, made: count() }).from(newest).groupBy(newest.source);
  return Object.fromEntries(rows.map(({ source, made }) => [source, made]));
}
