import type { Organization } from '../context.ts';
import type { Ambition, ClosedStatus } from '../words.ts';
import { clamped } from './progress.ts';

/** The colour that a score is shown in. */
export type Band = 'green' | 'orange' | 'red';

const TOLERANCE = 1e-9;

/** The least score (0..1) of green and of orange, by ambition; anything below is red. */
export type ScoreBands = Record<Ambition, { green: number; orange: number }>;

/** What an organization begins with: committed OKRs are meant to be met, aspirational ones to be stretched for. */
const beginning: ScoreBands = {
  committed: { green: 1, orange: 0.7 },
  aspirational: { green: 0.7, orange: 0.4 },
};

/** The bands that an organization judges scores by. */
export const bandsOf = ({ scoreBands }: Pick<Organization, 'scoreBands'>): ScoreBands => scoreBands ?? beginning;

/** The score to begin with when an OKR is closed: its progress between 0 and 1, to one decimal; 0 without progress. */
export const suggestedScore = (progress: number | null): number => Math.round(clamped(progress ?? 0) * 10) / 10;

/** What to begin with when an OKR ends: what never moved is postponed, anything else is closed. */
export const suggestedClosure = (progress: number | null): ClosedStatus =>
  Math.abs(progress ?? 0) < TOLERANCE ? 'postponed' : 'closed';

/** True for 0.0, 0.1 ... 1.0. */
export const isScore = (score: number): boolean =>
  score >= 0 && score <= 1 && Math.abs(score * 10 - Math.round(score * 10)) < TOLERANCE;

/** What a score is worth where scores are judged by these bands. */
export function bandOf(score: number, ambition: Ambition, bands: ScoreBands): Band {
  const { green, orange } = bands[ambition];
  if (score >= green - TOLERANCE) return 'green';
  return score >= orange - TOLERANCE ? 'orange' : 'red';
}
