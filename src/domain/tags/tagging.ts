import { and, eq, sql } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { okrTags, tags } from '../../db/schema/tags.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { may } from '../permission.ts';
import { invalid } from '../refusal.ts';
import { newTag, tagCreated } from './creating.ts';
import { foldedOf, type Tag } from './tag.ts';

/** What an OKR is tagged with: folded names, and those of the tags that have to be made first. */
export type Tagging = { folded: string[]; fresh: Tag[] };

/** What these names mean. @throws Refusal `invalid` when one is new and the organization lets only admins make tags */
export async function findTagging(ctx: Context, names: readonly string[]): Promise<Tagging> {
  const { db, org, actor } = ctx;
  const asked = new Map(names.map((name) => [foldedOf(name), name]));
  const folded = [...asked.keys()];
  if (folded.length === 0) return { folded, fresh: [] };
  const known = await db
    .select({ folded: tags.folded })
    .from(tags)
    .where(and(eq(tags.orgId, org.id), among(folded)));
  const unknown = folded.filter((each) => !known.some((tag) => tag.folded === each));
  if (unknown[0] !== undefined && !may.makeTag(actor, org.tagPolicy))
    throw invalid({
      tags: `There is no tag “${asked.get(unknown[0])}” yet, and only admins make new ones. Choose one that exists, or ask an admin.`,
    });
  return { folded, fresh: unknown.map((each) => newTag(ctx, asked.get(each)!)) };
}

/**
 * Makes these the tags of an OKR, and no others. Names become tags inside the commit, so that one which is renamed,
 * merged or made by somebody else meanwhile leaves nothing astray.
 */
export const tagRows = (ctx: Context, okrId: OkrId, { folded, fresh }: Tagging): Statement[] => {
  const { db, org } = ctx;
  return [
    db.delete(okrTags).where(and(eq(okrTags.orgId, org.id), eq(okrTags.okrId, okrId))),
    ...fresh.flatMap((tag) => [db.insert(tags).values(tag).onConflictDoNothing(), eventRow(ctx, tagCreated(tag))]),
    db
      .insert(okrTags)
      .select(
        sql`select ${org.id}, ${okrId}, ${tags.id} from ${tags} where ${tags.orgId} = ${org.id} and ${among(folded)}`,
      ),
  ];
};

const among = (folded: readonly string[]) =>
  sql`${tags.folded} in (select value from json_each(${JSON.stringify(folded)}))`;
