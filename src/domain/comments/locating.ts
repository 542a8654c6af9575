import { and, eq, sql } from 'drizzle-orm';
import type { CommentId, OkrId } from '../../db/ids.ts';
import { comments } from '../../db/schema/conversations.ts';
import { checkIns } from '../../db/schema/okrs.ts';
import { tellStory } from '../check-ins/telling.ts';
import type { Context } from '../context.ts';
import { findComment } from './finding.ts';

/** The moment (ms) before which the story of an OKR reaches a comment; null where its newest page does. @throws Refusal `not_found` */
export async function locate(ctx: Context, okrId: OkrId, id: CommentId): Promise<number | null> {
  const [comment, { entries }, [answered]] = await Promise.all([
    findComment(ctx, id, okrId),
    tellStory(ctx, okrId, null),
    ctx.db
      .select({ at: checkIns.at })
      .from(checkIns)
      .where(
        and(
          eq(checkIns.orgId, ctx.org.id),
          sql`${checkIns.id} = (select about.check_in_id from ${comments} as about where about.id = ${id})`,
        ),
      ),
  ]);
  const { checkInId, createdAt } = comment;
  const shown = entries.some((entry) =>
    entry.type === 'comment' ? entry.comment.id === id : entry.type === 'check_in' && entry.checkIn.id === checkInId,
  );
  return shown ? null : (answered?.at ?? createdAt) + 1;
}
