import { and, eq } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { rollUpsDue } from '../../db/schema/okrs.ts';
import { report } from '../check-ins/checking-in.ts';
import type { Context } from '../context.ts';
import { goesByTasks } from '../tasks/task.ts';
import { type Changed, commitChange, decide } from './changing.ts';
import { findSubject } from './finding-subject.ts';
import { rolledUp } from './rolling-up.ts';

/**
 * Recomputes a parent from its children and settles its due roll-up. Never adds to what was there before.
 * A parent that reads its value elsewhere, or whose value a person holds, keeps it; a value that stays the same writes
 * no check-in.
 */
export async function rollUp(ctx: Context, okrId: OkrId): Promise<Changed> {
  const subject = await findSubject(ctx, okrId);
  const { okr, dueMark } = subject;
  const settled = dueMark ? [settle(ctx, okrId, dueMark)] : [];
  const rolls = okr.mode === 'rollup' && okr.closedAt === null && okr.heldAt === null;
  const value = rolls ? rolledUp(okr, subject) : okr.value;
  const set = { value, valueAt: value === okr.value ? okr.valueAt : ctx.now };

  if (rolls && value !== okr.value) {
    const happening = { action: 'okr.rolled_up', data: { from: okr.value, to: value } };
    const row = goesByTasks(okr) ? { matched: subject.tally.all, completed: subject.tally.done } : {};
    return report(ctx, subject, { set, chosen: null, source: 'roll_up', happening, row, also: settled });
  }
  const after = decide(ctx, subject, { set });
  if (after.status !== okr.status || after.turnsAt !== okr.turnsAt) {
    const happening = { action: 'okr.turned', data: { from: okr.status, to: after.status } };
    return commitChange(ctx, subject, { set, source: 'roll_up', happening, also: () => settled });
  }
  await commit(ctx.db, settled);
  return { okr, due: [] };
}

const settle = ({ db, org }: Context, okrId: OkrId, mark: string) =>
  db
    .delete(rollUpsDue)
    .where(and(eq(rollUpsDue.orgId, org.id), eq(rollUpsDue.okrId, okrId), eq(rollUpsDue.mark, mark)));
