import { commit, isDuplicate } from '../../db/commit.ts';
import { newId } from '../../db/ids.ts';
import { tags } from '../../db/schema/tags.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { foldedOf, type NewTag, type Tag } from './tag.ts';

/** Adds a tag. @throws Refusal `forbidden` unless the organization lets the actor, `conflict` when the name is taken */
export async function createTag(ctx: Context, { name }: NewTag): Promise<Tag> {
  const { actor, org, db } = ctx;
  demand(may.makeTag(actor, org.tagPolicy), actor.role === 'observer' ? sentences.observer : sentences.tag);
  const tag = newTag(ctx, name);
  try {
    await commit(db, [db.insert(tags).values(tag), eventRow(ctx, tagCreated(tag))]);
  } catch (reason) {
    throw isDuplicate(reason, 'tags.folded')
      ? new Refusal('conflict', `There is a tag named “${name}” already.`)
      : reason;
  }
  return tag;
}

export const newTag = ({ org, now }: Context, name: string): Tag => ({
  id: newId('tag', now),
  orgId: org.id,
  name,
  folded: foldedOf(name),
  createdAt: now,
});

export const tagCreated = ({ id, name }: Tag) => ({ action: 'tag.created', subject: id, data: { name } });
