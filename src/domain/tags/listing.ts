import { and, asc, eq, gt } from 'drizzle-orm';
import { tags } from '../../db/schema/tags.ts';
import type { Context } from '../context.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import { counted } from './finding.ts';
import type { CountedTag, Tag } from './tag.ts';

const MOST_NAMES = 200;

/** Names to choose from, in order. At most 200. */
export async function listTagNames({ db, org }: Context): Promise<string[]> {
  const found = await db
    .select({ name: tags.name })
    .from(tags)
    .where(eq(tags.orgId, org.id))
    .orderBy(asc(tags.folded))
    .limit(MOST_NAMES);
  return found.map(({ name }) => name);
}

/** A page of the tags, by name. @throws Refusal `invalid` for a position of another list */
export async function listTagPage(ctx: Context, { after, limit }: Cut): Promise<Page<Tag>> {
  const found = await ctx.db
    .select()
    .from(tags)
    .where(behind(ctx, after))
    .orderBy(asc(tags.folded))
    .limit(limit + 1);
  return cut(found, limit, (last) => [last.folded]);
}

/** A page of the tags, by name, each with how many OKRs carry it. @throws Refusal as `listTagPage` */
export async function listCountedTags(ctx: Context, { after, limit }: Cut): Promise<Page<CountedTag>> {
  const found = await ctx.db
    .select(counted(ctx))
    .from(tags)
    .where(behind(ctx, after))
    .orderBy(asc(tags.folded))
    .limit(limit + 1);
  return cut(found, limit, (last) => [last.folded]);
}

function behind({ org }: Context, after: Cut['after']) {
  const last = valuesOf(after, 'string');
  return and(eq(tags.orgId, org.id), last ? gt(tags.folded, last[0]) : undefined);
}
