import { toneOf } from './good-number.ts';
import type { Rule } from './rule.ts';

/** Three to five objectives per team, person or organization and period. */
export const objectiveCount: Rule = ({ kind }, { objectives }, { number }) => {
  if (kind !== 'objective' || !objectives) return null;
  const { of, period, count } = objectives;
  return {
    rule: 'objective-count',
    tone: toneOf(count),
    says: `With this one, ${of} has ${number(count)} ${count === 1 ? 'objective' : 'objectives'} in ${period}.`,
    why: 'Three to five is a good number. More of them get less care each.',
  };
};
