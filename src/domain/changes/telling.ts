import type { Measure } from '../okrs/measure.ts';
import { shownPercent } from '../okrs/percent.ts';
import { said } from '../okrs/ruling.ts';
import type { Change, Comparison, Turn } from './comparing.ts';
import { countTurns } from './comparing.ts';
import type { Watched } from './watched.ts';

/** How values and lists look in words. `was` is a value that another one replaced. */
export type ChangeWording = {
  number(value: number): string;
  value(measure: Measure, value: number): string;
  /** A score of 0 to 1, always with its one decimal. */
  score(value: number): string;
  list(items: readonly string[]): string;
};

const figures = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const lists = new Intl.ListFormat('en', { type: 'conjunction' });

/** English figures, for those who have no wording of their own. */
export const plainly: ChangeWording = {
  number: (value) => figures.format(value),
  value: (measure, value) => {
    if (measure.type === 'percent') return `${shownPercent(value / 100)}%`;
    if (measure.unit === null) return figures.format(value);
    return measure.unit === '%' ? `${figures.format(value)}%` : `${figures.format(value)} ${measure.unit}`;
  },
  score: (value) => value.toFixed(1),
  list: (items) => lists.format(items),
};

/** Movers that are named; the others are counted. */
const NAMED = 3;

const digits = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];
const nouns = { objective: 'objective', key_result: 'key result', project: 'project' } as const;

/** “Of 24 OKRs, 5 gained, 2 fell back, 1 was closed and 16 stayed as they were.” */
export function tellComparison({ changes, still }: Comparison, words: ChangeWording): string {
  const all = changes.length + still;
  if (all === 0) return 'There was nothing to look at yet.';
  if (changes.length === 0) return all === 1 ? 'Nothing changed.' : `None of ${words.number(all)} OKRs changed.`;
  const parts = countTurns(changes).map(([turn, count]) => `${words.number(count)} ${turned(turn, count)}`);
  if (still > 0) parts.push(`${words.number(still)} stayed as ${still === 1 ? 'it was' : 'they were'}`);
  return `Of ${words.number(all)} ${all === 1 ? 'OKR' : 'OKRs'}, ${words.list(parts)}.`;
}

function turned(turn: Turn, count: number): string {
  const were = count === 1 ? 'was' : 'were';
  const phrases: Record<Turn, string> = {
    added: `${were} added`,
    closed: `${were} closed`,
    postponed: `${were} postponed`,
    reopened: `${were} opened again`,
    gained: 'gained',
    fell_back: 'fell back',
    moved: 'moved',
    turned: 'turned without moving',
  };
  return phrases[turn];
}

/** One OKR's change: from where to where, how its status turned, and what moved it. */
export function tellChange(change: Change, words: ChangeWording): string {
  const { okr } = change;
  return [
    `${quoted(okr.title)} ${deed(change, words)}.`,
    tellMovers(change, words),
    okr.weighed && 'What is below it contributes differently now.',
  ]
    .filter((sentence) => typeof sentence === 'string' && sentence !== '')
    .join(' ');
}

function deed({ okr, turn }: Change, words: ChangeWording): string {
  const now = okr.is?.value ?? null;
  const at = now === null ? '' : ` at ${words.value(okr.measure, now)}`;
  switch (turn) {
    case 'added':
      return now === null ? 'was added' : `was added and stands${at}`;
    case 'closed':
      return okr.closedAt === null ? 'is closed, as all below it is' : `was closed${at}${scoreOf(okr, words)}`;
    case 'postponed':
      return okr.closedAt === null ? 'is postponed, as all below it is' : `was postponed${at}`;
    case 'reopened':
      return `was opened again and is ${said[okr.is?.status ?? 'not_started']}`;
    default:
      return `${stepOf(okr, words)}${statusOf(okr, turn)}`;
  }
}

function stepOf({ measure, was, is }: Watched, words: ChangeWording): string {
  const [from, to] = [was?.value ?? null, is?.value ?? null];
  if (to === null) return from === null ? 'has no value yet' : 'lost its value';
  if (from === null) return `got its first value, ${words.value(measure, to)},`;
  const [before, after] = [words.value(measure, from), words.value(measure, to)];
  return before === after ? `stayed at ${after}` : `went from ${before} to ${after}`;
}

function statusOf({ was, is }: Watched, turn: Turn): string {
  const [before, now] = [was?.status ?? 'not_started', is?.status ?? 'not_started'];
  if (before !== now) return ` and turned from ${said[before]} to ${said[now]}`;
  return turn === 'turned' ? '' : ` and is still ${said[now]}`;
}

const scoreOf = ({ score }: Watched, words: ChangeWording): string =>
  score === null ? '' : ` with a score of ${words.score(score)}`;

/** “Two key results moved it: “A”, from 3 to 10, and “B”, from 20% to 35%.” */
function tellMovers({ movers }: Change, words: ChangeWording): string {
  if (movers.length === 0) return '';
  const [first] = movers;
  const noun = movers.every(({ kind }) => kind === first!.kind) ? nouns[first!.kind] : 'OKR';
  const count = digits[movers.length] ?? words.number(movers.length);
  const named = movers.slice(0, NAMED).map((mover) => `${quoted(mover.title)}${wayOf(mover, words)}`);
  const others = movers.length - named.length;
  const items = others > 0 ? [...named, `${words.number(others)} more`] : named;
  return `${count} ${noun}${movers.length === 1 ? '' : 's'} moved it: ${words.list(items)}.`;
}

function wayOf({ measure, was, is }: Watched, words: ChangeWording): string {
  const [from, to] = [was?.value ?? null, is?.value ?? null];
  if (to === null) return '';
  if (from === null) return ` (new, at ${words.value(measure, to)})`;
  return from === to ? '' : ` (from ${words.value(measure, from)} to ${words.value(measure, to)})`;
}

const quoted = (title: string): string => `“${title.replaceAll('“', '‘').replaceAll('”', '’')}”`;
