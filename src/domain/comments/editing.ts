import { and, eq } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import { comments } from '../../db/schema/conversations.ts';
import { unchanged } from '../../db/unchanged.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { findPeople, findSeers } from '../mentions/finding-people.ts';
import { mentionRows } from '../mentions/recording.ts';
import { resolveMentions } from '../mentions/resolving.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { CommentPatch, SaidComment } from './comment.ts';
import type { Posted } from './posting.ts';

/**
 * Corrects what one said, as it was read. Who is mentioned anew is told, who no longer is is not.
 * @throws Refusal `forbidden` unless it is one's own, `stale` when it has changed or is gone
 */
export async function editComment(ctx: Context, before: SaidComment, patch: CommentPatch): Promise<Posted> {
  demand(may.editComment(ctx.actor, before.authorId), sentences.ownComment);
  const { db, now } = ctx;
  const { author, ...row } = before;
  const [people, seers] = await Promise.all([findPeople(ctx, patch.text, before.text), findSeers(ctx, before.okrId)]);
  const { text, memberIds, outsiders } = resolveMentions(patch.text, people, seers);
  if (text === before.text) return { comment: before, outsiders };
  try {
    await commit(db, [
      db
        .update(comments)
        .set({ text, editedAt: now })
        .where(and(eq(comments.orgId, ctx.org.id), unchanged(comments, row))),
      guard(db),
      ...mentionRows(ctx, row.okrId, row.id, memberIds),
      eventRow(ctx, { action: 'comment.edited', subject: row.id, data: { okr: row.okrId } }),
    ]);
  } catch (reason) {
    throw reason instanceof LostRace ? new Refusal('stale', 'This comment has changed since you read it.') : reason;
  }
  return { comment: { ...before, text, editedAt: now }, outsiders };
}
