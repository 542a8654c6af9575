import type { MemberId, OkrId, PeriodId, TeamId } from '../db/ids.ts';
import { coach } from '../domain/coaching/coach.ts';
import { alone, type Draft, type Figure, type MeasureDraft } from '../domain/coaching/draft.ts';
import { findNeighbours } from '../domain/coaching/finding-neighbours.ts';
import { formulaOf } from '../domain/coaching/formula.ts';
import { directions, kinds } from '../domain/words.ts';
import { isDay } from '../lib/days.ts';
import type { Coached } from '../views/okr-form/coach.tsx';
import type { OkrValues } from '../views/okr-form/values.ts';
import { readNumber } from '../views/read-number.ts';
import type { WebContext } from './context.ts';

/** What the coach says of a form as it stands. Its reads travel with others awaited beside it; none without a title. */
export async function coachOn(c: WebContext, values: OkrValues, okrId: OkrId | null = null): Promise<Coached> {
  const { ctx, formats, preferences } = c.var;
  const draft = draftOf(values, preferences.locale);
  const { kind, title } = draft;
  const neighbours =
    title === ''
      ? alone
      : await findNeighbours(ctx, {
          okrId,
          kind,
          title,
          parents: values.parents as OkrId[],
          level: values.level,
          teamId: (values.team_id || null) as TeamId | null,
          ownerId: (values.owner_ids[0] ?? null) as MemberId | null,
          periodId: (values.period_id || null) as PeriodId | null,
        });
  const saying = { number: formats.number, day: (day: string) => formats.day(day, 'long') };
  return { findings: coach(draft, neighbours, saying), formula: formulaOf(draft) };
}

/** What can be said of a form without looking at anything around it. No reads. */
export function coachOnWords(c: WebContext, values: OkrValues): Coached {
  const draft = draftOf(values, c.var.preferences.locale);
  return { findings: coach(draft), formula: formulaOf(draft) };
}

const draftOf = (values: OkrValues, locale: string): Draft => ({
  kind: kinds.find((kind) => kind === values.kind) ?? 'objective',
  title: values.title,
  measure: values.measure === 'metric' ? measureOf(values, locale) : null,
  endsOn: isDay(values.ends_on) ? values.ends_on : null,
});

function measureOf(values: OkrValues, locale: string): MeasureDraft {
  const figure = (typed: string): Figure => ({ typed, value: typed === '' ? null : readNumber(typed, locale) });
  return {
    name: values.measure_name,
    unit: values.unit,
    start: figure(values.start),
    target: figure(values.target),
    direction: directions.find((direction) => direction === values.direction) ?? '',
  };
}
