import { type Day, daysBetween, startOf } from '../../lib/days.ts';
import { type Acting, todayOf } from '../context.ts';
import type { Kind } from '../words.ts';
import { expectedOn } from './expected.ts';
import { type CourseColumns, courseOf, measureOf, type Okr } from './okr.ts';
import { outsideSentence } from './outside.ts';
import { measuresWay } from './ruling.ts';
import { GRACE_DAYS } from './status.ts';

export const attentionRules = [
  'no_owner',
  'no_key_results',
  'many_key_results',
  'unaligned',
  'dates_outside',
  'not_started',
  'silent',
  'stale_source',
  'gap',
] as const;

/** Something about an OKR that wants a person: what is the matter, and what to do. Never blocks anything. */
export type Finding = { rule: (typeof attentionRules)[number]; says: string; todo: string };

/** One OKR as far as the rules look at it. */
export type Looked = {
  okr: Pick<Okr, 'kind' | 'level' | 'mode' | 'value' | 'progress' | 'checkedInAt' | 'closedAt'> & CourseColumns;
  period: { startsOn: Day; endsOn: Day };
  /** Kinds of its open children. */
  children: readonly Kind[];
  /** Owners who are still here. */
  activeOwners: number;
  parents: number;
  /** Whether there is an objective of the organization to align to. */
  summit: boolean;
  /** Whether its source brings nothing new. */
  off: boolean;
};

const MOST_KEY_RESULTS = 5;
const SILENT_CADENCES = 2;
const DAY_MS = 24 * 60 * 60_000;

/** What needs attention, the ground before the numbers. Nothing of what is closed. */
export const attentionOf = (acting: Pick<Acting, 'org' | 'now'>, looked: Looked): Finding[] =>
  looked.okr.closedAt === null ? [...onGround(looked), ...onNumbers(acting, looked)] : [];

function* onGround({ okr, period, children, activeOwners, parents, summit }: Looked): Generator<Finding> {
  if (activeOwners === 0) yield { rule: 'no_owner', says: 'Nobody who is here owns it.', todo: 'Give it an owner.' };
  if (okr.kind === 'objective') {
    const keyResults = children.filter((kind) => kind === 'key_result').length;
    if (children.every((kind) => kind === 'project'))
      yield { rule: 'no_key_results', says: 'It has no key results.', todo: 'Add three to five.' };
    if (keyResults > MOST_KEY_RESULTS)
      yield {
        rule: 'many_key_results',
        says: `It has ${keyResults} key results. Three to five keep people on what matters.`,
        todo: 'Move or merge some.',
      };
    if (okr.level !== 'organization' && parents === 0 && summit)
      yield {
        rule: 'unaligned',
        says: 'It stands alone, while the organization has objectives in this period.',
        todo: 'Align it to one of them.',
      };
  }
  const outside = outsideSentence(okr, period);
  if (outside) yield { rule: 'dates_outside', says: outside, todo: 'Change its days or its period.' };
}

function* onNumbers({ org, now }: Pick<Acting, 'org' | 'now'>, { okr, children, off }: Looked): Generator<Finding> {
  const today = todayOf({ org, now });
  const age = daysBetween(okr.startsOn, today);
  const waits = okr.mode === 'rollup' && children.length === 0;
  const unspoken = okr.value === null && okr.checkedInAt === null;
  if (unspoken && age >= GRACE_DAYS && !waits)
    yield {
      rule: 'not_started',
      says: `It began ${age} days ago and has no value yet.`,
      todo: okr.mode === 'manual' ? 'Check in a first value.' : 'See where its value is to come from.',
    };
  const heardAt = okr.checkedInAt ?? startOf(okr.startsOn, org.timeZone);
  const silence = Math.floor((now - heardAt) / DAY_MS);
  if (okr.mode === 'manual' && age >= 0 && !(unspoken && age >= GRACE_DAYS) && tooLong(now - heardAt, org.cadenceDays))
    yield { rule: 'silent', says: `Nobody has checked in for ${silence} days.`, todo: 'Say how it goes.' };
  if (okr.mode === 'data_source' && off)
    yield { rule: 'stale_source', says: 'Its data source brings nothing new.', todo: 'See what the source says.' };
  const gap = Math.round((expectedOn(today, courseOf(okr)) - (okr.progress ?? 0)) * 1000) / 10;
  if (okr.value !== null && measuresWay(measureOf(okr)) && gap > org.atRiskBound)
    yield {
      rule: 'gap',
      says: `It is ${Math.round(gap)} points less than expected.`,
      todo: 'Say what would turn it, or choose another target.',
    };
}

const tooLong = (silenceMs: number, cadenceDays: number): boolean => silenceMs > SILENT_CADENCES * cadenceDays * DAY_MS;
