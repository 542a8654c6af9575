import { type MemberId, newId, type OkrId, type OrgId, type PeriodId, type TeamId } from '../../src/db/ids.ts';
import type { CheckIn } from '../../src/domain/check-ins/check-in.ts';
import type { Organization } from '../../src/domain/context.ts';
import { measureColumns, measureOf, type Okr, standingOf, untouched } from '../../src/domain/okrs/okr.ts';
import { progressOf } from '../../src/domain/okrs/progress.ts';
import { type Child, rolledUpValue } from '../../src/domain/okrs/rolling-up.ts';
import { statusOn, turningDay } from '../../src/domain/okrs/status.ts';
import { valueOfReading } from '../../src/domain/readings/valuing.ts';
import { addDays, type Day, daysBetween, startOf } from '../../src/lib/days.ts';
import type { Planned, Read, Told } from './plan.ts';
import type { Quarter } from './quarters.ts';

const HOUR = 60 * 60_000;

type Point = {
  orgId: OrgId;
  okrId: OkrId;
  day: Day;
  value: number | null;
  progress: number | null;
  status: Okr['status'];
  source: CheckIn['source'];
};
type Node = {
  plan: Planned;
  okr: Okr;
  chosen: CheckIn['chosenStatus'];
  read: { at: number; matched: number; completed: number; value: number | null } | null;
};

export type History = {
  okrs: Okr[];
  owners: [OkrId, MemberId][];
  edges: [OkrId, OkrId][];
  checkIns: CheckIn[];
  points: Point[];
  nodes: Node[];
};

type Setting = {
  org: Organization;
  period: Quarter & { id: PeriodId };
  today: Day;
  now: number;
  member: (key: string) => MemberId;
  team: (key: string) => TeamId;
  closed: boolean;
};

/**
 * Plays a quarter day by day with the rules of the product: people check in, parents follow, statuses turn. What comes
 * out is what Cairn would have written, so that every figure of the demo can be recomputed from it.
 */
export function play(plans: readonly Planned[], setting: Setting): History {
  const { org, period, today, member } = setting;
  const nodes = new Map(plans.map((plan) => [plan.key, draft(plan, setting)]));
  const history: History = { okrs: [], owners: [], edges: [], checkIns: [], points: [], nodes: [...nodes.values()] };
  for (const { plan, okr } of nodes.values()) {
    history.owners.push([okr.id, member(plan.owner)]);
    if (plan.parent) history.edges.push([okr.id, nodes.get(plan.parent)!.okr.id]);
  }
  const childrenOf = (key: string) =>
    plans.filter((plan) => plan.parent === key).map((plan) => nodes.get(plan.key)!.okr);
  // Children stand behind their parents in the plan, so walking it backwards meets each parent after all of its children.
  const upwards = [...plans].reverse();
  const last = today < period.endsOn ? today : period.endsOn;

  for (let day = period.startsOn; day <= last; day = addDays(day, 1)) {
    for (const plan of upwards) {
      const node = nodes.get(plan.key)!;
      const read = plan.read?.find(([week]) => dayOfReading(period, week, today) === day);
      const morning = startOf(day, org.timeZone) + 9 * HOUR + (plans.indexOf(plan) * HOUR) / 10;
      const at = read && day === today ? setting.now - HOUR / 3 : Math.min(morning, setting.now);
      const told = plan.told?.find(([week]) => dayOfWeek(period, week, plans.indexOf(plan)) === day);
      const children = childrenOf(plan.key);
      const value = valueToday(node.okr, told, read, children);
      const source = told ? 'person' : read ? 'sync' : 'roll_up';
      if (read) node.read = { at, matched: read[1], completed: read[2], value };
      const moved = told !== undefined || value !== node.okr.value;
      const before = node.okr.status;
      if (moved)
        Object.assign(node.okr, {
          value,
          progress: progressOf(measureOf(node.okr), value),
          valueAt: at,
          updatedAt: at,
          version: node.okr.version + 1,
        });
      settle(node, day, moved, told?.[3] ?? null, children, org);
      if (told) node.okr.checkedInAt = at;
      if (moved) history.checkIns.push(checkInOf(node, at, source, told?.[2] ?? null, member(plan.owner)));
      if (moved || node.okr.status !== before) history.points.push(pointOf(node.okr, day, source));
    }
  }
  if (setting.closed) for (const plan of plans) close(nodes.get(plan.key)!.okr, period, org);
  history.okrs = [...nodes.values()].map((node) => node.okr);
  return history;
}

