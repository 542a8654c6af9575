import { and, eq, sql } from 'drizzle-orm';
import type { OkrId, PeriodId } from '../../db/ids.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import type { Context, Organization } from '../context.ts';
import { expectedOn, type Span } from '../okrs/expected.ts';
import type { Measure } from '../okrs/measure.ts';
import { courseOf, measureOf, type Okr } from '../okrs/okr.ts';
import { visible } from '../okrs/visible.ts';
import type { Period } from '../periods/finding.ts';
import { invalid, Refusal } from '../refusal.ts';
import { type Division, dividedMeasure, divisionsOf, MOST_INSTALMENTS, quartersOf, within } from './dividing.ts';

/** One instalment: as it is, when it was made before, or as it would be. */
export type Instalment = {
  /** Null while it has not been made. */
  okrId: OkrId | null;
  period: Pick<Period, 'id' | 'name'>;
  title: string;
  span: Span;
  measure: Measure;
};

const LONGEST_TITLE = 300;

/**
 * The instalments of an OKR, one per quarter that it reaches into; with checkpoints, each goes as far as is expected by its
 * last day. Without a division, what rolls up is divided into
 * parts, which add up to it, and everything else into steps. Pure.
 * @throws Refusal `conflict` naming the quarter that is missing, or when there is nothing to divide; `invalid` division
 */
export function planInstalments(
  { fiscalYearStart }: Pick<Organization, 'fiscalYearStart'>,
  okr: Okr,
  periods: readonly Period[],
  made: readonly Made[],
  division: Division = usualDivision(okr),
): Instalment[] {
  const { quarters, missing } = quartersOf(okr, periods, fiscalYearStart);
  if (missing !== null)
    throw new Refusal('conflict', `There is no quarter ${missing} yet. An admin adds it under Admin, Time periods.`);
  if (quarters.length < 2)
    throw new Refusal(
      'conflict',
      'It lies within one quarter, so there is nothing to divide. Give it more days first.',
    );
  if (quarters.length > MOST_INSTALMENTS)
    throw new Refusal(
      'conflict',
      `It reaches into ${quarters.length} quarters. At most ${MOST_INSTALMENTS} are divided.`,
    );
  const measure = measureOf(okr);
  const known = divisionsOf(measure);
  if (known.length > 0 && !known.includes(division))
    throw invalid({ division: 'A number that goes down is divided into steps.' });
  const spans = quarters.map((quarter) => within(okr, quarter));
  const course = courseOf(okr);
  const reached = course.bends.length > 0 ? spans.map(({ endsOn }) => expectedOn(endsOn, course)) : [];
  const measures = dividedMeasure(measure, quarters.length, division, reached);
  return quarters.map((period, i) => {
    const there = made.find(({ periodId }) => periodId === period.id);
    return (
      (there?.seen && { okrId: there.id, period, title: there.title, span: there, measure: measureOf(there) }) || {
        okrId: there?.id ?? null,
        period,
        title: titleIn(okr.title, period.name),
        span: spans[i]!,
        measure: measures[i]!,
      }
    );
  });
}

/** Parts add up, which is what a sum of one unit below it makes of its children; anything else goes on step by step. */
export const usualDivision = (okr: Okr): Division => {
  const measure = measureOf(okr);
  const adds = okr.mode === 'rollup' && measure.type === 'metric' && measure.unit !== '%';
  return adds && divisionsOf(measure).includes('parts') ? 'parts' : 'steps';
};

const titleIn = (title: string, period: string): string =>
  `${title.slice(0, LONGEST_TITLE - period.length - 2)}, ${period}`;

/** An instalment that was made before; of one that the actor may not see (`seen` is false) nothing is told. */
export type Made = Span & { id: OkrId; periodId: PeriodId; title: string; seen: boolean } & Parameters<
    typeof measureOf
  >[0];

/** Instalments of an OKR that were made before and are still aligned to it. */
export const findMade = (ctx: Context, okrId: OkrId): Promise<Made[]> =>
  ctx.db
    .select({
      id: okrs.id,
      periodId: okrs.periodId,
      title: okrs.title,
      startsOn: okrs.startsOn,
      endsOn: okrs.endsOn,
      measureType: okrs.measureType,
      measureName: okrs.measureName,
      unit: okrs.unit,
      startValue: okrs.startValue,
      targetValue: okrs.targetValue,
      direction: okrs.direction,
      riskThreshold: okrs.riskThreshold,
      decimals: okrs.decimals,
      seen: sql<boolean>`${visible(ctx)}`.mapWith(Boolean).as('seen'),
    })
    .from(alignments)
    .innerJoin(okrs, eq(okrs.id, alignments.childId))
    .where(and(eq(alignments.orgId, ctx.org.id), eq(alignments.parentId, okrId), eq(okrs.copiedFromId, okrId)));
