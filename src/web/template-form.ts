import type { z } from 'zod';
import { type NewOkr, newOkrInput } from '../domain/okrs/drafting.ts';
import { type FieldErrors, invalid } from '../domain/refusal.ts';
import { type Template, titleOf } from '../domain/templates/template.ts';
import type { Formats } from '../views/format.ts';
import { readNumber } from '../views/read-number.ts';
import { fieldOf, type ResultValues, type TemplateValues } from '../views/templates/values.ts';
import type { Sent } from './form.ts';

/** The form as it was sent, with as many key results as the template has. */
export const readTemplateForm = (sent: Sent, template: Template): TemplateValues => ({
  title: sent.text('title'),
  period_id: sent.text('period_id'),
  team_id: sent.text('team_id'),
  results: template.keyResults.map((_, at) => ({
    chosen: sent.has(fieldOf(at, 'chosen')),
    words: sent.text(fieldOf(at, 'words')),
    name: sent.text(fieldOf(at, 'name')),
    unit: sent.text(fieldOf(at, 'unit')),
    from: sent.text(fieldOf(at, 'from')),
    to: sent.text(fieldOf(at, 'to')),
  })),
});

/**
 * The objective and the chosen key results, as the verbs take them.
 * @throws Refusal `invalid` with sentences at the form's own fields
 */
export function okrsOf(values: TemplateValues, locale: string, formats: Formats) {
  const place = { period_id: values.period_id || undefined, team_id: values.team_id || null };
  const errors: FieldErrors = {};
  const objective = read({ kind: 'objective', title: values.title, ...place }, errors, fieldOfObjective);
  const keyResults = values.results.map((result, at) => {
    const given = result.chosen ? keyResultOf(result, at, locale, formats, errors) : null;
    return given && read({ ...given, ...place }, errors, (path) => fieldOf(at, fieldOfResult(path)));
  });
  if (!objective || Object.keys(errors).length > 0) throw invalid(errors);
  return { objective, keyResults: keyResults.filter((each) => each !== null) };
}

function keyResultOf(result: ResultValues, at: number, locale: string, formats: Formats, errors: FieldErrors) {
  const { words, name, unit } = result;
  const [from, to] = [readNumber(result.from, locale), readNumber(result.to, locale)];
  if (words === '') errors[fieldOf(at, 'words')] = 'Say what should happen, or untick this key result.';
  if (from === null) errors[fieldOf(at, 'from')] = 'Write a number, like 712.';
  if (to === null) errors[fieldOf(at, 'to')] = 'Write a number, like 1,000.';
  if (words === '' || from === null || to === null) return null;
  const measure = { type: 'metric', name, unit: unit || null, start: from, target: to };
  return { kind: 'key_result', title: titleOf(words, { name, unit: unit || null, from, to }, formats), measure };
}

/** Reads one OKR; what is wrong with it is added to the errors, at the field that the path belongs to. */
function read(given: unknown, errors: FieldErrors, field: (path: PropertyKey[]) => string): NewOkr | null {
  const parsed = newOkrInput.safeParse(given);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues satisfies z.core.$ZodIssue[]) errors[field(path)] ??= message;
  return null;
}

const fieldOfObjective = ([name]: PropertyKey[]) => String(name ?? 'title');

const resultFields: Record<string, keyof ResultValues> = { name: 'name', unit: 'unit', start: 'from', target: 'to' };

const fieldOfResult = ([name, part]: PropertyKey[]): keyof ResultValues =>
  name === 'measure' ? (resultFields[String(part)] ?? 'to') : 'words';
