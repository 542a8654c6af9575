import { type SQL, sql } from 'drizzle-orm';
import { okrs, progressPoints } from '../../db/schema/okrs.ts';
import type { Day } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import type { CheckInSource, Status } from '../words.ts';
import { fromJson } from './row.ts';

/** Where an OKR stood, and who said so. `progress` as a fraction; both are null where there was nothing to say. */
export type PastPoint = { value: number | null; progress: number | null; status: Status; source: CheckInSource };

/** Column beside `okrs`: the last point by the end of a day; null where nothing was known by then. */
export const pointBy = ({ org }: Context, day: Day): SQL<PastPoint | null> =>
  sql<PastPoint | null>`(
    select json_object('value', point.value, 'progress', point.progress, 'status', point.status, 'source', point.source)
      from ${progressPoints} as point
      where point.org_id = ${org.id} and point.okr_id = ${okrs.id} and point.day <= ${day}
      order by point.day desc limit 1)`.mapWith(fromJson);
