import { and, eq, exists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { commit, guard, LostRace } from '../../db/commit.ts';
import { okrTags, tags } from '../../db/schema/tags.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import type { Tag } from './tag.ts';

/**
 * Makes two tags one: the OKRs of the first get the second, and the first is gone.
 * @returns the tag that stays
 * @throws Refusal `forbidden` unless admin, `invalid` for a tag and itself, `stale` when one of them is gone
 */
export async function mergeTags(ctx: Context, from: Tag, into: Tag): Promise<Tag> {
  demand(may.administer(ctx.actor), sentences.admin);
  if (from.id === into.id) throw invalid({ merge_into: 'This is the same tag. Name another one.' });
  const { db, org } = ctx;
  const other = alias(tags, 'other');
  const staying = db
    .select({ id: other.id })
    .from(other)
    .where(and(eq(other.orgId, org.id), eq(other.id, into.id)));
  const carrying = and(eq(okrTags.orgId, org.id), eq(okrTags.tagId, from.id));
  try {
    await commit(db, [
      db.delete(tags).where(and(eq(tags.orgId, org.id), eq(tags.id, from.id), exists(staying))),
      guard(db),
      db
        .insert(okrTags)
        .select(sql`select ${org.id}, ${okrTags.okrId}, ${into.id} from ${okrTags} where ${carrying}`)
        .onConflictDoNothing(),
      db.delete(okrTags).where(carrying),
      eventRow(ctx, {
        action: 'tag.merged',
        subject: from.id,
        data: { name: from.name, into: into.id, intoName: into.name },
      }),
    ]);
  } catch (reason) {
    throw reason instanceof LostRace
      ? new Refusal('stale', 'One of these tags is gone since you read them. Read them again.')
      : reason;
  }
  return into;
}
