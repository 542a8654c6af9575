import type { Branch } from '../../domain/okrs/nesting.ts';
import type { Status } from '../../domain/words.ts';
import { statuses } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { counted } from '../okrs/okr-words.ts';
import { Bar } from '../ui/bar.tsx';
import { StatusMark, statusWords } from '../ui/status.tsx';

/** How the objectives of a page stand together: how many are how, and the mean of what they have reached and should have. */
export type Overview = {
  objectives: number;
  standing: { status: Status; count: number }[];
  progress: number | null;
  expected: number | null;
};

/** Sums up the objectives of these trees, each once. Progress is taken within 0 and 1, and only of those that have some. */
export function overviewOf(roots: readonly Branch[]): Overview {
  const all = [...new Map(roots.flatMap(flat).map((each) => [each.id, each])).values()];
  const objectives = all.filter(({ kind }) => kind === 'objective');
  const under = objectives.filter(({ closedAt }) => closedAt === null);
  return {
    objectives: objectives.length,
    standing: statuses
      .map((status) => ({ status, count: objectives.filter((each) => each.status === status).length }))
      .filter(({ count }) => count > 0),
    progress: mean(objectives.map(({ progress }) => progress)),
    expected: under.length === 0 ? null : mean(under.map(({ expected }) => expected)),
  };
}

/** One line over a list: how many objectives are how, and how far they are on average. */
export const ProgressOverview = ({ roots, formats }: { roots: readonly Branch[]; formats: Formats }) => {
  const { objectives, standing, progress, expected } = overviewOf(roots);
  if (objectives === 0) return null;
  return (
    <div class="stack tight">
      <Bar progress={progress} expected={expected} status={worstOf(standing)} formats={formats} />
      <p class="row small">
        <span>
          <b>{progress === null ? 'No value yet' : formats.percent(progress)}</b>
          {progress !== null && objectives > 1 && ` on average of ${counted(objectives, 'objective', formats.number)}`}
          {progress !== null && expected !== null && `, ${formats.percent(expected)} expected by today`}
        </span>
        {standing.map(({ status, count }) => (
          <StatusMark status={status} says={`${formats.number(count)} ${statusWords[status].toLowerCase()}`} />
        ))}
      </p>
    </div>
  );
};

const flat = (branch: Branch): Branch[] => [branch, ...branch.branches.flatMap(flat)];

const mean = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null).map((value) => Math.min(1, Math.max(0, value)));
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
};

const WORST_FIRST: readonly Status[] = ['at_risk', 'behind', 'on_track', 'not_started', 'closed', 'postponed'];

const worstOf = (standing: Overview['standing']): Status =>
  WORST_FIRST.find((status) => standing.some((each) => each.status === status)) ?? 'not_started';
