import type { Rule } from './rule.ts';

/** An objective leaves the numbers to its key results. Years, quarters, rankings, versions and norms are no such numbers. */
export const noNumber: Rule = ({ kind, title }) => {
  const amount = kind === 'objective' ? amountIn(title) : null;
  if (amount === null) return null;
  return {
    rule: 'no-number',
    tone: 'warn',
    says: `“${amount}” belongs in a key result.`,
    why: 'The objective says where to go; its key results say how far.',
  };
};

const figure = /(?<![\p{L}\p{Nd}.,/#-])[$€£¥₹]?\p{Nd}[\p{Nd}.,]*(?:\s?%|[kKmM](?!\p{L})|bn(?!\p{L}))?/gu;

/** The first number of a text that counts something; null when there is none. */
function amountIn(title: string): string | null {
  const text = title.slice(0, 400);
  for (const { 0: found, index } of text.matchAll(figure)) {
    const amount = found.replace(/[.,]$/, '');
    const [before, after] = [text.slice(0, index), text.slice(index + amount.length)];
    if (!isYear(amount) && !isPartOfWord(after) && !isNumbered(before)) return amount;
  }
  return null;
}

const isYear = (amount: string) => /^(19|20)\d\d$/.test(amount);

/** 24/7, 1st, 3D, 360-degree. */
const isPartOfWord = (after: string) => /^(\/\p{Nd}|-?\p{L})/u.test(after);

/** Phase 2, ISO 27001, number 1. */
const isNumbered = (before: string) =>
  /(^|[^\p{L}])(\p{Lu}{2,}|([vV]ersion|[pP]hase|[sS]tage|[tT]ier|[lL]evel|[sS]eries|[hH]orizon|[nN]umber|[nN]o\.|[tT]op|[wW]eb))\s$/u.test(
    before,
  );
