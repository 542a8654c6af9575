import { and, eq, isNull } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import type { TokenId } from '../../db/ids.ts';
import { apiTokens } from '../../db/schema/access.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { notOnBehalf } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { findToken } from './listing.ts';
import type { NamedToken } from './token.ts';

/**
 * Ends a token at once. Members revoke their own; owners and admins revoke any. It cannot be taken back.
 * @throws Refusal `not_found`, `forbidden` on behalf of somebody
 */
export async function revokeToken(ctx: Context, id: TokenId): Promise<NamedToken> {
  notOnBehalf(ctx);
  const token = await findToken(ctx, id);
  try {
    await commit(ctx.db, [
      ctx.db
        .update(apiTokens)
        .set({ revokedAt: ctx.now })
        .where(and(eq(apiTokens.orgId, ctx.org.id), eq(apiTokens.id, id), isNull(apiTokens.revokedAt))),
      guard(ctx.db),
      eventRow(ctx, { action: 'token.revoked', subject: id, data: { kind: token.kind, member: token.memberId } }),
    ]);
  } catch (reason) {
    if (reason instanceof LostRace) throw new Refusal('not_found', 'There is no such token.');
    throw reason;
  }
  return token;
}
