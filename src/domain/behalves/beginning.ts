import { and, eq, isNull } from 'drizzle-orm';
import { commit, type Statement } from '../../db/commit.ts';
import { newId } from '../../db/ids.ts';
import { behalves } from '../../db/schema/people.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { Refusal } from '../refusal.ts';
import type { Behalf, NewBehalf } from './behalf.ts';
import { type Candidate, findCandidate, reasonAgainst } from './finding.ts';

const MINUTE_MS = 60_000;

export type Begun = { behalf: Behalf; member: Candidate['member'] };

/**
 * Lets an admin act for a member in one session (`sessionHash`), for 15, 30 or 60 minutes. What an earlier one of that
 * session left open ends. The reason is kept beside the event and not in it. `beside` is written in the same commit.
 * @throws Refusal `not_found`, `forbidden` unless admin, for an owner, for who has not come or has left, and for who holds
 * private OKRs and has not agreed
 */
export async function beginBehalf(
  ctx: Context,
  { member_id, minutes, reason }: NewBehalf,
  sessionHash: string,
  beside: (begun: Begun) => Promise<Statement[]> = async () => [],
): Promise<Begun> {
  const { db, org, actor, now } = ctx;
  const candidate = await findCandidate(ctx, member_id);
  const against = reasonAgainst(ctx, candidate);
  if (against) throw new Refusal('forbidden', against);
  const behalf: Behalf = {
    id: newId('bhf', now),
    orgId: org.id,
    adminId: actor.memberId!,
    memberId: member_id,
    reason,
    startedAt: now,
    endsAt: now + minutes * MINUTE_MS,
    endedAt: null,
  };
  const begun = { behalf, member: candidate.member };
  await commit(db, [
    db
      .update(behalves)
      .set({ endedAt: now })
      .where(and(eq(behalves.sessionHash, sessionHash), eq(behalves.orgId, org.id), isNull(behalves.endedAt))),
    db.insert(behalves).values({ ...behalf, sessionHash }),
    eventRow(ctx, { action: 'behalf.began', subject: member_id, data: { behalf: behalf.id, ends_at: behalf.endsAt } }),
    ...(await beside(begun)),
  ]);
  return begun;
}
