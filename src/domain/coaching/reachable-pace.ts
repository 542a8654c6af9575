import { daysBetween } from '../../lib/days.ts';
import type { Rule } from './rule.ts';

/** A shorter history says too little about a pace. */
const DAYS_TO_JUDGE = 28;

/** How many times faster than so far is no longer a stretch. */
const TOO_FAST = 3;

/**
 * Compares the pace that the target needs, (target - last) / days left, with the pace of the history,
 * (last - first) / days between. Silent without four weeks of history that moved towards the target.
 */
export const reachablePace: Rule = ({ measure, ...draft }, { history, today, ...period }, { number, day }) => {
  const endsOn = draft.endsOn ?? period.endsOn;
  const target = measure?.target.value ?? null;
  if (!history || target === null || !today || !endsOn || !isWay(measure?.direction ?? '')) return null;
  const { first, last } = history;
  const [seen, left] = [daysBetween(first.day, last.day), daysBetween(today, endsOn)];
  if (seen < DAYS_TO_JUDGE || left <= 0) return null;
  const soFar = ((last.value - first.value) / seen) * 7;
  const needed = ((target - last.value) / left) * 7;
  if (soFar === 0 || needed / soFar <= TOO_FAST) return null;
  return {
    rule: 'reachable-pace',
    tone: 'warn',
    says: `It moved by ${number(Math.abs(soFar))} a week so far; this target needs ${number(Math.abs(needed))} a week until ${day(endsOn)}.`,
    why: 'A target out of reach stops guiding long before the period ends.',
  };
};

const isWay = (direction: string) => direction === '' || direction === 'increase' || direction === 'decrease';
