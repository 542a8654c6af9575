import type { Rule } from './rule.ts';
import { similarity } from './similarity.ts';

/** From here on two titles are about the same thing: one word of difference in six, not one in three. */
const SAME = 0.75;

/** Says when another open OKR of the period is about the same. */
export const duplicate: Rule = ({ title }, { alike }) => {
  const [nearest] = alike
    .map((other) => ({ other, nearness: similarity(title, other.title) }))
    .filter(({ nearness }) => nearness > SAME)
    .toSorted((a, b) => b.nearness - a.nearness);
  if (!nearest) return null;
  return {
    rule: 'duplicate',
    tone: 'warn',
    says: 'Somebody is after the same already.',
    why: 'Two OKRs about one thing drift apart. Share that one, or align to it.',
    about: nearest.other,
  };
};
