import type { Call, Status } from '../words.ts';
import type { Wording } from './explanation.ts';
import type { Measure } from './measure.ts';
import { type Bounds, GRACE_DAYS, type Standing } from './status.ts';

/** Statuses in the middle of a sentence. */
export const said: Record<Status, string> = {
  not_started: 'not started',
  on_track: 'on track',
  behind: 'behind',
  at_risk: 'at risk',
  closed: 'closed',
  postponed: 'postponed',
};

type Ruling = { standing: Standing; status: Status; expected: number; gap: number | null };

/** Why the status is what it is, in one or two sentences. `expected` as a fraction, `gap` in points behind it. */
export function ruleOf({ standing, status, expected, gap }: Ruling, bounds: Bounds, words: Wording): string {
  if (standing.closed) return `It is ${said[standing.closed]}.`;
  if (standing.chosen) return `A person said ${said[status]}.`;
  if (status === 'closed' || status === 'postponed') return `All of its children are ${said[status]}.`;
  if (standing.children?.includes(status as Call)) return `The worst of its open children is ${said[status]}.`;
  const { measure } = standing;
  if (status === 'not_started')
    return measuresWay(measure)
      ? `There is no value yet. From day ${GRACE_DAYS} on that counts as 0.`
      : 'There is no value yet.';
  if (measure.type === 'metric' && measure.direction === 'baseline')
    return 'Any value will do until the target is known.';
  if (measure.type === 'metric' && (measure.direction === 'stay_above' || measure.direction === 'stay_below')) {
    const side = measure.direction === 'stay_above' ? 'above' : 'below';
    const threshold = measure.riskThreshold;
    return threshold === null
      ? `It is on track ${side} ${words.number(measure.target)}, else at risk.`
      : `It is on track ${side} ${words.number(measure.target)}, behind ${side} ${words.number(threshold)}, else at risk.`;
  }
  return `${gapOf(gap ?? 0, expected, words)} ${boundsOf(bounds, words)}`;
}

/** True for measures with a way from start to target, which are compared with what is expected by today. */
export const measuresWay = (measure: Measure): boolean =>
  measure.type === 'percent' || measure.direction === 'increase' || measure.direction === 'decrease';

function boundsOf({ behindBound, atRiskBound }: Bounds, words: Wording): string {
  const onTrack =
    behindBound === 0 ? 'At or above expected' : `Up to ${pointsOf(behindBound, words)} less than expected`;
  return `${onTrack} is on track, up to ${pointsOf(atRiskBound, words)} less is behind, more is at risk.`;
}

function gapOf(gap: number, expected: number, words: Wording): string {
  if (Math.abs(gap) < 1e-9) return 'It is exactly where it should be.';
  const way = words.number(Math.round(expected * 1000) / 10);
  return `It is ${pointsOf(Math.abs(gap), words)} ${gap > 0 ? 'less' : 'more'} than the ${way}% expected.`;
}

const pointsOf = (points: number, words: Wording): string =>
  `${words.number(Math.round(points * 10) / 10)} ${points === 1 ? 'point' : 'points'}`;
