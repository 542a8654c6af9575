import type { OkrId } from '../../db/ids.ts';
import { type Acting, type Context, todayOf } from '../context.ts';
import { goesByTasks, valueOfTasks } from '../tasks/task.ts';
import { providerNames } from '../words.ts';
import type { CheckInInput, ChildInput, Explanation, ReadingInput, TaskInput, Wording } from './explanation.ts';
import { findOkr } from './finding.ts';
import type { Facts } from './finding-facts.ts';
import { statusesOfChildren } from './finding-subject.ts';
import { type Foresight, foresee } from './foresight.ts';
import { formulaOfChildren, formulaOfReading, formulaOfTasks, formulaOfValue, partOf, sums } from './formula.ts';
import { holdOf } from './holding.ts';
import { type Link, troublesOf, valueRead } from './link.ts';
import { expectedOf, measureOf, standingOf } from './okr.ts';
import { shownPercent } from './percent.ts';
import { contributes, isSwitchedOn, rolledUpValue, type Weighed, weigh, weighsBySize } from './rolling-up.ts';
import { measuresWay, ruleOf, said } from './ruling.ts';
import { statusOn } from './status.ts';

const TOLERANCE = 1e-9;
const HELD = 'A value that a person said holds until somebody resumes automatic updates.';

const figures = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** English figures, for those who have no wording of their own. */
const plain: Wording = {
  number: (value) => figures.format(value),
  percent: (progress) => (progress === null ? 'no progress' : `${shownPercent(progress)}%`),
};

/** How the number of an OKR came about and where it leads, in one round trip. @throws Refusal `not_found` */
export async function findExplanation(ctx: Context, okrId: OkrId): Promise<Explanation & Foresight> {
  const found = await findOkr(ctx, okrId);
  return { ...explain(ctx, found), ...foresee(ctx, found) };
}

/** How a number came about: what went into it, the formula and the rule with the real numbers, and what to bear in mind. */
export function explain(acting: Pick<Acting, 'org' | 'now'>, facts: Facts, words: Wording = plain): Explanation {
  const { okr, children } = facts;
  const { org, now } = acting;
  const expected = expectedOf(okr, org, now);
  const gap = okr.closedAt === null && measuresWay(measureOf(okr)) ? (expected - (okr.progress ?? 0)) * 100 : null;
  const standing = standingOf(okr, statusesOfChildren(acting, okr, children));
  const computed = statusOn(todayOf(acting), { ...standing, chosen: null }, org);
  const disagrees = okr.statusSource === 'chosen' && computed !== okr.status;
  const { formula, inputs, notes } = originOf(facts, now, words);
  return {
    okr_id: okr.id,
    mode: okr.mode,
    value: okr.value,
    progress: okr.progress,
    percent: shownPercent(okr.progress),
    expected,
    gap_points: gap,
    status: okr.status,
    status_source: okr.statusSource,
    computed_status: computed,
    formula,
    rule: ruleOf({ standing, status: okr.status, expected, gap }, org, words),
    inputs,
    override: overrideOf(facts),
    notes: disagrees ? [...notes, `The numbers say ${said[computed]}.`] : notes,
  };
}

type Origin = Pick<Explanation, 'formula' | 'inputs' | 'notes'>;

function originOf(facts: Facts, now: number, words: Wording): Origin {
  if (goesByTasks(facts.okr)) return fromTasks(facts, words);
  if (facts.okr.mode === 'rollup') return fromChildren(facts, words);
  if (facts.okr.mode === 'data_source' && facts.link) return fromReading(facts, facts.link, now, words);
  return fromPeople(facts, words);
}

function fromPeople({ okr, told }: Facts, words: Wording): Origin {
  return {
    formula: formulaOfValue(measureOf(okr), okr.value, words),
    inputs: told ? [checkInOf(told)] : [],
    notes: [],
  };
}

function fromReading(facts: Facts, link: Link, now: number, words: Wording): Origin {
  const { okr, told } = facts;
  const measure = measureOf(okr);
  const { source } = link;
  const value = valueRead(measure, link);
  const held = okr.heldAt !== null;
  const differs = okr.value !== null && value !== null && !near(okr.value, value) && told?.source !== 'sync';
  const byHand = told !== null && (held || differs);
  return {
    formula: byHand ? formulaOfValue(measure, okr.value, words) : formulaOfReading(measure, { ...link, value }, words),
    inputs: byHand ? [readingOf(link), checkInOf(told)] : [readingOf(link)],
    notes: [
      held && HELD,
      byHand && !held && 'A person changed the value. The next reading replaces it.',
      link.approximate && `${providerNames[source.provider]} estimates these counts.`,
      ...troublesOf(link, now),
    ].filter((note) => typeof note === 'string'),
  };
}

function fromChildren(facts: Facts, words: Wording): Origin {
  const { okr, told } = facts;
  const measure = measureOf(okr);
  const children = weigh(facts.children, okr.weighing);
  const rolledUp = rolledUpValue(measure, children, okr.weighing);
  const held = okr.heldAt !== null;
  const differs = okr.value !== null && !near(okr.value, rolledUp) && told?.source !== 'roll_up';
  const byHand = told !== null && (held || differs);
  const inputs = children.map((child) => childOf(child, partOf(measure, child)));
  return {
    formula: byHand ? formulaOfValue(measure, okr.value, words) : formulaOfChildren(measure, children, rolledUp, words),
    inputs: byHand ? [...inputs, checkInOf(told)] : inputs,
    notes: [
      held && HELD,
      byHand && !held && 'A person changed the value. The next change below replaces it.',
      ...notesOn(facts, children),
    ].filter((note) => typeof note === 'string'),
  };
}

