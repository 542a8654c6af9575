import { addDays, type Day, daysBetween } from '../../lib/days.ts';
import type { Call, ClosedStatus, Status } from '../words.ts';
import { type Course, expectedOn } from './expected.ts';
import type { Measure } from './measure.ts';

/** Points behind expected at which an OKR is behind, and at risk. Organization settings; 0 and 25 unless changed. */
export type Bounds = { behindBound: number; atRiskBound: number };

/** Everything that decides a status, apart from the day. `children` only where the parent's status comes from them. */
export type Standing = Course & {
  measure: Measure;
  value: number | null;
  progress: number | null;
  closed: ClosedStatus | null;
  /** A person's own call, in force until the next automatic value or check-in. */
  chosen: Call | null;
  children: readonly Status[] | null;
};

/** Days after its start during which an OKR without a value is "not started" rather than late. */
export const GRACE_DAYS = 7;

const TOLERANCE = 1e-9;
const WORST_FIRST = ['at_risk', 'behind', 'on_track'] as const;

/** The status of an OKR on a day: how it ended, a person's call, the worst of its children, or the rule by progress. */
export function statusOn(day: Day, standing: Standing, bounds: Bounds): Status {
  if (standing.closed) return standing.closed;
  if (standing.chosen) return standing.chosen;
  return (standing.children && statusOfChildren(standing.children)) ?? statusByProgress(day, standing, bounds);
}

/**
 * The first day after `day` on which the status differs although nothing happens, or null if it never does.
 * Days pass without a write: this is when one is due.
 */
export function turningDay(day: Day, standing: Standing, bounds: Bounds): Day | null {
  const now = statusOn(day, standing, bounds);
  const first = day < standing.startsOn ? standing.startsOn : addDays(day, 1);
  // Expected progress rests before the start and after the end, and the grace days end soon after the start.
  const last = [standing.endsOn, addDays(standing.startsOn, GRACE_DAYS)].sort().at(-1)!;
  for (let next = first; next <= last; next = addDays(next, 1)) {
    if (statusOn(next, standing, bounds) !== now) return next;
  }
  return null;
}

/**
 * `gap = expected - progress` in points: none or less is on track, up to the upper bound behind, beyond it at risk.
 * The comparison allows 1e-9, so that a gap of exactly 25 is behind.
 */
export function statusOfGap(gap: number, { behindBound, atRiskBound }: Bounds): Call {
  if (gap <= behindBound + TOLERANCE) return 'on_track';
  return gap <= atRiskBound + TOLERANCE ? 'behind' : 'at_risk';
}

function statusByProgress(day: Day, standing: Standing, bounds: Bounds): Status {
  const { measure, value, progress } = standing;
  if (value === null && daysBetween(standing.startsOn, day) < GRACE_DAYS) return 'not_started';
  if (measure.type === 'metric') {
    if (measure.direction === 'baseline') return value === null ? 'not_started' : 'on_track';
    if (measure.direction === 'stay_above' || measure.direction === 'stay_below')
      return value === null
        ? 'not_started'
        : statusOfHolding(measure.direction, value, measure.target, measure.riskThreshold);
  }
  return statusOfGap((expectedOn(day, standing) - (progress ?? 0)) * 100, bounds);
}

function statusOfHolding(
  direction: 'stay_above' | 'stay_below',
  value: number,
  target: number,
  threshold: number | null,
): Call {
  const beyond = (bound: number) => (direction === 'stay_above' ? value > bound : value < bound);
  if (beyond(target)) return 'on_track';
  return threshold !== null && beyond(threshold) ? 'behind' : 'at_risk';
}

function statusOfChildren(children: readonly Status[]): Status | null {
  if (children.length === 0) return null;
  if (children.every((status) => status === 'closed')) return 'closed';
  if (children.every((status) => status === 'postponed')) return 'postponed';
  return WORST_FIRST.find((status) => children.includes(status)) ?? null;
}
