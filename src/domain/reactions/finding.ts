import { and, eq, sql } from 'drizzle-orm';
import type { CheckInId, CommentId, MemberId, OkrId } from '../../db/ids.ts';
import { reactions } from '../../db/schema/conversations.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { type AskedOkrs, askedOkrs } from '../okrs/asked.ts';
import { checkOkrExists } from '../okrs/finding-full.ts';
import { visible } from '../okrs/visible.ts';
import type { Sign } from './reaction.ts';

/** What a sign can stand under. */
export type SubjectId = OkrId | CheckInId | CommentId;

/** One sign of one member. */
export type Reaction = {
  okrId: OkrId;
  subjectId: SubjectId;
  sign: Sign;
  memberId: MemberId;
  name: string;
  at: number;
};

/** Signs read of one OKR, or of several together: what hundreds of people agree on needs no longer list. */
const MOST = 500;

/** The signs under these OKRs, their check-ins and comments, in no order; at most 500. Hidden OKRs are left out. */
export async function listReactions(ctx: Context, okrIds: AskedOkrs): Promise<Reaction[]> {
  const { db, org } = ctx;
  const found = await db
    .select({
      okrId: reactions.okrId,
      subjectId: reactions.subjectId,
      sign: reactions.sign,
      memberId: reactions.memberId,
      name: members.name,
      at: reactions.at,
    })
    .from(sql`${askedOkrs(okrIds)} as asked`)
    .crossJoin(okrs)
    .crossJoin(reactions)
    .innerJoin(members, eq(members.id, reactions.memberId))
    .where(
      and(
        sql`${okrs.id} = asked.value`,
        eq(okrs.orgId, org.id),
        visible(ctx),
        eq(reactions.orgId, org.id),
        sql`${reactions.okrId} = asked.value`,
      ),
    )
    .limit(MOST);
  return found as Reaction[];
}

/** The signs under one OKR and all that belongs to it. @throws Refusal `not_found` */
export async function findReactions(ctx: Context, okrId: OkrId): Promise<Reaction[]> {
  const [found] = await Promise.all([listReactions(ctx, [okrId]), checkOkrExists(ctx, okrId)]);
  return found;
}
