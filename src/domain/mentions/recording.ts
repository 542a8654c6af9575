import { and, eq, sql } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import type { MemberId, OkrId } from '../../db/ids.ts';
import { mentions } from '../../db/schema/conversations.ts';
import type { Context } from '../context.ts';
import type { SubjectId } from '../reactions/finding.ts';

/**
 * Makes these the members mentioned in a text, and no others; who was mentioned already is not told again. For the commit
 * that writes the text. Whoever mentions themselves has seen it.
 */
export const mentionRows = (
  { db, org, actor, now }: Context,
  okrId: OkrId,
  subjectId: SubjectId,
  memberIds: readonly MemberId[],
): Statement[] => {
  const ids = JSON.stringify(memberIds);
  return [
    db
      .delete(mentions)
      .where(
        and(
          eq(mentions.orgId, org.id),
          eq(mentions.okrId, okrId),
          eq(mentions.subjectId, subjectId),
          sql`${mentions.memberId} not in (select value from json_each(${ids}))`,
        ),
      ),
    db
      .insert(mentions)
      .select(
        sql`select ${org.id}, named.value, ${subjectId}, ${okrId}, ${actor.memberId}, ${now},
          case when named.value = ${actor.memberId} then ${now} end from json_each(${ids}) as named where true`,
      )
      .onConflictDoNothing(),
  ];
};
