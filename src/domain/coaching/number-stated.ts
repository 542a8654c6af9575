import { readsEnglish } from './english.ts';
import type { Rule } from './rule.ts';

/** A key result names a number, in its words or in its measure. */
export const numberStated: Rule = ({ kind, title, measure }) => {
  if (kind !== 'key_result') return null;
  const why = 'Without a number, nobody can tell whether it was reached.';
  const named = measure !== null && measure.name !== '' && measure.target.value !== null;
  if (named || /\p{Nd}/u.test(title))
    return { rule: 'number-stated', tone: 'good', says: 'Has a number to go by.', why };
  if (!readsEnglish(title)) return null;
  return { rule: 'number-stated', tone: 'hint', says: 'Nothing to measure yet. What number would move?', why };
};
