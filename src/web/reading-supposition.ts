import type { OkrId } from '../db/ids.ts';
import type { Okr } from '../domain/okrs/okr.ts';
import type { Supposition } from '../domain/okrs/supposing.ts';
import { invalid } from '../domain/refusal.ts';
import { readNumber } from '../views/read-number.ts';
import { figureOf, type TypedFigures } from '../views/suppositions/supposition-view.ts';
import type { Sent } from './form.ts';

type Figures = Pick<Required<Supposition>, 'values' | 'targets'>;

/** The values and targets that a form supposes of these OKRs. @throws Refusal `invalid` at what is no number */
export function readFigures(sent: Sent, okrs: readonly Pick<Okr, 'id'>[], locale: string): Figures {
  const figures = { values: {} as Record<OkrId, number>, targets: {} as Record<OkrId, number> };
  const errors: Record<string, string> = {};
  for (const { id } of okrs)
    for (const [into, text, at] of [
      [figures.values, sent.text(figureOf.value(id)), figureOf.valueError(id)],
      [figures.targets, sent.text(figureOf.target(id)), figureOf.targetError(id)],
    ] as const) {
      if (text === '') continue;
      const figure = readNumber(text, locale);
      if (figure === null) errors[at] = 'Write a number, like 45.';
      else into[id] = figure;
    }
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return figures;
}

/** The same as it was typed. */
export const typedFigures = (sent: Sent | undefined, okrs: readonly Pick<Okr, 'id'>[]): TypedFigures => ({
  values: Object.fromEntries(okrs.map(({ id }) => [id, sent?.text(figureOf.value(id)) ?? ''])),
  targets: Object.fromEntries(okrs.map(({ id }) => [id, sent?.text(figureOf.target(id)) ?? ''])),
});
