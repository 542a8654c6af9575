import { and, eq } from 'drizzle-orm';
import { commit, guard } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { dataLinks, syncs } from '../../db/schema/connections.ts';
import { alignments, checkIns, okrOwners, okrPeople, okrs, progressPoints, rollUpsDue } from '../../db/schema/okrs.ts';
import { okrTags } from '../../db/schema/tags.ts';
import { tasks } from '../../db/schema/tasks.ts';
import { withoutConversation } from '../comments/deleting.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { may } from '../permission.ts';
import { type Changed, dueRows, refreshTop } from './changing.ts';
import { findChangeable } from './finding-subject.ts';
import { refuseClosed } from './refusing-closed.ts';
import { refuseStale } from './refusing-stale.ts';

/**
 * Deletes an OKR with its check-ins, readings, alignments and what was said of it. Its children stay and move to the top of their period.
 * The event log keeps that it existed. Only admins delete what is closed.
 * @throws Refusal `not_found`, `forbidden`, `stale`, `conflict` when it is closed
 */
export async function deleteOkr(ctx: Context, okrId: OkrId, expected?: number): Promise<Changed> {
  const subject = await findChangeable(ctx, okrId);
  const { okr, parents, children } = subject;
  refuseStale(okr, expected);
  // What is over is everybody's history; its owners reopen it first.
  if (!may.administer(ctx.actor)) refuseClosed(okr, 'delete it, or ask an admin');
  const { db, org } = ctx;
  const due = parents.map((parent) => parent.okrId);
  await commit(db, [
    db.delete(okrs).where(and(eq(okrs.orgId, org.id), eq(okrs.id, okrId), eq(okrs.version, okr.version))),
    guard(db),
    db.delete(alignments).where(and(eq(alignments.orgId, org.id), eq(alignments.childId, okrId))),
    db.delete(alignments).where(and(eq(alignments.orgId, org.id), eq(alignments.parentId, okrId))),
    db.delete(okrTags).where(and(eq(okrTags.orgId, org.id), eq(okrTags.okrId, okrId))),
    db.delete(okrOwners).where(and(eq(okrOwners.orgId, org.id), eq(okrOwners.okrId, okrId))),
    db.delete(okrPeople).where(and(eq(okrPeople.orgId, org.id), eq(okrPeople.okrId, okrId))),
    db.delete(checkIns).where(and(eq(checkIns.orgId, org.id), eq(checkIns.okrId, okrId))),
    db.delete(progressPoints).where(and(eq(progressPoints.orgId, org.id), eq(progressPoints.okrId, okrId))),
    db.delete(dataLinks).where(and(eq(dataLinks.orgId, org.id), eq(dataLinks.okrId, okrId))),
    db.delete(syncs).where(and(eq(syncs.orgId, org.id), eq(syncs.okrId, okrId))),
    ...withoutConversation(ctx, okrId),
    db.delete(tasks).where(and(eq(tasks.orgId, org.id), eq(tasks.okrId, okrId))),
    db.delete(rollUpsDue).where(and(eq(rollUpsDue.orgId, org.id), eq(rollUpsDue.okrId, okrId))),
    ...(children.length > 0
      ? [
          refreshTop(
            ctx,
            children.map((child) => child.id),
          ),
        ]
      : []),
    ...dueRows(ctx, due),
    eventRow(ctx, {
      action: 'okr.deleted',
      subject: okrId,
      data: { title: okr.title, children: children.length, visibility: okr.visibility },
    }),
  ]);
  return { okr, due };
}