function fromTasks({ okr, told, tasks, tally }: Facts, words: Wording): Origin {
  const value = valueOfTasks(tally);
  const held = okr.heldAt !== null;
  const differs = okr.value !== null && !near(okr.value, value) && told?.source !== 'roll_up';
  const byHand = told !== null && (held || differs);
  const inputs = tasks.map(taskOf);
  return {
    formula: byHand ? formulaOfValue(measureOf(okr), okr.value, words) : formulaOfTasks(tally, words),
    inputs: byHand ? [...inputs, checkInOf(told)] : inputs,
    notes: [
      held && HELD,
      byHand && !held && 'A person changed the value. The next change of its tasks replaces it.',
    ].filter((note) => typeof note === 'string'),
  };
}

const taskOf = ({ id, title, assignee, dueOn, createdAt, doneAt }: Facts['tasks'][number]): TaskInput => ({
  type: 'task',
  id,
  title,
  assignee,
  due_on: dueOn,
  added_at: new Date(createdAt).toISOString(),
  done_at: doneAt === null ? null : new Date(doneAt).toISOString(),
});

type WeighedRow = Weighed<Facts['children'][number]>;

function* notesOn({ okr }: Facts, children: readonly WeighedRow[]): Generator<string> {
  const measure = measureOf(okr);
  const adds = sums(measure);
  const silent = children.filter((child) => child.contribution > 0 && child.progress === null);
  if (silent.length > 0) yield `${naming(silent)} no value yet and ${silent.length === 1 ? 'counts' : 'count'} as 0.`;
  const ended = children.filter((child) => child.contribution > 0 && child.closedAt !== null);
  if (ended.length > 0) yield keepingOn(ended);
  if (okr.weighing === 'size' && !adds && children.some(shares) && !weighsBySize(children))
    yield 'Not all children that share count in one unit, so they share equally instead of by size.';
  const out = children.filter((child) => child.contribution === 0);
  if (out.some((child) => !isSwitchedOn(child))) yield 'Projects do not contribute unless that is switched on.';
  if (out.some((child) => isSwitchedOn(child) && !contributes(child)))
    yield 'A baseline has no target yet, so it does not contribute.';
  if (adds)
    yield measure.unit === null
      ? 'Only children without a unit are added.'
      : `Only children in ${measure.unit} are added.`;
  const shared = children.filter((child) => child.contribution > 0 && child.elsewhere.length > 0);
  if (shared.length === 1) yield `${named(shared[0]!)} also counts in ${titlesOf(shared[0]!)}, fully in each.`;
  if (shared.length > 1) yield `${shared.length} children also count in other parents, fully in each.`;
}

const titlesOf = ({ elsewhere }: WeighedRow): string => elsewhere.map(({ title }) => `“${title}”`).join(' and ');

const shares = (child: WeighedRow): boolean => contributes(child) && child.fixedWeight === null;

const naming = (children: readonly WeighedRow[]): string =>
  children.length === 1 ? `${named(children[0]!)} has` : `${children.length} children have`;

const named = ({ seen, title }: WeighedRow): string => (seen ? `“${title}”` : title);

function keepingOn(ended: readonly WeighedRow[]): string {
  const [one] = ended;
  return ended.length === 1 && one
    ? `${named(one)} is ${said[one.status]} and keeps counting with its last value.`
    : `${ended.length} children are closed or postponed and keep counting with their last values.`;
}

function childOf(child: WeighedRow, part: number | null): ChildInput {
  const { id, seen, title, contribution, progress, value, valueAt, elsewhere } = child;
  return {
    type: 'child',
    okr_id: seen ? id : null,
    title,
    contribution,
    progress,
    value,
    part,
    counts: part !== null,
    value_at: valueAt === null ? null : new Date(valueAt).toISOString(),
    also_in: elsewhere.map((parent) => ({ okr_id: parent.id, title: parent.title })),
  };
}

function overrideOf(facts: Facts): Explanation['override'] {
  const hold = holdOf(facts);
  return (
    hold && {
      since: new Date(hold.since).toISOString(),
      by: { member_id: hold.by.id, name: hold.by.name },
      value: hold.value,
      automatic_value: hold.automatic,
    }
  );
}

function readingOf(link: Link): ReadingInput {
  const { source, query, count, matched, completed, value, approximate, readAt, samples } = link;
  return {
    type: 'reading',
    provider: source.provider,
    connection: { id: source.id, name: source.name },
    query,
    count,
    matched,
    completed,
    value,
    approximate: approximate ?? false,
    read_at: readAt === null ? null : new Date(readAt).toISOString(),
    samples: samples ?? [],
  };
}

function checkInOf({ id, at, author, source, value, note }: NonNullable<Facts['told']>): CheckInInput {
  return { type: 'check_in', id, at: new Date(at).toISOString(), author, source, value, note };
}

const near = (a: number, b: number | null): boolean => b !== null && Math.abs(a - b) < TOLERANCE;
