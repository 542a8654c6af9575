import { and, eq, ne, sql } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import { sessions } from '../../db/schema/access.ts';
import { members } from '../../db/schema/organizations.ts';
import { hashOf } from '../../lib/tokens.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, notOnBehalf, sentences } from '../permission.ts';
import { opens } from '../sessions/session.ts';

/**
 * Signs everybody out but the session with this token. People who also belong to other organizations sign in there again.
 * @throws Refusal `forbidden` unless owner, and on behalf of one
 */
export async function endAllSessions(ctx: Context, token: string): Promise<void> {
  const { db, org, actor } = ctx;
  demand(may.endAllSessions(actor), sentences.owner);
  notOnBehalf(ctx);
  const people = db.select({ email: members.email }).from(members).where(eq(members.orgId, org.id));
  await commit(db, [
    db
      .delete(sessions)
      .where(and(sql`${sessions.email} in ${people}`, opens(org.id), ne(sessions.tokenHash, await hashOf(token)))),
    eventRow(ctx, { action: 'organization.sessions_ended', subject: org.id }),
  ]);
}
