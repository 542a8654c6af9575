import { and, eq, gt, isNull } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import type { BehalfId } from '../../db/ids.ts';
import { behalves } from '../../db/schema/people.ts';
import { hashOf } from '../../lib/tokens.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';

/** Ends acting for a member: the session is its admin's own again. Ending one that is over does nothing. */
export async function endBehalf(ctx: Context, id: BehalfId): Promise<void> {
  const { db, org, actor, now } = ctx;
  await commit(db, [
    db
      .update(behalves)
      .set({ endedAt: now })
      .where(and(eq(behalves.orgId, org.id), eq(behalves.id, id), isNull(behalves.endedAt))),
    eventRow(ctx, { action: 'behalf.ended', subject: actor.memberId!, data: { behalf: id } }),
  ]);
}

/** Writes down that a session acts for nobody any more, because its person signs out. */
export const endBehalvesOf = async (db: Database, token: string, now: number): Promise<unknown> =>
  db
    .update(behalves)
    .set({ endedAt: now })
    .where(and(eq(behalves.sessionHash, await hashOf(token)), isNull(behalves.endedAt), gt(behalves.endsAt, now)));
