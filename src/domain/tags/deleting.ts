import { and, eq } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import { okrTags, tags } from '../../db/schema/tags.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Tag } from './tag.ts';

/** Deletes a tag and takes it off its OKRs. @throws Refusal `forbidden` unless admin, `stale` when it is gone */
export async function deleteTag(ctx: Context, { id, name }: Tag): Promise<void> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { db, org } = ctx;
  try {
    await commit(db, [
      db.delete(tags).where(and(eq(tags.orgId, org.id), eq(tags.id, id))),
      guard(db),
      db.delete(okrTags).where(and(eq(okrTags.orgId, org.id), eq(okrTags.tagId, id))),
      eventRow(ctx, { action: 'tag.deleted', subject: id, data: { name } }),
    ]);
  } catch (reason) {
    throw reason instanceof LostRace ? new Refusal('stale', 'This tag is gone since you read it.') : reason;
  }
}
