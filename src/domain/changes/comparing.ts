import { dayOf } from '../../lib/days.ts';
import type { Organization } from '../context.ts';
import { clamped } from '../okrs/progress.ts';
import { closedStatuses, type Status } from '../words.ts';
import type { Between, Watched } from './watched.ts';

/** What becomes of an OKR between two days; the most telling word of those that fit. */
export const turns = ['added', 'closed', 'postponed', 'reopened', 'fell_back', 'gained', 'moved', 'turned'] as const;
export type Turn = (typeof turns)[number];

/** An OKR that changed. `movers` are children that moved a roll-up, the furthest first. */
export type Change = { okr: Watched; turn: Turn; movers: Watched[] };

/** What changed, what is told first at the front, and how many OKRs stayed as they were. */
export type Comparison = { changes: Change[]; still: number };

const TOLERANCE = 1e-9;

/**
 * Compares how OKRs stood at the end of two days. What did not exist by the second one is left out. Nearest to the top
 * first, and on one level what moved furthest.
 */
export function compare(
  watched: readonly Watched[],
  between: Between,
  { timeZone }: Pick<Organization, 'timeZone'>,
): Comparison {
  const there = watched.filter(({ createdAt, is }) => is !== null || dayOf(createdAt, timeZone) <= between.to);
  const isNew = ({ createdAt, was }: Watched) => was === null && dayOf(createdAt, timeZone) > between.from;
  const changes = there.flatMap((okr): Change[] => {
    const turn = isNew(okr) ? 'added' : turnOf(okr);
    return turn ? [{ okr, turn, movers: moversOf(okr, there, between, timeZone) }] : [];
  });
  changes.sort(
    (a, b) => a.okr.depth - b.okr.depth || strideOf(b.okr) - strideOf(a.okr) || (a.okr.id < b.okr.id ? -1 : 1),
  );
  return { changes, still: there.length - changes.length };
}

/** How many OKRs took each turn, in a fixed order. */
export const countTurns = (changes: readonly Change[]): [Turn, number][] =>
  turns
    .map((turn): [Turn, number] => [turn, changes.filter((change) => change.turn === turn).length])
    .filter(([, count]) => count > 0);

function turnOf(okr: Watched): Turn | null {
  const [was, is] = [statusOf(okr.was), statusOf(okr.is)];
  if (hasEnded(is) && !hasEnded(was)) return is === 'postponed' ? 'postponed' : 'closed';
  if (hasEnded(was) && !hasEnded(is)) return 'reopened';
  const step = (okr.is?.progress ?? 0) - (okr.was?.progress ?? 0);
  if (Math.abs(step) > TOLERANCE) return step > 0 ? 'gained' : 'fell_back';
  if (okr.is !== null && differs(okr.is.value, okr.was?.value ?? null)) return 'moved';
  return was === is ? null : 'turned';
}

/** What a roll-up moved with: children whose own progress moved, and those that came to it, the furthest first. */
function moversOf(parent: Watched, all: readonly Watched[], { from }: Between, timeZone: string): Watched[] {
  if (parent.mode !== 'rollup' || !differs(parent.is?.value ?? null, parent.was?.value ?? null)) return [];
  const joined = (child: Watched) =>
    child.parents.some(({ id, since }) => id === parent.id && dayOf(since, timeZone) > from);
  return all
    .filter(
      (child) => child.parents.some(({ id }) => id === parent.id) && (strideOf(child) > TOLERANCE || joined(child)),
    )
    .sort((a, b) => strideOf(b) - strideOf(a));
}

/** How far it moved, as its parents see it. */
const strideOf = ({ was, is }: Watched): number => Math.abs(clamped(is?.progress ?? 0) - clamped(was?.progress ?? 0));

const statusOf = (point: Watched['is']): Status => point?.status ?? 'not_started';

const hasEnded = (status: Status): boolean => closedStatuses.some((each) => each === status);

const differs = (a: number | null, b: number | null): boolean =>
  a === null || b === null ? a !== b : Math.abs(a - b) > TOLERANCE;
