import { toneOf } from './good-number.ts';
import type { Rule } from './rule.ts';

/** Three to five key results under an objective. Speaks of the fullest of several objectives. */
export const keyResultCount: Rule = (_, { keyResults }, { number }) => {
  const [fullest] = keyResults.toSorted((a, b) => b.count - a.count);
  if (!fullest) return null;
  const { title, count, own } = fullest;
  const results = count === 0 ? 'no key results yet' : `${number(count)} key ${count === 1 ? 'result' : 'results'}`;
  return {
    rule: 'key-result-count',
    tone: toneOf(count),
    says: own ? `It has ${results}.` : `With this one, “${title}” has ${results}.`,
    why: 'Three to five is a good number. If all of them came true, would the objective be met?',
  };
};
