import { and, eq, lt, sql } from 'drizzle-orm';
import type { CommentId, OkrId } from '../../db/ids.ts';
import { comments } from '../../db/schema/conversations.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { type AskedOkrs, askedOkrs } from '../okrs/asked.ts';
import { checkOkrExists } from '../okrs/finding-full.ts';
import { visible } from '../okrs/visible.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import { Refusal } from '../refusal.ts';
import type { SaidComment } from './comment.ts';

/** Comments read at once of one OKR, or of several together. */
const MOST = 200;

/** The columns of a comment with the name of who said it. */
export const said = {
  id: comments.id,
  orgId: comments.orgId,
  okrId: comments.okrId,
  checkInId: comments.checkInId,
  authorId: comments.authorId,
  text: comments.text,
  createdAt: comments.createdAt,
  editedAt: comments.editedAt,
  author: members.name,
};

/** One comment, of that OKR if one is named. @throws Refusal `not_found`, also for what the actor may not see */
export async function findComment(ctx: Context, id: CommentId, okrId?: OkrId): Promise<SaidComment> {
  const [found] = await ctx.db
    .select(said)
    .from(comments)
    .innerJoin(okrs, eq(okrs.id, comments.okrId))
    .leftJoin(members, eq(members.id, comments.authorId))
    .where(
      and(
        eq(comments.orgId, ctx.org.id),
        eq(comments.id, id),
        okrId ? eq(comments.okrId, okrId) : undefined,
        visible(ctx),
      ),
    );
  if (!found) throw new Refusal('not_found', 'There is no such comment.');
  return found;
}

/**
 * The newest comments on these OKRs, oldest first, with those under their check-ins; at most 200 in all. OKRs that the
 * actor may not see are left out. One statement, which travels with others awaited beside it.
 */
export async function listComments(ctx: Context, okrIds: AskedOkrs): Promise<SaidComment[]> {
  const { db, org } = ctx;
  const found = await db
    .select(said)
    .from(sql`${askedOkrs(okrIds)} as asked`)
    .crossJoin(okrs)
    .crossJoin(comments)
    .leftJoin(members, eq(members.id, comments.authorId))
    .where(
      and(
        sql`${okrs.id} = asked.value`,
        eq(okrs.orgId, org.id),
        visible(ctx),
        eq(comments.orgId, org.id),
        sql`${comments.okrId} = asked.value`,
      ),
    )
    .orderBy(sql`${comments.id} desc`)
    .limit(MOST);
  return found.toReversed();
}

/** A page of the comments on an OKR, newest first, answers to check-ins among them. @throws Refusal `not_found` */
export async function listCommentPage(ctx: Context, okrId: OkrId, { after, limit }: Cut): Promise<Page<SaidComment>> {
  const last = valuesOf(after, 'string');
  const [found] = await Promise.all([
    ctx.db
      .select(said)
      .from(comments)
      .leftJoin(members, eq(members.id, comments.authorId))
      .where(
        and(
          eq(comments.orgId, ctx.org.id),
          eq(comments.okrId, okrId),
          last ? lt(comments.id, last[0] as CommentId) : undefined,
        ),
      )
      .orderBy(sql`${comments.id} desc`)
      .limit(limit + 1),
    checkOkrExists(ctx, okrId),
  ]);
  return cut(found, limit, ({ id }) => [id]);
}
