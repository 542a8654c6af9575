import type { MemberId, OrgId, PeriodId, TeamId } from '../src/db/ids.ts';
import type { Organization } from '../src/domain/context.ts';
import { expectedOn } from '../src/domain/okrs/expected.ts';
import { measureOf } from '../src/domain/okrs/okr.ts';
import { outlookOf, wallsOf } from '../src/domain/okrs/outlook.ts';
import { addDays, type Day } from '../src/lib/days.ts';
import { play } from '../scripts/demo/history.ts';
import { lastQuarter, type Planned } from '../scripts/demo/plan.ts';

// Does the outlook foresee how the demo's finished quarter ended, and is its interval honest?

/** A rule that says from what was known on a day where progress ends. `missed` in points; `covered` only with an interval. */
export type Foreseen = { rule: string; predictions: number; missed: number; median: number; covered: number | null };

const WEEKS = 12;
const quarter = { id: 'per_bench' as PeriodId, name: 'Q3 2026', startsOn: '2026-07-01', endsOn: '2026-09-30' };
const org = {
  id: 'org_bench' as OrgId,
  timeZone: 'UTC',
  behindBound: 0,
  atRiskBound: 25,
  parentStatus: 'children',
} as Organization;

type Prediction = { progress: number; low?: number; high?: number };

/** The outlook beside two naive rules, on each Friday on which it says anything: the same days for all of them. */
export function backTest(plans: readonly Planned[] = lastQuarter): Foreseen[] {
  const cases = fridays().flatMap((day) => casesOn(day, plans));
  const judged = (rule: string, of: (each: Case) => Prediction): Foreseen => {
    const predicted = cases.map((each) => ({ ...of(each), truth: each.truth }));
    const misses = predicted.map(({ progress, truth }) => Math.abs(progress - truth) * 100).sort((a, b) => a - b);
    const inside = predicted.filter(({ low, high, truth }) => low! - 1e-9 <= truth && truth <= high! + 1e-9);
    return {
      rule,
      predictions: predicted.length,
      missed: misses.reduce((sum, miss) => sum + miss, 0) / misses.length,
      median: misses[misses.length >> 1]!,
      covered: predicted[0]?.low === undefined ? null : inside.length / predicted.length,
    };
  };
  return [
    judged('outlook', ({ outlook }) => outlook),
    judged('stays as it is', ({ now }) => ({ progress: now })),
    judged('linear from the start', ({ now, day }) => ({ progress: now / expectedOn(day, quarter) })),
  ];
}

type Case = { day: Day; now: number; truth: number; outlook: Prediction };

const fridays = (): Day[] => Array.from({ length: WEEKS }, (_, week) => addDays(quarter.startsOn, week * 7 + 9));

function casesOn(day: Day, plans: readonly Planned[]): Case[] {
  const { okrs, points } = played(plans);
  return okrs.flatMap((okr) => {
    const known = points.flatMap(({ okrId, day, progress }) =>
      okrId === okr.id && progress !== null ? [{ day, progress }] : [],
    );
    const outlook = outlookOf(known, day, okr, wallsOf(measureOf(okr)));
    const now = known.findLast((point) => point.day <= day);
    const truth = known.at(-1);
    return outlook.kind === 'landing' ? [{ day, now: now!.progress, truth: truth!.progress, outlook }] : [];
  });
}

const played = (plans: readonly Planned[]) =>
  play(plans, {
    org,
    period: quarter,
    today: quarter.endsOn,
    now: Date.parse(`${quarter.endsOn}T18:00:00Z`),
    member: (key) => key as MemberId,
    team: (key) => key as TeamId,
    closed: null,
  });
