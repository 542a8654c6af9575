import type { OkrId } from '../../db/ids.ts';
import type { Line } from '../okrs/line.ts';

/** A line of a proposal with the lines that stand under it. */
export type Nested = Line & { under: Nested[] };

/**
 * Drafts as a tree: each under all of its parents that are in the set, else at the top. A proposed change stands for the
 * OKR that it would change, so that new drafts stand under it.
 */
export function nestLines(lines: readonly Line[]): Nested[] {
  const idOf = ({ draft }: Line): OkrId => draft.okr.draftOfId ?? draft.okr.id;
  const here = new Set(lines.map(idOf));
  const parentsOf = ({ draft }: Line) => draft.parents.map(({ id }) => id).filter((id) => here.has(id));
  const nested = (line: Line, above: ReadonlySet<OkrId>): Nested => ({
    ...line,
    under: lines
      .filter((each) => !above.has(idOf(each)) && parentsOf(each).includes(idOf(line)))
      .map((each) => nested(each, new Set([...above, idOf(each)]))),
  });
  const roots = lines.filter((line) => parentsOf(line).length === 0);
  // Two changes that would stand under each other have no root; nothing may be hidden because of that.
  const shown = roots.length > 0 ? roots : lines;
  return shown.map((line) => nested(line, new Set([idOf(line)])));
}
