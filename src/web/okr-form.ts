import type { z } from 'zod';
import { typed } from '../domain/mentions/mention.ts';
import { type NewOkr, newOkrInput } from '../domain/okrs/drafting.ts';
import type { Subject } from '../domain/okrs/finding-subject.ts';
import { type Measure, measureInput } from '../domain/okrs/measure.ts';
import { measureColumns, measureOf } from '../domain/okrs/okr.ts';
import type { Period } from '../domain/periods/finding.ts';
import { type FieldErrors, invalid } from '../domain/refusal.ts';
import { foldedOf } from '../domain/tags/tag.ts';
import type { OkrValues, Tagged } from '../views/okr-form/values.ts';
import { readNumber } from '../views/read-number.ts';
import type { Sent } from './form.ts';
import { readLink } from './link-form.ts';

/** The form as it was sent: owners and parents include the ones still standing in the lists to add from. */
export const readOkrForm = (sent: Sent): OkrValues => ({
  kind: sent.text('kind'),
  title: sent.text('title'),
  description: sent.text('description'),
  tags: sent.text('tags'),
  measure: sent.text('measure'),
  measure_name: sent.text('measure_name'),
  unit: sent.text('unit'),
  decimals: sent.text('decimals'),
  start: sent.text('start'),
  target: sent.text('target'),
  direction: sent.text('direction'),
  ...readLink(sent),
  owner_ids: chosen(sent, 'owner_ids', 'add_owner'),
  check_in_owner_id: sent.text('check_in_owner_id'),
  team_id: sent.text('team_id'),
  level: sent.text('level'),
  period_id: sent.text('period_id'),
  starts_on: sent.text('starts_on'),
  ends_on: sent.text('ends_on'),
  ambition: sent.text('ambition'),
  visibility: sent.text('visibility') === 'private' ? 'private' : 'public',
  viewer_ids: chosen(sent, 'viewer_ids', 'add_viewer'),
  delegate_ids: chosen(sent, 'delegate_ids', 'add_delegate'),
  parents: chosen(sent, 'parents', 'add_parent'),
  expected: sent.text('expected') === 'checkpoints' ? 'checkpoints' : 'line',
  checkpoints: checkpointsSent(sent),
  recurs: sent.has('recurs'),
});

const chosen = (sent: Sent, name: string, add: string): string[] =>
  [...new Set([...sent.all(name), sent.text(add)])].filter(Boolean);

/**
 * What the form says, as the verbs take it. `before` is the OKR being edited: what a form cannot say of it (a direction
 * that is not up or down, contributions) stays as it is.
 * @throws Refusal `invalid` with sentences at the form's own fields
 */
export function okrInput(values: OkrValues, locale: string, before?: Subject): NewOkr {
  const given = {
    kind: values.kind,
    title: values.title,
    description: values.description || null,
    tags: namesIn(values.tags),
    level: values.level,
    team_id: values.team_id || null,
    owner_ids: values.owner_ids,
    check_in_owner_id: values.check_in_owner_id || values.owner_ids[0] || null,
    period_id: values.period_id || undefined,
    starts_on: values.starts_on || undefined,
    ends_on: values.ends_on || undefined,
    ambition: values.ambition,
    visibility: values.visibility,
    viewer_ids: values.viewer_ids,
    delegate_ids: values.delegate_ids,
    parents: values.parents.map((id) => ({ okr_id: id, contribution: weightOf(before, id) })),
    measure: measureGiven(values, locale, before),
    checkpoints: checkpointsGiven(values, locale),
    recurs: values.recurs,
    mode: values.source === 'rollup' ? 'rollup' : 'manual',
  };
  const parsed = newOkrInput.safeParse(given);
  if (!parsed.success) throw invalid(errorsOf(parsed.error));
  return parsed.data;
}

const namesIn = (text: string): string[] => text.split(',').filter((name) => name.trim() !== '');

const weightOf = (before: Subject | undefined, id: string): number | null =>
  before?.parents.find((parent) => parent.okrId === id)?.fixedWeight ?? null;

/** The rows of checkpoints in which something stands. */
const checkpointsSent = (sent: Sent): OkrValues['checkpoints'] => {
  const values = sent.all('checkpoint_value');
  return sent
    .all('checkpoint_day')
    .map((day, i) => ({ day: day.trim(), value: (values[i] ?? '').trim() }))
    .filter(({ day, value }) => day !== '' || value !== '');
};

