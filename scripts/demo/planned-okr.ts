import { type MemberId, newId, type PeriodId, type TeamId } from '../../src/db/ids.ts';
import type { Organization } from '../../src/domain/context.ts';
import { measureColumns, type Okr, untouched } from '../../src/domain/okrs/okr.ts';
import { preparationDay } from '../../src/domain/recurring/recurring.ts';
import { addDays, type Day, startOf } from '../../src/lib/days.ts';
import type { PeriodKey, Planned } from './planned.ts';

export const HOUR = 60 * 60_000;

export type Span = { id: PeriodId; name: string; startsOn: Day; endsOn: Day };

/** Where a story plays, and when it is told. */
export type Setting = {
  org: Organization;
  today: Day;
  now: number;
  period: (key: PeriodKey) => Span;
  member: (key: string) => MemberId;
  team: (key: string) => TeamId;
};

/**
 * An OKR as it was on the day it was made: the first of its period, of the year that it is part of, or so many days ago.
 * Those of one day are `nth` milliseconds apart, so that they stand in the order of the plan.
 */
export function madeOf(plan: Planned, parents: readonly Okr[], nth: number, setting: Setting): Okr {
  const { org, today, member, team } = setting;
  const period = setting.period(plan.period ?? 'this');
  const whole = plan.instalmentOf ? parents[0]! : null;
  const day = addDays(today, -(plan.addedAgo ?? 0));
  const first = plan.addedAgo !== undefined && day > period.startsOn ? day : period.startsOn;
  const morning = Math.min(startOf(first, org.timeZone) + 8 * HOUR, setting.now);
  const at = whole ? whole.createdAt + nth : morning + nth;
  const { startsOn, endsOn } = period;
  return {
    id: newId('okr', at),
    orgId: org.id,
    kind: plan.kind,
    title: whole ? `${plan.title}, ${period.name}` : plan.title,
    description: plan.description ?? null,
    level: plan.level ?? 'team',
    teamId: plan.team ? team(plan.team) : null,
    periodId: period.id,
    startsOn,
    endsOn,
    ambition: plan.ambition ?? 'committed',
    visibility: plan.viewers ? 'private' : 'public',
    creatorId: member(plan.owner),
    checkInOwnerId: member(plan.owner),
    top: !parents.some((parent) => parent.periodId === period.id && parent.visibility === 'public'),
    ...measureColumns(plan.measure ?? { type: 'percent' }),
    mode: plan.mode ?? (plan.jql ? 'data_source' : plan.kind === 'key_result' ? 'manual' : 'rollup'),
    ...untouched,
    provider: plan.jql ? 'jira' : null,
    checkpoints: plan.checkpoints?.map(([week, value]) => ({ day: addDays(startsOn, week * 7), value })) ?? null,
    copiedFromId: whole?.id ?? null,
    recurs: plan.recurs ?? false,
    prepareOn: preparationDay({ startsOn, endsOn, recurs: plan.recurs ?? false, draft: false }),
    createdAt: at,
    updatedAt: at,
  };
}
