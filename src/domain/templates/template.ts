/** A key result to start from: what to do, and the number by which it shows. All of it is there to be edited. */
export type KeyResultTemplate = {
  /** Verb and what, without the numbers: “Increase customers sending weekly”. */
  words: string;
  measure: { name: string; unit: string | null; from: number; to: number };
};

/** An objective to start from. `id` is part of an address: it never changes. */
export type Template = { id: string; title: string; keyResults: readonly KeyResultTemplate[] };

/** What the objectives of one function of a company have in common. */
export type TemplateGroup = { name: string; about: string; templates: readonly Template[] };

/** Makes a key result short to write down: words, measure name, unit, from, to. */
export const keyResult = (
  words: string,
  name: string,
  unit: string | null,
  from: number,
  to: number,
): KeyResultTemplate => ({ words, measure: { name, unit, from, to } });

type Writing = { number(value: number): string; metricValue(value: number, unit?: string | null): string };

/** The title of a key result with its numbers: “Reduce time to first answer from 9 to 2 hours”. */
export function titleOf(words: string, { unit, from, to }: KeyResultTemplate['measure'], writing: Writing): string {
  const start = isSign(unit) ? writing.metricValue(from, unit) : writing.number(from);
  return `${words.trim()} from ${start} to ${writing.metricValue(to, unit)}`;
}

/** Shares and money carry their sign with every number, other units only with the last. */
const isSign = (unit: string | null) => unit !== null && /^([%$€£¥₹]|\p{Lu}{3})$/u.test(unit);
