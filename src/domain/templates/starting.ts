import type { Context } from '../context.ts';
import type { Changed } from '../okrs/changing.ts';
import { commitNew, type NewOkr, planOkr } from '../okrs/drafting.ts';

/**
 * Makes an objective and the key results under it, which keep their order: all of them in one commit, or none. Answers
 * with the objective. @throws Refusal as creating an OKR does
 */
export async function startTogether(ctx: Context, objective: NewOkr, keyResults: readonly NewOkr[]): Promise<Changed> {
  const first = await planOkr(ctx, objective);
  const planned = await Promise.all(
    // Lists show what was made first first; within one millisecond there would be no first.
    keyResults.map((each, i) => planOkr({ ...ctx, now: ctx.now + 1 + i }, each, first.okr)),
  );
  const all = [first, ...planned];
  await commitNew(ctx, objective.proposal_id ?? null, all);
  return { okr: first.okr, due: [...new Set(all.flatMap(({ due }) => due))] };
}
