import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { commit, guard, LostRace, type Statement } from '../../db/commit.ts';
import type { CheckInId, OkrId } from '../../db/ids.ts';
import { comments, mentions, reactions } from '../../db/schema/conversations.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { SaidComment } from './comment.ts';

/**
 * Takes a comment away, with the signs under it. The event log keeps that it was there, and not what it said.
 * @throws Refusal `forbidden` unless author or admin, `stale` when it is gone
 */
export async function deleteComment(ctx: Context, { id, okrId, authorId }: SaidComment): Promise<void> {
  demand(may.deleteComment(ctx.actor, authorId), sentences.comment);
  const { db, org } = ctx;
  try {
    await commit(db, [
      db.delete(comments).where(and(eq(comments.orgId, org.id), eq(comments.id, id))),
      guard(db),
      db
        .delete(reactions)
        .where(and(eq(reactions.orgId, org.id), eq(reactions.okrId, okrId), eq(reactions.subjectId, id))),
      db.delete(mentions).where(and(eq(mentions.orgId, org.id), eq(mentions.okrId, okrId), eq(mentions.subjectId, id))),
      eventRow(ctx, { action: 'comment.deleted', subject: id, data: { okr: okrId, author: authorId } }),
    ]);
  } catch (reason) {
    throw reason instanceof LostRace ? new Refusal('stale', 'This comment is gone since you read it.') : reason;
  }
}

/** Takes away all that was said of an OKR. For the commit that deletes it. */
export const withoutConversation = ({ db, org }: Context, okrId: OkrId): Statement[] => [
  db.delete(comments).where(and(eq(comments.orgId, org.id), eq(comments.okrId, okrId))),
  db.delete(reactions).where(and(eq(reactions.orgId, org.id), eq(reactions.okrId, okrId))),
  db.delete(mentions).where(and(eq(mentions.orgId, org.id), eq(mentions.okrId, okrId))),
];

/** Takes away all that was said under a check-in. For the commit that deletes it. */
export const withoutAnswers = ({ db, org }: Context, okrId: OkrId, checkInId: CheckInId): Statement[] => {
  const under = and(eq(comments.orgId, org.id), eq(comments.okrId, okrId), eq(comments.checkInId, checkInId));
  const answers = db
    .select({ id: sql`${comments.id}` })
    .from(comments)
    .where(under);
  return [
    db
      .delete(reactions)
      .where(
        and(
          eq(reactions.orgId, org.id),
          eq(reactions.okrId, okrId),
          or(eq(reactions.subjectId, checkInId), inArray(reactions.subjectId, answers)),
        ),
      ),
    db
      .delete(mentions)
      .where(
        and(
          eq(mentions.orgId, org.id),
          eq(mentions.okrId, okrId),
          or(eq(mentions.subjectId, checkInId), inArray(mentions.subjectId, answers)),
        ),
      ),
    db.delete(comments).where(under),
  ];
};
