import { and, eq, sql } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import { newId, type OkrId } from '../../db/ids.ts';
import { comments } from '../../db/schema/conversations.ts';
import { checkIns, okrs } from '../../db/schema/okrs.ts';
import { ulid } from '../../lib/ulid.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { findPeople, findSeers } from '../mentions/finding-people.ts';
import { mentionRows } from '../mentions/recording.ts';
import { resolveMentions } from '../mentions/resolving.ts';
import { visible } from '../okrs/visible.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Comment, NewComment, SaidComment } from './comment.ts';

/** A comment, and the names of those who were named in it and may not see the OKR. */
export type Posted = { comment: SaidComment; outsiders: string[] };

/** The same words of the same person within this time (ms) are one comment, sent twice. */
const REPEAT_MS = 60_000;

/**
 * Says something about an OKR, or under one of its check-ins; closed ones are talked about too. The same words again within
 * a minute are the comment that is there.
 * @throws Refusal `not_found` for an OKR that the actor may not see, or a check-in that is not its own
 */
export async function postComment(ctx: Context, okrId: OkrId, input: NewComment): Promise<Posted> {
  const { db, org, actor, now } = ctx;
  demand(may.comment(actor), sentences.talk);
  const [people, seers] = await Promise.all([findPeople(ctx, input.text), findSeers(ctx, okrId)]);
  const { text, memberIds, outsiders } = resolveMentions(input.text, people, seers);
  const comment: Comment = {
    id: newId('cmt', now),
    orgId: org.id,
    okrId,
    checkInId: input.check_in_id ?? null,
    authorId: actor.memberId,
    text,
    createdAt: now,
    editedAt: null,
  };
  try {
    await commit(db, [
      insertion(ctx, comment),
      guard(db),
      ...(memberIds.length > 0 ? mentionRows(ctx, okrId, comment.id, memberIds) : []),
      eventRow(ctx, {
        action: 'comment.posted',
        subject: comment.id,
        data: { okr: okrId, check_in: comment.checkInId },
      }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    const before = await findRepeated(ctx, comment);
    if (!before)
      throw new Refusal('not_found', comment.checkInId ? 'There is no such check-in.' : 'There is no such OKR.');
    return { comment: { ...before, author: actor.name }, outsiders };
  }
  return { comment: { ...comment, author: actor.name }, outsiders };
}

/** Writes the comment where there is something to talk about and it was not said just now. */
function insertion(ctx: Context, comment: Comment) {
  const { id, okrId, checkInId, authorId, text, createdAt } = comment;
  const { db, org } = ctx;
  const answered = sql`exists (select 1 from ${checkIns} as answered
    where answered.id = ${checkInId} and answered.org_id = ${org.id} and answered.okr_id = ${okrId})`;
  return db.insert(comments).select(
    sql`select ${id}, ${org.id}, ${okrId}, ${checkInId}, ${authorId}, ${text}, ${createdAt}, null from ${okrs}
      where ${okrs.orgId} = ${org.id} and ${okrs.id} = ${okrId} and ${visible(ctx)}
      and ${checkInId === null ? sql`true` : answered}
      and not exists (select 1 from ${comments} as said where ${repeats(comment, sql`said`)})`,
  );
}

const findRepeated = async ({ db }: Context, comment: Comment): Promise<Comment | undefined> =>
  (
    await db
      .select()
      .from(comments)
      .where(and(repeats(comment, sql`${comments}`), eq(comments.text, comment.text)))
      .limit(1)
  )[0];

const repeats = ({ orgId, okrId, checkInId, authorId, text, createdAt }: Comment, said: ReturnType<typeof sql>) =>
  sql`${said}.org_id = ${orgId} and ${said}.okr_id = ${okrId}
    and ${said}.id > ${`cmt_${ulid(createdAt - REPEAT_MS).slice(0, 10)}`}
    and ${said}.check_in_id is ${checkInId} and ${said}.author_id is ${authorId} and ${said}.text = ${text}`;
