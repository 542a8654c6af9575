import { lowered, readsEnglish, tokens } from './english.ts';
import { metricSentence } from './metric-sentence.ts';
import type { Rule } from './rule.ts';
import { verbOf } from './verbs.ts';

const things = new Set(
  (
    'the a an our my your their this these those we i it they all every each more less fewer better best good great ' +
    'high higher highest low fast faster strong stronger happy happier new first top total average annual global digital ' +
    'number percentage percent rate customer customers client clients user users revenue sales team teams employee ' +
    'employees people product products company market marketing support quality churn nps csat website app profit margin ' +
    'pipeline leads traffic uptime downtime cost costs time hiring engagement growth success mobile'
  ).split(' '),
);

/** An objective or key result says what to do: its first word is a verb. Unknown words are given the benefit of doubt. */
export const verbFirst: Rule = ({ title, measure }) => {
  const [first] = tokens(title);
  const word = first?.toLowerCase() ?? '';
  if (!first || !readsEnglish(title)) return null;
  const base = verbOf(word);
  const why = 'A verb says which way to go.';
  if (base === word) return { rule: 'verb-first', tone: 'good', says: 'Starts with a verb.', why };
  const suggestion = metricSentence(measure) ?? undefined;
  const found = { rule: 'verb-first', tone: 'hint', why, ...(suggestion && { suggestion }) } as const;
  if (things.has(word) || isThing(first))
    return { ...found, says: `“${first}” is no verb. Begin with one, like Increase or Win.` };
  if (base) return { ...found, says: `Say it as something to do: “${capital(base)}”, not “${first}”.` };
  return null;
};

/** The verb that the title begins with, as written; null when the first word is none or the title is not English. */
export function leadingVerb(title: string): string | null {
  const [word] = lowered(title);
  return word !== undefined && readsEnglish(title) && verbOf(word) === word ? tokens(title)[0]! : null;
}

const isThing = (word: string) =>
  /^\p{Nd}/u.test(word) || /^\p{Lu}{2,5}$/u.test(word) || /(tion|sion|ness|ity|ship|ment|ance|ence)s?$/i.test(word);

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);
