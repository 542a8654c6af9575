import { and, eq } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { alignments } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { invalid, Refusal } from '../refusal.ts';
import { checkNoCycle, guardCircle } from './aligning.ts';
import { type Changed, commitChange, refreshTop } from './changing.ts';
import { checkDraftParents } from './checking-drafts.ts';
import { checkReferences } from './checking-references.ts';
import { findChangeable } from './finding-subject.ts';
import { guardPlace } from './guarding-place.ts';
import { refuseClosed } from './refusing-closed.ts';
import { refuseParents } from './refusing-parents.ts';
import { refuseStale } from './refusing-stale.ts';

/**
 * Takes an OKR from one parent to another in one commit; it keeps its history, its check-ins, its data link and what else
 * it is aligned to. With the new parent it shares what nobody has fixed; a project stays switched on or off.
 * @throws Refusal `not_found`, `forbidden`, `stale`, `conflict` when it is closed or stands there already, `invalid` for
 * a circle and for a parent that is closed or takes none
 */
export async function moveOkr(
  ctx: Context,
  childId: OkrId,
  fromId: OkrId,
  toId: OkrId,
  expected?: number,
): Promise<Changed> {
  const [subject, above] = await Promise.all([
    findChangeable(ctx, childId),
    checkReferences(ctx, { parents: [{ okrId: toId }] }),
    checkNoCycle(ctx, childId, [toId]),
    checkDraftParents(ctx, childId, [toId]),
  ]);
  refuseStale(subject.okr, expected);
  refuseClosed(subject.okr, 'move it');
  const left = subject.parents.find((parent) => parent.okrId === fromId && parent.seen);
  if (!left) throw new Refusal('not_found', 'This OKR is not aligned to that one.');
  if (subject.parents.some((parent) => parent.okrId === toId))
    throw invalid({ to: 'It is aligned to this one already. Choose another.' });
  refuseParents(ctx.org, subject.okr.kind, above);
  const { db, org } = ctx;
  return commitChange(ctx, subject, {
    set: {},
    source: 'person',
    happening: { action: 'okr.moved', data: { from: fromId, parent: toId } },
    parents: [fromId, toId],
    also: (): Statement[] => [
      db
        .delete(alignments)
        .where(and(eq(alignments.orgId, org.id), eq(alignments.childId, childId), eq(alignments.parentId, fromId))),
      db.insert(alignments).values({
        orgId: org.id,
        childId,
        parentId: toId,
        fixedWeight: null,
        counts: left.counts,
        createdAt: ctx.now,
      }),
      guardPlace(ctx, { parentIds: [toId] }),
      guardCircle(ctx, childId),
      refreshTop(ctx, [childId]),
    ],
  });
}
