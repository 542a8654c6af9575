import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { guardThat } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { invalid, Refusal } from '../refusal.ts';
import { type Weighing, weighings } from '../words.ts';
import { type Changed, commitChange } from './changing.ts';
import { findChangeable, type Subject } from './finding-subject.ts';
import { refuseStale } from './refusing-stale.ts';
import { isSwitchedOn, weighsBySize } from './rolling-up.ts';
import { published } from './visible.ts';

/** A return to shares that nobody has fixed. */
export const weighingInput = z.strictObject({ method: z.enum(weighings) });

/** All that is decided of the shares below one OKR: who has a fixed one (0..100), and how the others share the rest. */
export type Weights = {
  weighing?: Weighing;
  fixed: Readonly<Record<OkrId, number>>;
  /** Projects that are switched on or off; the others stay as they are, unless a fixed share switches them on. */
  counts?: Readonly<Record<OkrId, boolean>>;
};

/**
 * Decides all contributions to one OKR at once: children that `fixed` does not name share the rest, in the way that
 * `weighing` says, or as before; those that the actor may not see keep theirs. The OKR itself is then due to be recomputed.
 * @throws Refusal `not_found`, `forbidden`, `stale`, `conflict` when it is closed, `invalid` for shares that make more
 * than 100 together, for what is not aligned to it, and for sizes that cannot be compared
 */
export async function weighChildren(ctx: Context, okrId: OkrId, weights: Weights, expected?: number): Promise<Changed> {
  const subject = await findChangeable(ctx, okrId);
  refuseStale(subject.okr, expected);
  if (subject.okr.closedAt !== null)
    throw new Refusal('conflict', 'This OKR is closed. Reopen it to change contributions.');
  refuseImpossible(subject, weights);
  const { db, org } = ctx;
  const { okr, children } = subject;
  const weighing = weights.weighing ?? okr.weighing;
  const wanted = Object.fromEntries(
    children
      .filter(({ seen }) => seen)
      .map((child) => [child.id, { fixed: wantedOf(child, weights.fixed), counts: switchOf(child, weights) }]),
  );
  const before = children.flatMap(({ id, fixedWeight }) => (fixedWeight === null ? [] : [[id, fixedWeight]]));
  return commitChange(ctx, subject, {
    set: { weighing },
    source: 'person',
    happening: {
      action: 'okr.weighed',
      data: {
        from: { method: okr.weighing, fixed: Object.fromEntries(before) },
        to: { method: weighing, fixed: weights.fixed, ...(weights.counts && { counts: weights.counts }) },
      },
    },
    parents: [okrId],
    also: () => [
      // What came under it since the shares were added up would make them more than a hundred.
      guardThat(
        db,
        sql`not exists (select 1 from ${alignments} as edge cross join ${okrs} as child on child.id = edge.child_id
          where edge.org_id = ${org.id} and edge.parent_id = ${okrId} and ${published(sql`child`)}
            and child.id not in (select value from json_each(${JSON.stringify(children.map(({ id }) => id))})))`,
      ),
      db
        .update(alignments)
        .set({
          fixedWeight: sql`(select wanted.value ->> 'fixed' from ${each(wanted)} as wanted where wanted.key = ${alignments.childId})`,
          counts: sql`(select wanted.value ->> 'counts' from ${each(wanted)} as wanted where wanted.key = ${alignments.childId})`,
        })
        .where(
          and(
            eq(alignments.orgId, org.id),
            eq(alignments.parentId, okrId),
            sql`${alignments.childId} in (select key from ${each(wanted)})`,
          ),
        ),
    ],
  });
}

/** @throws Refusal `invalid` for weights that these children cannot have */
export function refuseImpossible({ children }: Pick<Subject, 'children'>, weights: Weights): void {
  const { weighing, fixed } = weights;
  const known = new Set<string>(children.filter(({ seen }) => seen).map((child) => child.id));
  for (const [id, weight] of Object.entries(fixed)) {
    if (!known.has(id)) throw invalid({ [id]: 'This OKR is not aligned to that one.' });
    if (!(weight >= 0 && weight <= 100)) throw invalid({ [id]: 'Write a number from 0 to 100.' });
  }
  const asked = children.map((child) => ({
    ...child,
    fixedWeight: wantedOf(child, fixed),
    counts: switchOf(child, weights),
  }));
  const total = asked.filter(isSwitchedOn).reduce((sum, { fixedWeight }) => sum + (fixedWeight ?? 0), 0);
  const hidden = asked.some(({ seen, fixedWeight }) => !seen && fixedWeight !== null);
  if (total > 100 + TOLERANCE)
    throw invalid({
      contributions: `Together${hidden ? ', with those of private OKRs,' : ''} they are ${Math.round(total * 10) / 10}%. Bring them down to 100% or less.`,
    });
  if (weighing === 'size' && !weighsBySize(asked)) throw invalid({ method: SIZES });
}

/** The share that a child has fixed when these are decided: one that the actor may not see keeps what it has. */
export const wantedOf = (
  { id, seen, fixedWeight }: { id: OkrId; seen: boolean; fixedWeight: number | null },
  fixed: Weights['fixed'],
): number | null => (seen ? (fixed[id] ?? null) : fixedWeight);

/** Whether a child is switched on when these are decided: as they say, or by a share of its own; else it stays as it is. */
export const switchOf = (
  { id, seen, counts }: { id: OkrId; seen: boolean; counts: boolean },
  decided: Weights,
): boolean => (seen ? (decided.counts?.[id] ?? (counts || (decided.fixed[id] ?? 0) > 0)) : counts);

const TOLERANCE = 1e-9;

const SIZES = 'Sizes can be compared only when every child that counts goes from a start to a target in one unit.';

const each = (wanted: Record<string, { fixed: number | null; counts: boolean }>) =>
  sql`json_each(${JSON.stringify(wanted)})`;
