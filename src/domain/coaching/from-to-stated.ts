import type { Draft, MeasureDraft } from './draft.ts';
import { readsEnglish } from './english.ts';
import type { Rule } from './rule.ts';

/** A key result says from where to where, in its words or in its measure. */
export const fromToStated: Rule = (draft) => {
  const { kind, title, measure } = draft;
  if (kind !== 'key_result' || measure?.direction === 'baseline') return null;
  const why = 'Where it is today tells how far the way is.';
  if (saysWay(draft)) return { rule: 'from-to-stated', tone: 'good', says: 'Says from where to where.', why };
  if (!readsEnglish(title)) return null;
  return {
    rule: 'from-to-stated',
    tone: 'hint',
    says: 'No from x to y yet. Where is it today, and where should it be?',
    why,
  };
};

/** True when measure or title say from where to where. */
export const saysWay = ({ title, measure }: Draft): boolean => isMeasuredWay(measure) || wayIn(title);

const isMeasuredWay = (measure: MeasureDraft | null) =>
  measure !== null && measure.target.value !== null && (measure.start.typed === '' || measure.start.value !== null);

const number = String.raw`[^\p{L}\p{Nd}]{0,3}\p{Nd}`;
const between = new RegExp(
  String.raw`\bfrom\b\s*${number}.*?\b(?:to|down to|up to)\b\s*(?:\p{L}+\s){0,2}${number}`,
  'iu',
);
const arrow = new RegExp(String.raw`\p{Nd}[^\p{L}]{0,3}\p{L}{0,12}\s?(?:→|->|=>)${number}`, 'u');
const bound = new RegExp(
  String.raw`^(?:keep|maintain|hold|stay|remain|sustain)\b.*\b(?:above|below|under|over|within|at|at least|at most|to)\b\s*(?:least\s|most\s)?${number}`,
  'iu',
);

/** True when a title says “from 40 to 50”, “40 → 50” or “keep … above 99”. */
function wayIn(title: string): boolean {
  const text = title.trim().slice(0, 400);
  return between.test(text) || arrow.test(text) || bound.test(text);
}
