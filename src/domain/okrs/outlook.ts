import { addDays, type Day, daysBetween } from '../../lib/days.ts';
import type { Span } from './expected.ts';
import type { Measure } from './measure.ts';

/** What was known of the progress on a day; it held until the next such day. */
export type Known = { day: Day; progress: number };

/**
 * Where an OKR lands if it goes on as it did. Progress as fractions; the truth lies between `low` and `high` with a
 * chance of `confidence`. `pace` is progress per week. `reaches_on` is the day on which it gets to its target at this
 * pace, or did; null where this pace does not lead there within ten years.
 */
export type Landing = {
  kind: 'landing';
  ends_on: Day;
  progress: number;
  low: number;
  high: number;
  confidence: number;
  pace: number;
  weeks: number;
  reaches_on: Day | null;
};

/** A landing, or why there is none: too little is known yet, or the question does not arise. */
export type Outlook = Landing | { kind: 'too_little'; says: string } | { kind: 'none'; says: string };

/** Where progress cannot go: a percent that is inside 0..1 does not land outside. */
export type Walls = { least: number; most: number };

const OPEN: Walls = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };

export const wallsOf = (measure: Measure): Walls => (measure.type === 'percent' ? { least: 0, most: 1 } : OPEN);

const CONFIDENCE = 0.8;
const WEEK = 7;
const LEAST_POINTS = 3;
const LEAST_DAYS = 2 * WEEK;
/** Weeks that the pace is taken from: a quarter ago people worked differently. */
const MOST_WEEKS = 8;
const LONGEST_DAYS = 3653;
const TOLERANCE = 1e-9;

/** Student's t at 0.9, two-sided 80 %, for 1 to 7 degrees of freedom. */
const T_90 = [3.078, 1.886, 1.638, 1.533, 1.476, 1.44, 1.415];

/**
 * Where progress lands on the last day, from its history in any order.
 *
 * A random walk with drift over weekly changes (Hyndman and Athanasopoulos, Forecasting: Principles and Practice,
 * 5.2 and 5.5): from today's value on with the drift for h weeks, give or take `t · s · sqrt(h · (1 + h / n))` for n
 * changes. The drift is the median of the slopes between all pairs of weeks (Theil 1950, Sen 1968), so that one leap
 * does not pass for a pace; s is the spread of the changes around it. Silence counts as no change.
 */
export function outlookOf(history: readonly Known[], today: Day, span: Span, walls: Walls = OPEN): Outlook {
  if (today < span.startsOn) return { kind: 'none', says: 'It has not started yet.' };
  if (today >= span.endsOn) return { kind: 'none', says: 'It has ended.' };
  const known = history.filter(({ day }) => day <= today).sort((a, b) => (a.day < b.day ? -1 : 1));
  const first = known[0];
  if (!first || known.length < LEAST_POINTS)
    return {
      kind: 'too_little',
      says: `An outlook needs ${LEAST_POINTS} days with a value. There are ${known.length}.`,
    };
  const days = daysBetween(first.day, today);
  if (days < LEAST_DAYS)
    return { kind: 'too_little', says: `An outlook needs two weeks of history. There are ${days} days.` };

  const weekly = valuesByWeek(known, today);
  const changes = weekly.slice(1).map((value, i) => value - weekly[i]!);
  const now = weekly.at(-1)!;
  const pace = medianSlope(weekly);
  const ahead = daysBetween(today, span.endsOn) / WEEK;
  const give = T_90[changes.length - 2]! * spreadOf(changes, pace) * Math.sqrt(ahead * (1 + ahead / changes.length));
  const within = (progress: number) =>
    Math.min(Math.max(walls.most, now), Math.max(Math.min(walls.least, now), progress));
  const middle = now + pace * ahead;
  return {
    kind: 'landing',
    ends_on: span.endsOn,
    progress: within(middle),
    low: within(middle - give),
    high: within(middle + give),
    confidence: CONFIDENCE,
    pace,
    weeks: changes.length,
    reaches_on: reachingDay(known, now, pace, today),
  };
}

/** What was known today and on the same day of each week before, oldest first. */
function valuesByWeek(known: readonly Known[], today: Day): number[] {
  const weeks = Math.min(MOST_WEEKS, Math.floor(daysBetween(known[0]!.day, today) / WEEK));
  return Array.from({ length: weeks + 1 }, (_, i) => {
    const day = addDays(today, (i - weeks) * WEEK);
    return known.findLast((point) => point.day <= day)!.progress;
  });
}

/** The median of the slopes between all pairs of values, which stand one step apart. */
function medianSlope(values: readonly number[]): number {
  const slopes = values
    .flatMap((later, i) => values.slice(0, i).map((earlier, j) => (later - earlier) / (i - j)))
    .sort((a, b) => a - b);
  const half = slopes.length >> 1;
  return slopes.length % 2 === 1 ? slopes[half]! : (slopes[half - 1]! + slopes[half]!) / 2;
}

const spreadOf = (changes: readonly number[], drift: number): number =>
  Math.sqrt(changes.reduce((sum, change) => sum + (change - drift) ** 2, 0) / (changes.length - 1));

function reachingDay(known: readonly Known[], now: number, pace: number, today: Day): Day | null {
  const there = ({ progress }: Known) => progress >= 1 - TOLERANCE;
  if (now >= 1 - TOLERANCE) return known[known.findLastIndex((point) => !there(point)) + 1]!.day;
  const days = pace > 0 ? Math.ceil(((1 - now) / pace) * WEEK - TOLERANCE) : Number.POSITIVE_INFINITY;
  return days <= LONGEST_DAYS ? addDays(today, days) : null;
}
