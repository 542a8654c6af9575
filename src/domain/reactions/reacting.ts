import { and, eq, sql } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { comments, reactions } from '../../db/schema/conversations.ts';
import { checkIns, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { checkOkrExists } from '../okrs/finding-full.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { SubjectId } from './finding.ts';
import type { Sign } from './reaction.ts';

/**
 * Puts the actor's sign under an OKR, one of its check-ins or a comment on it; once, however often it is asked. The row
 * says who and when, so no event repeats it. @throws Refusal `not_found` for what the actor may not see
 */
export async function react(ctx: Context, okrId: OkrId, subjectId: SubjectId, sign: Sign): Promise<void> {
  const { db, org, actor, now } = ctx;
  demand(may.comment(actor), sentences.talk);
  await checkSubject(ctx, okrId, subjectId);
  // From the OKR's own row, so that nothing is left behind under one that is deleted at the same moment.
  await commit(db, [
    db
      .insert(reactions)
      .select(
        sql`select ${org.id}, ${okrId}, ${subjectId}, ${actor.memberId}, ${sign}, ${now} from ${okrs}
          where ${okrs.id} = ${okrId}`,
      )
      .onConflictDoNothing(),
  ]);
}

/** Takes the actor's sign back; what is not there stays away. @throws Refusal `not_found` for what the actor may not see */
export async function unreact(ctx: Context, okrId: OkrId, subjectId: SubjectId, sign: Sign): Promise<void> {
  const { db, org, actor } = ctx;
  demand(may.comment(actor), sentences.talk);
  await checkSubject(ctx, okrId, subjectId);
  await commit(db, [
    db
      .delete(reactions)
      .where(
        and(
          eq(reactions.orgId, org.id),
          eq(reactions.okrId, okrId),
          eq(reactions.subjectId, subjectId),
          eq(reactions.memberId, actor.memberId!),
          eq(reactions.sign, sign),
        ),
      ),
  ]);
}

/** @throws Refusal `not_found` unless the subject belongs to the OKR and the actor may see it */
async function checkSubject(ctx: Context, okrId: OkrId, subjectId: SubjectId): Promise<void> {
  if (subjectId === okrId) return checkOkrExists(ctx, okrId);
  const { db, org } = ctx;
  const [, [found]] = await Promise.all([
    checkOkrExists(ctx, okrId),
    db.all(sql`
      select 1 from ${checkIns} where id = ${subjectId} and org_id = ${org.id} and okr_id = ${okrId}
      union all select 1 from ${comments} where id = ${subjectId} and org_id = ${org.id} and okr_id = ${okrId}`),
  ]);
  if (!found) throw new Refusal('not_found', 'There is nothing here to put a sign under.');
}