function settle(
  node: Node,
  day: Day,
  moved: boolean,
  call: CheckIn['chosenStatus'],
  children: Okr[],
  org: Organization,
) {
  const { okr } = node;
  const statuses = okr.mode === 'rollup' ? children.map((child) => child.status) : null;
  if (moved) {
    okr.statusSource = 'computed';
    const computed = statusOn(day, standingOf(okr, statuses), org);
    node.chosen = call && call !== computed ? call : null;
    okr.statusSource = node.chosen ? 'chosen' : 'computed';
    if (node.chosen) okr.status = node.chosen;
  }
  const standing = standingOf(okr, statuses);
  okr.status = statusOn(day, standing, org);
  const turns = turningDay(day, standing, org);
  okr.turnsAt = turns ? startOf(turns, org.timeZone) : null;
}

function close(okr: Okr, period: Quarter, org: Organization) {
  const at = startOf(addDays(period.endsOn, 1), org.timeZone) + 10 * HOUR;
  const score = Math.round(Math.min(1, Math.max(0, okr.progress ?? 0)) * 10) / 10;
  Object.assign(okr, { closedAt: at, score, status: 'closed', statusSource: 'computed', turnsAt: null, updatedAt: at });
  okr.version += 1;
}

function draft(plan: Planned, { org, period, member, team }: Setting): Node {
  const at = startOf(period.startsOn, org.timeZone) + 8 * HOUR;
  const okr: Okr = {
    id: newId('okr', at),
    orgId: org.id,
    kind: plan.kind,
    title: plan.title,
    description: plan.description ?? null,
    level: plan.level ?? 'team',
    teamId: plan.team ? team(plan.team) : null,
    periodId: period.id,
    startsOn: period.startsOn,
    endsOn: period.endsOn,
    ambition: plan.ambition ?? 'committed',
    visibility: 'public',
    creatorId: member(plan.owner),
    checkInOwnerId: member(plan.owner),
    top: plan.parent === undefined,
    ...measureColumns(plan.measure ?? { type: 'percent' }),
    mode: plan.jql ? 'data_source' : plan.kind === 'objective' ? 'rollup' : 'manual',
    ...untouched,
    provider: plan.jql ? 'jira' : null,
    createdAt: at,
    updatedAt: at,
  };
  return { plan, okr, chosen: null, read: null };
}

const asChild = (okr: Okr): Child => ({
  kind: okr.kind,
  measure: measureOf(okr),
  value: okr.value,
  progress: okr.progress,
  fixedWeight: null,
  counts: false,
});

function valueToday(okr: Okr, told: Told | undefined, read: Read | undefined, children: Okr[]): number | null {
  if (told) return told[1];
  if (okr.mode === 'rollup') return rolledUpValue(measureOf(okr), children.map(asChild), okr.weighing);
  if (!read) return okr.value;
  const [, matched, completed] = read;
  return valueOfReading(measureOf(okr), 'completed', { matched, completed, approximate: false, samples: [] });
}

/** The day of a week's reading; those that lie ahead are this morning's. */
function dayOfReading(period: Quarter, week: number, today: Day): Day {
  const day = addDays(period.startsOn, week * 7 + 2);
  return day > today ? today : day;
}

/** The day of a week on which somebody speaks; people have habits of their own. */
function dayOfWeek(period: Quarter, week: number, habit: number): Day {
  const day = addDays(period.startsOn, week * 7 + (habit % 5));
  return daysBetween(day, period.endsOn) < 0 ? period.endsOn : day;
}

const checkInOf = (
  { okr, chosen, read }: Node,
  at: number,
  source: CheckIn['source'],
  note: string | null,
  author: MemberId,
): CheckIn => ({
  id: newId('chk', at),
  orgId: okr.orgId,
  okrId: okr.id,
  version: okr.version,
  at,
  source,
  authorId: source === 'person' ? author : null,
  tokenId: null,
  syncId: null,
  value: okr.value,
  progress: okr.progress,
  status: okr.status,
  chosenStatus: chosen,
  note,
  matched: source === 'sync' ? (read?.matched ?? null) : null,
  completed: source === 'sync' ? (read?.completed ?? null) : null,
  editedAt: null,
});

const pointOf = ({ orgId, id, value, progress, status }: Okr, day: Day, source: CheckIn['source']): Point => ({
  orgId,
  okrId: id,
  day,
  value,
  progress,
  status,
  source,
});
