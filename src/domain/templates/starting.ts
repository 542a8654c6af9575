import type { Context } from '../context.ts';
import type { Changed } from '../okrs/changing.ts';
import { createOkr, type NewOkr } from '../okrs/drafting.ts';

/**
 * Makes an objective and the key results under it, which keep their order. Answers with the objective.
 * @throws Refusal as creating an OKR does; what the objective itself would be refused for is refused before anything is made
 */
export async function startTogether(ctx: Context, objective: NewOkr, keyResults: readonly NewOkr[]): Promise<Changed> {
  const { okr, due } = await createOkr(ctx, objective);
  const parents = [{ okrId: okr.id, fixedWeight: null }];
  const made = await Promise.all(
    // Lists show what was made first first; within one millisecond there would be no first.
    keyResults.map((each, i) => createOkr({ ...ctx, now: ctx.now + 1 + i }, { ...each, parents })),
  );
  return { okr, due: [...new Set([...due, ...made.flatMap((each) => each.due)])] };
}
