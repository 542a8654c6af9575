import { and, asc, desc, eq, gte, type SQL, sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { checkIns, progressPoints } from '../../db/schema/okrs.ts';
import { dayOf } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import type { Around, Word } from './history.ts';

/** Later than everything said at the same moment. */
export const LAST_OF_MOMENT = Number.MAX_SAFE_INTEGER;

/** Whether a check-in says what the value is: `bears` of history.ts, as a condition. */
export const bearing = sql`(${checkIns.value} is not null or ${checkIns.source} = 'roll_up')`;

/**
 * What stands around a moment (ms) in the history of an OKR; a check-in of exactly this moment and version is left out.
 * One round trip; rows read depend on the days since, not on the length of the history.
 */
export async function findAround(
  { db, org }: Context,
  okrId: OkrId,
  { at, version }: Pick<Word, 'at' | 'version'>,
): Promise<Around> {
  const own = and(eq(checkIns.orgId, org.id), eq(checkIns.okrId, okrId));
  const here = sql`(${checkIns.at}, ${checkIns.version})`;
  const latest = (which: SQL | undefined) =>
    db
      .select(wordColumns)
      .from(checkIns)
      .where(and(own, sql`${here} < (${at}, ${version})`, which))
      .orderBy(desc(checkIns.at), desc(checkIns.version))
      .limit(1);
  const [[last], [borne], after, points] = await Promise.all([
    latest(undefined),
    latest(bearing),
    db
      .select(wordColumns)
      .from(checkIns)
      .where(
        and(
          own,
          sql`${here} > (${at}, ${version})`,
          sql`${checkIns.at} <= coalesce((select said.at from ${checkIns} as said
            where said.org_id = ${org.id} and said.okr_id = ${okrId} and (said.value is not null or said.source = 'roll_up')
              and (said.at, said.version) > (${at}, ${version})
            order by said.at, said.version limit 1), ${LAST_OF_MOMENT})`,
        ),
      )
      .orderBy(asc(checkIns.at), asc(checkIns.version)),
    db
      .select(pointColumns)
      .from(progressPoints)
      .where(
        and(
          eq(progressPoints.orgId, org.id),
          eq(progressPoints.okrId, okrId),
          gte(progressPoints.day, dayOf(at, org.timeZone)),
        ),
      )
      .orderBy(asc(progressPoints.day)),
  ]);
  const before = [borne, last].filter((word) => word !== undefined);
  return { before: before[0]?.version === before[1]?.version ? before.slice(1) : before, after, points };
}

const wordColumns = {
  at: checkIns.at,
  version: checkIns.version,
  value: checkIns.value,
  progress: checkIns.progress,
  status: checkIns.status,
  chosenStatus: checkIns.chosenStatus,
  source: checkIns.source,
};

const pointColumns = {
  day: progressPoints.day,
  value: progressPoints.value,
  progress: progressPoints.progress,
  status: progressPoints.status,
  source: progressPoints.source,
};
