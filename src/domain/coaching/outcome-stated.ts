import { lowered, readsEnglish } from './english.ts';
import type { Rule } from './rule.ts';
import { verbOf } from './verbs.ts';

/** An objective says what it is for: “so that”, “in order to”, or “to” and a verb. */
export const outcomeStated: Rule = ({ kind, title }) => {
  if (kind !== 'objective' || !readsEnglish(title)) return null;
  const why = 'People follow an objective when they know what it is good for.';
  return purposeIn(title)
    ? { rule: 'outcome-stated', tone: 'good', says: 'Says what it is for.', why }
    : { rule: 'outcome-stated', tone: 'hint', says: 'No “so that” yet. What gets better, and for whom?', why };
};

/** True when an English sentence says what something is done for. */
export function purposeIn(title: string): boolean {
  if (/\b(so that|in order to|because|so (we|they|people|everyone|everybody|customers|teams))\b/i.test(title))
    return true;
  const words = lowered(title);
  return words.some((word, at) => at > 1 && word === 'to' && verbOf(words[at + 1] ?? '') === words[at + 1]);
}
