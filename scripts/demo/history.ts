import type { MemberId, OkrId } from '../../src/db/ids.ts';
import type { alignments, okrPeople } from '../../src/db/schema/okrs.ts';
import type { tasks } from '../../src/db/schema/tasks.ts';
import type { CheckIn } from '../../src/domain/check-ins/check-in.ts';
import { measureOf, type Okr } from '../../src/domain/okrs/okr.ts';
import { progressOf } from '../../src/domain/okrs/progress.ts';
import { rolledUp } from '../../src/domain/okrs/rolling-up.ts';
import { suggestedScore } from '../../src/domain/okrs/scoring.ts';
import { valueOfReading } from '../../src/domain/readings/valuing.ts';
import { goesByTasks } from '../../src/domain/tasks/task.ts';
import { addDays, type Day, dayOf, daysBetween, startOf } from '../../src/lib/days.ts';
import { lateOn, sayLate } from './late.ts';
import { checkInOf, draw, type Node, type Point, settle } from './node.ts';
import type { Planned, Told } from './planned.ts';
import { HOUR, madeOf, type Setting } from './planned-okr.ts';
import { tallyOn, tasksOf } from './steps.ts';

type Edge = typeof alignments.$inferInsert;

export type History = {
  okrs: Okr[];
  owners: [OkrId, MemberId][];
  people: (typeof okrPeople.$inferInsert)[];
  edges: Edge[];
  tasks: (typeof tasks.$inferInsert)[];
  checkIns: CheckIn[];
  points: Point[];
  nodes: Node[];
};

/**
 * Plays the days up to today with the rules of the product: people check in, parents follow, statuses turn, what is over
 * is closed. What comes out is what Cairn would have written, so that every figure of the demo can be recomputed from it.
 */
export function play(plans: readonly Planned[], setting: Setting): History {
  const { org, today, member } = setting;
  const nodes: Node[] = [];
  const find = (key: string) => nodes.find(({ plan }) => plan.key === key)!;
  for (const plan of plans) {
    const parents = (plan.under ?? []).map(find);
    const okr = madeOf(
      plan,
      parents.map((parent) => parent.okr),
      nodes.length,
      setting,
    );
    const born = dayOf(okr.createdAt, org.timeZone);
    const node: Node = { plan, okr, born, children: [], read: null, checkIns: [], points: [] };
    for (const parent of parents) parent.children.push({ node, counts: plan.counts ?? false });
    nodes.push(node);
  }
  // Sums of fractions depend on their order: the one in which Cairn reads children.
  for (const { children } of nodes) children.sort((a, b) => (a.node.okr.id < b.node.okr.id ? -1 : 1));
  const first = nodes.map(({ born }) => born).sort()[0]!;
  for (let day = first; day <= today; day = addDays(day, 1)) {
    // Children stand behind their parents in the plan, so walking it backwards meets each parent after all of its children.
    for (const node of nodes.toReversed())
      if (node.born <= day && node.okr.closedAt === null) live(node, day, nodes.indexOf(node), setting);
  }
  return {
    okrs: nodes.map(({ okr }) => okr),
    owners: nodes.map(({ plan, okr }) => [okr.id, member(plan.owner)]),
    people: nodes.flatMap((node) => peopleOf(node, setting)),
    edges: nodes.flatMap(({ okr: parent, children }) =>
      children.map(({ node: { okr }, counts }) => ({
        orgId: org.id,
        childId: okr.id,
        parentId: parent.id,
        fixedWeight: null,
        counts,
        createdAt: Math.max(okr.createdAt, parent.createdAt),
      })),
    ),
    tasks: nodes.flatMap((node) => tasksOf(node, setting)),
    checkIns: nodes.flatMap(({ checkIns }) => checkIns),
    points: nodes.flatMap(({ points }) => points),
    nodes,
  };
}

