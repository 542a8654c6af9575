import { play } from '../scripts/demo/history.ts';
import { lastQuarter } from '../scripts/demo/last-quarter.ts';
import type { MemberId, PeriodId, TeamId } from '../src/db/ids.ts';
import type { Organization } from '../src/domain/context.ts';
import { expectedOn } from '../src/domain/okrs/expected.ts';
import { measureOf } from '../src/domain/okrs/okr.ts';
import { type Landing, outlookOf, wallsOf } from '../src/domain/okrs/outlook.ts';
import { addDays, type Day } from '../src/lib/days.ts';
import { quantile } from './figures.ts';
import type { Column } from './table.ts';

// Would the outlook have foreseen how the demo's finished quarter ended, and is its interval honest?

/** How far a rule was off, in points of progress. `covered` is how often its interval held the end; null without one. */
export type Foreseen = { name: string; predictions: number; mean: number; median: number; covered: number | null };

const WEEKS = 12;
const LEAST_COVERED = 0.7;
const quarter = { id: 'per_bench' as PeriodId, name: 'Q3 2026', startsOn: '2026-07-01', endsOn: '2026-09-30' };
const org = { timeZone: 'UTC', behindBound: 0, atRiskBound: 25, parentStatus: 'children' } as Organization;

/** The outlook beside two naive rules, each Friday for each OKR of which the outlook says anything. */
export function backTest(): Foreseen[] {
  const cases = Array.from({ length: WEEKS }, (_, week) => casesOn(addDays(quarter.startsOn, week * 7 + 9))).flat();
  const inside = cases.filter(({ end, outlook }) => end >= outlook.low - 1e-9 && end <= outlook.high + 1e-9);
  const judged = (name: string, rule: (each: Case) => number, covered: number | null = null): Foreseen => {
    const misses = cases.map((each) => Math.abs(rule(each) - each.end) * 100);
    const mean = misses.reduce((sum, miss) => sum + miss, 0) / misses.length;
    return { name, predictions: cases.length, mean, median: quantile(misses, 0.5), covered };
  };
  return [
    judged('Outlook', ({ outlook }) => outlook.progress, inside.length / cases.length),
    judged('Outlook: stays as it is', ({ now }) => now),
    judged('Outlook: linear from the start', ({ now, day }) => now / expectedOn(day, { ...quarter, bends: [] })),
  ];
}

export const outlookColumns: Column<Foreseen>[] = [
  ['', ({ name }) => name],
  ['predictions', ({ predictions }) => String(predictions)],
  ['mean miss', ({ mean }) => mean.toFixed(1)],
  ['median miss', ({ median }) => median.toFixed(1)],
  ['inside of 80 %', ({ covered }) => (covered === null ? '' : `${Math.round(covered * 100)} %`)],
];

/** The outlook must miss by less than each naive rule, and its interval must hold about what it promises. */
export const brokenByOutlook =
  (rows: readonly Foreseen[]) =>
  ({ mean, covered }: Foreseen): string[] =>
    covered === null
      ? []
      : [
          ...rows.filter((other) => other.mean < mean).map(({ name }) => `misses by more than “${name}”`),
          ...(covered < LEAST_COVERED ? [`holds ${Math.round(covered * 100)} % of the ends in its interval`] : []),
        ];

type Case = { day: Day; now: number; end: number; outlook: Landing };

const { okrs, points } = play(lastQuarter, {
  org,
  period: () => quarter,
  today: quarter.endsOn,
  now: Date.parse(`${quarter.endsOn}T18:00:00Z`),
  member: (key) => key as MemberId,
  team: (key) => key as TeamId,
});

const casesOn = (day: Day): Case[] =>
  okrs.flatMap((okr) => {
    const known = points.flatMap(({ okrId, day, progress }) =>
      okrId === okr.id && progress !== null ? [{ day, progress }] : [],
    );
    const outlook = outlookOf(known, day, okr, wallsOf(measureOf(okr)));
    const now = known.findLast((point) => point.day <= day)?.progress;
    return outlook.kind === 'landing' && now !== undefined ? [{ day, now, end: known.at(-1)!.progress, outlook }] : [];
  });
