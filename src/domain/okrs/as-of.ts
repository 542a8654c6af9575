import { addDays, type Day, dayOf, startOf } from '../../lib/days.ts';
import type { Acting, Organization } from '../context.ts';
import type { OkrInFull } from './finding.ts';
import type { Okr } from './okr.ts';
import type { PastPoint } from './past-point.ts';
import type { OkrRow } from './row.ts';

type Zone = Pick<Organization, 'timeZone'>;

/** The last moment (ms) of a day. */
export const endOf = (day: Day, { timeZone }: Zone): number => startOf(addDays(day, 1), timeZone) - 1;

/** The same acting at the end of a past day, for all that follows from the moment. */
export const actingOn = <A extends Acting>(acting: A, day: Day): A => ({ ...acting, now: endOf(day, acting.org) });

/** What becomes of an OKR when one looks at a past day: value, progress, status and end as of then. */
export function standingAsOf(
  okr: Pick<Okr, 'status' | 'closedAt' | 'score'>,
  point: Pick<PastPoint, 'value' | 'progress' | 'status'> | null,
  day: Day,
  { timeZone }: Zone,
): Pick<Okr, 'value' | 'progress' | 'status' | 'closedAt' | 'score'> {
  const ended = okr.closedAt !== null && dayOf(okr.closedAt, timeZone) <= day;
  return {
    value: point?.value ?? null,
    progress: point?.progress ?? null,
    status: ended ? okr.status : (point?.status ?? 'not_started'),
    closedAt: ended ? okr.closedAt : null,
    score: ended ? okr.score : null,
  };
}

/** A stored OKR as of a past day. Who held or chose what is not known of then. */
export const okrAsOf = (okr: Okr, point: Parameters<typeof standingAsOf>[1], day: Day, zone: Zone): Okr => ({
  ...okr,
  ...standingAsOf(okr, point, day, zone),
  statusSource: 'computed',
  valueAt: null,
  heldAt: null,
});

/** A row as of a past day, read by somebody acting on that day. */
export const rowAsOf = <R extends OkrRow>(row: R, point: PastPoint | null, day: Day, zone: Zone): R => ({
  ...row,
  ...standingAsOf(row, point, day, zone),
  valueAt: null,
  weeks: row.weeks.filter((word) => word.day <= day),
  off: false,
});

/** Whether it was there by the end of a day: made by then, or brought over with a history. */
export const existedOn = (
  { createdAt }: { createdAt: number },
  point: PastPoint | null,
  day: Day,
  { timeZone }: Zone,
): boolean => point !== null || dayOf(createdAt, timeZone) <= day;

/**
 * An OKR as its last point by the end of a day left it: value, progress and status of then, and the points until then.
 * What no history is kept of (title, owners, measure, parents) is today's; children and links are left out.
 */
export function asOf(found: OkrInFull, day: Day, zone: Zone): OkrInFull {
  const points = found.points.filter((point) => point.day <= day);
  return { ...found, points, children: [], link: null, okr: okrAsOf(found.okr, points.at(-1) ?? null, day, zone) };
}
