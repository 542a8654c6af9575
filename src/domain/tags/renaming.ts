import { and, eq } from 'drizzle-orm';
import { commit, guard, isDuplicate, LostRace } from '../../db/commit.ts';
import type { TagId } from '../../db/ids.ts';
import { tags } from '../../db/schema/tags.ts';
import { unchanged } from '../../db/unchanged.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import { findTag, findTagNamed } from './finding.ts';
import { mergeTags } from './merging.ts';
import { foldedOf, type Tag, type TagPatch } from './tag.ts';

/**
 * Renames a tag, as it was read, or makes it one with another. A name that another tag has makes them one as well.
 * @returns the tag that is there afterwards
 * @throws Refusal `forbidden` unless admin, `invalid` for a tag to merge into that is not there, `stale` when it has changed
 */
export async function editTag(ctx: Context, before: Tag, { name, merge_into: into }: TagPatch): Promise<Tag> {
  demand(may.administer(ctx.actor), sentences.admin);
  if (into !== undefined) return mergeTags(ctx, before, await findTarget(ctx, into));
  if (name === undefined || name === before.name) return before;
  const twin = await findTagNamed(ctx, name);
  return twin && twin.id !== before.id ? mergeTags(ctx, before, twin) : rename(ctx, before, name);
}

async function findTarget(ctx: Context, id: TagId): Promise<Tag> {
  try {
    return await findTag(ctx, id);
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    throw invalid({ merge_into: `No tag ${id} in this organization.` });
  }
}

async function rename(ctx: Context, before: Tag, name: string): Promise<Tag> {
  const { db, org } = ctx;
  const after = { ...before, name, folded: foldedOf(name) };
  try {
    await commit(db, [
      db
        .update(tags)
        .set(after)
        .where(and(eq(tags.orgId, org.id), unchanged(tags, before))),
      guard(db),
      eventRow(ctx, { action: 'tag.renamed', subject: before.id, data: { name, before: before.name } }),
    ]);
  } catch (reason) {
    if (reason instanceof LostRace) throw new Refusal('stale', 'Somebody changed this tag since you read it.');
    if (isDuplicate(reason, 'tags.folded'))
      throw new Refusal('conflict', `Somebody made a tag named “${name}” just now. Rename again to make them one.`);
    throw reason;
  }
  return after;
}
