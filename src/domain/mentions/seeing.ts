import { and, eq, isNull } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { mentions } from '../../db/schema/conversations.ts';
import type { Context } from '../context.ts';

/** Whether something at this OKR mentions the actor that they have not seen. */
export async function isUnseen(ctx: Context, okrId: OkrId): Promise<boolean> {
  const [found] = await ctx.db
    .select({ at: mentions.at })
    .from(mentions)
    .where(and(eq(mentions.okrId, okrId), unseen(ctx)))
    .limit(1);
  return found !== undefined;
}

/** The actor has seen what mentions them at this OKR; without one, whatever mentions them. */
export async function seeMentions(ctx: Context, okrId: OkrId | null): Promise<void> {
  await ctx.db
    .update(mentions)
    .set({ seenAt: ctx.now })
    .where(and(okrId === null ? undefined : eq(mentions.okrId, okrId), unseen(ctx)));
}

const unseen = ({ org, actor }: Context) =>
  and(eq(mentions.orgId, org.id), eq(mentions.memberId, actor.memberId!), isNull(mentions.seenAt));
