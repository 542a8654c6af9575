import { and, asc, eq, sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { okrs, progressPoints } from '../../db/schema/okrs.ts';
import type { Day } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import type { CheckInSource } from '../words.ts';

/** The last known progress of a day on which something changed. */
export type Point = { day: Day; progress: number; source: CheckInSource };

/** The points of an OKR within its own dates, oldest first: at most one per day. */
export async function listPoints({ db, org }: Context, okrId: OkrId): Promise<Point[]> {
  const rows = await db
    .select({ day: progressPoints.day, progress: progressPoints.progress, source: progressPoints.source })
    .from(progressPoints)
    .where(
      and(
        eq(progressPoints.orgId, org.id),
        eq(progressPoints.okrId, okrId),
        sql`${progressPoints.day} >= (select ${okrs.startsOn} from ${okrs} where ${okrs.id} = ${okrId})`,
      ),
    )
    .orderBy(asc(progressPoints.day));
  return rows.filter((row): row is Point => row.progress !== null);
}
