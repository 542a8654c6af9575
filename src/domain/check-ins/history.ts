import { type Day, dayOf } from '../../lib/days.ts';
import type { Acting, Organization } from '../context.ts';
import type { Point } from '../okrs/charting.ts';
import { measureOf, type Okr, standingOf } from '../okrs/okr.ts';
import { progressOf } from '../okrs/progress.ts';
import { statusOn } from '../okrs/status.ts';
import type { Call } from '../words.ts';
import type { CheckIn } from './check-in.ts';

/** What history needs to know of a check-in. */
export type Word = Pick<CheckIn, 'at' | 'version' | 'value' | 'progress' | 'status' | 'chosenStatus' | 'source'>;

type Moment = Pick<CheckIn, 'at' | 'version'>;

/** The order of history: by moment, and within one moment as things were said. */
export const isLater = (a: Moment, b: Moment): boolean => a.at > b.at || (a.at === b.at && a.version > b.version);

/** Whether a word says what the value is; what is recomputed says so too when nothing is left that gives one. */
export const bears = ({ value, source }: Pick<Word, 'value' | 'source'>): boolean =>
  value !== null || source === 'roll_up';

/** The value that holds after these words, oldest first: the last one that was said. */
export const valueAfter = (words: readonly Word[]): number | null => words.findLast(bears)?.value ?? null;

/**
 * Where an OKR with this value stood on a day, by the rule of that day. What its children were like then is not known,
 * so a past day asks the numbers alone.
 */
export function stoodOn(org: Organization, okr: Okr, day: Day, value: number | null, chosen: Call | null) {
  const progress = progressOf(measureOf(okr), value);
  const standing = { ...standingOf(okr, null), value, progress, chosen, closed: null };
  return { value, progress, status: statusOn(day, standing, org) };
}

/** What was said next to a moment: the last words before it, those after it up to the next value, the points since its day. */
export type Around = { before: Word[]; after: Word[]; points: Point[] };

/** History around a word of `day`: that word itself, as it is after a change, or null where it went. */
export type Stretch = { day: Day; word: Word | null; around: Around };

/** What a changed stretch makes of the chart: points as they are now, and whether its first day lost its own. */
export type Redrawn = { points: Point[]; erased: boolean };

/**
 * The chart after a word of `day` came, changed or went: that day, and the days until the next word that gives a value,
 * say what was known then. Days that drew a point for another reason keep it; a closed day stays closed, and what
 * children made of a parent's status stays. `okr` is as the change leaves it.
 */
export function redrawn(acting: Pick<Acting, 'org' | 'now'>, okr: Okr, { day, word, around }: Stretch): Redrawn {
  const { org, now } = acting;
  const dayOfWord = ({ at }: Word) => dayOf(at, org.timeZone);
  const today = dayOf(now, org.timeZone);
  const { before, after, points } = around;
  const next = after.find(bears);
  const until = next ? dayOfWord(next) : null;
  if (until === day) return { points: [], erased: false };
  const words = [...before, ...(word ? [word] : []), ...after];
  const pointOn = (when: Day): Point | null => {
    const drawn = points.find((point) => point.day === when);
    const known = words.filter((each) => dayOfWord(each) <= when);
    const last = known.at(-1);
    const said = last !== undefined && dayOfWord(last) === when;
    if (when === day && !said) return null;
    const source = said ? last.source : drawn!.source;
    const value = valueAfter(known);
    if (when === today) return { day: when, value, progress: okr.progress, status: okr.status, source };
    if (said && bears(last)) return { day: when, value, progress: last.progress, status: last.status, source };
    const stood = stoodOn(org, okr, when, value, last?.chosenStatus ?? null);
    const stays = drawn && (isEnd(drawn.status) || (followsChildren(org, okr) && !last?.chosenStatus));
    return { day: when, ...stood, ...(stays && { status: drawn.status }), source };
  };
  const between = points.filter((point) => point.day > day && (until === null || point.day < until));
  const drawn = [day, ...between.map((point) => point.day)].map(pointOn);
  return { points: drawn.filter((point) => point !== null), erased: drawn[0] === null };
}

const isEnd = (status: Point['status']) => status === 'closed' || status === 'postponed';

const followsChildren = (org: Organization, okr: Okr) => okr.mode === 'rollup' && org.parentStatus === 'children';