function live(node: Node, day: Day, nth: number, setting: Setting): void {
  const { plan, okr } = node;
  const { org, now } = setting;
  const at = Math.min(startOf(day, org.timeZone) + 9 * HOUR + (nth * HOUR) / 20, now);
  if (endsToday(node, day, setting)) {
    close(node, at, day);
    return;
  }
  const late = plan.toldLate && lateOn(node, day, setting);
  if (late) {
    sayLate(node, late, at, setting);
    return;
  }
  const before = okr.status;
  const told = toldOn(node, day, nth, setting);
  const read = readOn(node, day, setting);
  const value = told ? told[1] : read ? valueRead(okr, read) : valueBelow(node, day, setting);
  const source = told ? 'person' : read ? 'sync' : 'roll_up';
  const readAt = read && day === setting.today ? now - HOUR / 3 : at;
  if (read) node.read = { at: readAt, matched: read[1], completed: read[2], value };
  const moved = told !== undefined || value !== okr.value;
  if (moved) {
    const [since, progress] = [source === 'sync' ? readAt : at, progressOf(measureOf(okr), value)];
    Object.assign(okr, { value, progress, valueAt: since, updatedAt: since, version: okr.version + 1 });
    if (told) okr.checkedInAt = at;
  }
  settle(node, day, moved ? (told?.[3] ?? null) : undefined, setting);
  const { all: matched, done: completed } = tallyOn(node, day, setting);
  const counted = source === 'sync' ? node.read : goesByTasks(okr) ? { matched, completed } : null;
  if (moved) node.checkIns.push(checkInOf(node, source, told?.[2] ?? null, counted, setting));
  if (moved || okr.status !== before) draw(node, day, source);
}

/** The day after the last one of its period, or so many days ago once there is something to score. */
function endsToday({ plan, okr }: Node, day: Day, { today }: Setting): boolean {
  if (day > okr.endsOn) return true;
  return plan.closedAgo !== undefined && day === addDays(today, -plan.closedAgo) && okr.progress !== null;
}

function close(node: Node, at: number, day: Day): void {
  const { okr, plan } = node;
  const score = suggestedScore(okr.progress);
  Object.assign(okr, { closedAt: at, score, closingNote: plan.closingNote ?? null, updatedAt: at });
  Object.assign(okr, { status: 'closed', statusSource: 'computed', turnsAt: null, version: okr.version + 1 });
  draw(node, day, 'person');
}

/** What is said of a day by its week, or by how long ago it is; nothing after the day that a late word is about. */
function toldOn({ plan, okr }: Node, day: Day, habit: number, { today }: Setting): Told | undefined {
  if (plan.toldLate && day >= addDays(today, -plan.toldLate.aboutAgo)) return undefined;
  return (
    plan.lately?.find(([ago]) => addDays(today, -ago) === day) ??
    plan.told?.find(([week]) => dayOfWeek(okr, week, habit) === day)
  );
}

/** The day of a week on which somebody speaks; people have habits of their own. */
function dayOfWeek({ startsOn, endsOn }: Okr, week: number, habit: number): Day {
  const day = addDays(startsOn, week * 7 + (habit % 5));
  return daysBetween(day, endsOn) < 0 ? endsOn : day;
}

/** The reading of a day; those that lie ahead are this morning's, the last of them as things stand now. */
const readOn = ({ plan, okr }: Node, day: Day, { today }: Setting) =>
  plan.read?.findLast(([week]) => {
    const planned = addDays(okr.startsOn, week * 7 + 2);
    return (planned > today ? today : planned) === day;
  });

const valueRead = (okr: Okr, [, matched, completed]: readonly number[]): number | null =>
  valueOfReading(measureOf(okr), 'completed', {
    matched: matched!,
    completed: completed!,
    value: null,
    approximate: false,
    samples: [],
  });

function valueBelow(node: Node, day: Day, setting: Setting): number | null {
  const { okr } = node;
  if (okr.mode !== 'rollup') return okr.value;
  const children = node.children
    .filter(({ node: { born } }) => born <= day)
    .map(({ node: { okr: child }, counts }) => ({
      kind: child.kind,
      measure: measureOf(child),
      value: child.value,
      progress: child.progress,
      fixedWeight: null,
      counts,
    }));
  return rolledUp(okr, { children, tally: tallyOn(node, day, setting) });
}

const peopleOf = ({ plan, okr }: Node, { org, member }: Setting): History['people'] => [
  ...(plan.viewers ?? []).map((key) => ({
    orgId: org.id,
    okrId: okr.id,
    memberId: member(key),
    part: 'viewer' as const,
  })),
  ...(plan.delegates ?? []).map((key) => ({
    orgId: org.id,
    okrId: okr.id,
    memberId: member(key),
    part: 'delegate' as const,
  })),
];
