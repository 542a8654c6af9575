import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { CheckInId, CommentId, OkrId } from '../../db/ids.ts';
import { comments } from '../../db/schema/conversations.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { listMentioned } from '../mentions/naming.ts';
import { findReactions } from '../reactions/finding.ts';
import type { SaidComment } from './comment.ts';
import type { Conversation } from './conversation.ts';
import { said } from './finding.ts';

/** Comments on an OKR itself, newest first, before a moment (ms). The caller knows that the OKR may be seen. */
export const listOwnComments = (ctx: Context, okrId: OkrId, limit: number, before: number | null) =>
  signed(ctx)
    .where(
      and(of(ctx, okrId), isNull(comments.checkInId), before === null ? undefined : lt(comments.createdAt, before)),
    )
    .orderBy(desc(comments.id))
    .limit(limit);

const MOST_ANSWERS = 200;

/** Answers to the check-ins of an OKR, oldest first; the newest 200. The caller knows that the OKR may be seen. */
export async function listAnswers(ctx: Context, okrId: OkrId): Promise<SaidComment[]> {
  const found = await signed(ctx)
    .where(and(of(ctx, okrId), sql`${comments.checkInId} is not null`))
    .orderBy(desc(comments.id))
    .limit(MOST_ANSWERS);
  return found.toReversed();
}

const THREAD = 50;

/** A stretch of one thread; `earlier` is the comment before which it goes on. */
export type Thread = Conversation & { earlier: CommentId | null };

/**
 * One thread, of an OKR itself or under a check-in: fifty comments, oldest first, the newest of those before `before`.
 * @throws Refusal `not_found`
 */
export async function findThread(
  ctx: Context,
  okrId: OkrId,
  { checkInId, before }: { checkInId: CheckInId | null; before: CommentId | null },
): Promise<Thread> {
  const [newest, reactions, names] = await Promise.all([
    signed(ctx)
      .where(
        and(
          of(ctx, okrId),
          checkInId === null ? isNull(comments.checkInId) : eq(comments.checkInId, checkInId),
          before === null ? undefined : lt(comments.id, before),
        ),
      )
      .orderBy(desc(comments.id))
      .limit(THREAD + 1),
    findReactions(ctx, okrId),
    listMentioned(ctx, [okrId]),
  ]);
  const shown = newest.slice(0, THREAD);
  return { comments: shown.toReversed(), reactions, names, earlier: newest.length > THREAD ? shown.at(-1)!.id : null };
}

const signed = ({ db }: Context) => db.select(said).from(comments).leftJoin(members, eq(members.id, comments.authorId));

const of = ({ org }: Context, okrId: OkrId) => and(eq(comments.orgId, org.id), eq(comments.okrId, okrId));
