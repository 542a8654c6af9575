import type { Context } from '../context.ts';
import { listMentioned, type Names } from '../mentions/naming.ts';
import type { AskedOkrs } from '../okrs/asked.ts';
import { listReactions, type Reaction } from '../reactions/finding.ts';
import type { SaidComment } from './comment.ts';
import { listComments } from './finding.ts';

/** What people say of some OKRs, oldest first, with the signs they put under it and the names of those mentioned. */
export type Conversation = { comments: SaidComment[]; reactions: Reaction[]; names: Names };

/** The conversation about these OKRs; its statements travel together. Those that the actor may not see have none. */
export async function findConversation(ctx: Context, okrIds: AskedOkrs): Promise<Conversation> {
  const [comments, reactions, names] = await Promise.all([
    listComments(ctx, okrIds),
    listReactions(ctx, okrIds),
    listMentioned(ctx, okrIds),
  ]);
  return { comments, reactions, names };
}
