import { and, asc, eq, sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { okrs, progressPoints } from '../../db/schema/okrs.ts';
import type { Day } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import type { CheckInSource, Status } from '../words.ts';

/** What was last known on a day on which something changed. `progress` is null where there was none to speak of. */
export type Point = {
  day: Day;
  value: number | null;
  progress: number | null;
  status: Status;
  source: CheckInSource;
};

/** The points of an OKR since its first day, oldest first: at most one per day. */
export const listPoints = ({ db, org }: Context, okrId: OkrId): Promise<Point[]> =>
  db
    .select({
      day: progressPoints.day,
      value: progressPoints.value,
      progress: progressPoints.progress,
      status: progressPoints.status,
      source: progressPoints.source,
    })
    .from(progressPoints)
    .where(
      and(
        eq(progressPoints.orgId, org.id),
        eq(progressPoints.okrId, okrId),
        sql`${progressPoints.day} >= (select ${okrs.startsOn} from ${okrs} where ${okrs.id} = ${okrId})`,
      ),
    )
    .orderBy(asc(progressPoints.day));