/** The checkpoints as they stand in the form; null for the straight line. @throws Refusal `invalid` for half a row */
function checkpointsGiven({ expected, checkpoints }: OkrValues, locale: string) {
  if (expected !== 'checkpoints' || checkpoints.length === 0) return null;
  return checkpoints.map(({ day, value }) => {
    const number = readNumber(value, locale);
    if (day === '' || number === null)
      throw invalid({ checkpoints: 'A checkpoint is a day and a number. Give it both, or empty its row.' });
    return { day, value: number };
  });
}

/** The measure as it stands in the form. @throws Refusal `invalid` for what is no number and for a nameless metric */
export function measureGiven(values: OkrValues, locale: string, before?: Subject) {
  if (values.measure !== 'metric') return { type: 'percent' as const };
  const start = values.start === '' ? 0 : readNumber(values.start, locale);
  const target = readNumber(values.target, locale);
  const fields: FieldErrors = {
    ...(values.measure_name === '' && { measure_name: 'Say what is counted.' }),
    ...(start === null && { start: 'Write a number, like 712.' }),
    ...(target === null && { target: 'Write a number, like 1,000.' }),
  };
  if (Object.keys(fields).length > 0) throw invalid(fields);
  const unit = values.unit || null;
  return {
    type: 'metric' as const,
    name: values.measure_name,
    unit,
    decimals: values.decimals === '' ? null : Number(values.decimals),
    start: start!,
    target: target!,
    ...kept(values, before),
  };
}

/** The measure as it stands in the form, for a preview; null while it is not complete. */
export function measureSoFar(values: OkrValues, locale: string): Measure | null {
  try {
    return measureInput.safeParse(measureGiven(values, locale)).data ?? null;
  } catch {
    return null;
  }
}

function kept({ direction }: OkrValues, before: Subject | undefined) {
  return direction === '' ? {} : { direction, risk_threshold: before?.okr.riskThreshold ?? null };
}

const measureFields: Record<string, string> = {
  name: 'measure_name',
  unit: 'unit',
  decimals: 'decimals',
  start: 'start',
  target: 'target',
};

const errorsOf = (error: z.ZodError): FieldErrors =>
  Object.fromEntries(
    error.issues.toReversed().map(({ path: [name, part], message }) => {
      if (name !== 'measure') return [String(name ?? 'title'), message];
      const field = measureFields[String(part)];
      return field ? [field, message] : ['measure', part === undefined ? 'This measure is not complete.' : message];
    }),
  );

/** What the form changes of an OKR. `period` is the one that it names. */
export function okrChanges(subject: Tagged, input: NewOkr, period: Period | undefined): Partial<Omit<NewOkr, 'kind'>> {
  const { okr, ties, parents } = subject;
  const { kind: _, measure, starts_on, ends_on, tags = [], ...after } = input;
  const before: Partial<NewOkr> = {
    title: okr.title,
    description: typed(okr.description) || null,
    level: okr.level,
    team_id: okr.teamId,
    owner_ids: [...ties.ownerIds],
    check_in_owner_id: okr.checkInOwnerId,
    period_id: okr.periodId,
    ambition: okr.ambition,
    checkpoints: okr.checkpoints,
    recurs: okr.recurs,
    visibility: okr.visibility,
    viewer_ids: [...ties.viewerIds],
    delegate_ids: [...ties.delegateIds],
    parents: parents.filter(({ seen }) => seen).map(({ okrId, fixedWeight }) => ({ okrId, fixedWeight })),
    mode: okr.mode === 'data_source' ? input.mode : okr.mode,
  };
  const changed = Object.entries(after).filter(([name, value]) => differ(value, before[name as keyof NewOkr]));
  const days = { starts_on: starts_on ?? period?.startsOn, ends_on: ends_on ?? period?.endsOn };
  const moved = okr.periodId !== input.period_id;
  return {
    ...Object.fromEntries(changed),
    ...(differ(known(tags), known(subject.tags)) && { tags }),
    ...(measure && differ(measureColumns(measure), measureColumns(measureOf(okr))) && { measure }),
    ...(days.starts_on && (moved || days.starts_on !== okr.startsOn) && { starts_on: days.starts_on }),
    ...(days.ends_on && (moved || days.ends_on !== okr.endsOn) && { ends_on: days.ends_on }),
  };
}

/** Tags in another order or another writing are the same tags. */
const known = (tags: readonly string[]): string[] => [...new Set(tags.map(foldedOf))].sort();

const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
