import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { OkrId, OrgId, TagId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { okrTags, tags } from '../../db/schema/tags.ts';
import type { Context } from '../context.ts';
import { listed } from '../okrs/visible.ts';
import { Refusal } from '../refusal.ts';
import { type CountedTag, foldedOf, MOST_COUNTED, type Tag } from './tag.ts';

/** @throws Refusal `not_found` */
export async function findTag({ db, org }: Context, id: TagId): Promise<Tag> {
  const [found] = await db
    .select()
    .from(tags)
    .where(and(eq(tags.orgId, org.id), eq(tags.id, id)));
  if (!found) throw gone();
  return found;
}

/** @throws Refusal `not_found` */
export async function findCountedTag(ctx: Context, id: TagId): Promise<CountedTag> {
  const [found] = await ctx.db
    .select(counted(ctx))
    .from(tags)
    .where(and(eq(tags.orgId, ctx.org.id), eq(tags.id, id)));
  if (!found) throw gone();
  return found;
}

/** The columns of a tag with how many OKRs in the actor's lists carry it. */
export const counted = (ctx: Context) => ({
  ...getTableColumns(tags),
  okrs: sql<number>`(select count(*) from (select 1 from okr_tags as worn
    cross join ${okrs} as okr on okr.id = worn.okr_id and ${listed(ctx, sql`okr`)}
    where worn.org_id = ${ctx.org.id} and worn.tag_id = tags.id limit ${MOST_COUNTED}))`.as('okrs'),
});

/** The tag of this name, however it is written. */
export async function findTagNamed({ db, org }: Context, name: string): Promise<Tag | null> {
  const [found] = await db
    .select()
    .from(tags)
    .where(and(eq(tags.orgId, org.id), eq(tags.folded, foldedOf(name))));
  return found ?? null;
}

/** The names of an OKR's tags, in order. */
export async function listTagsOf({ db, org }: Context, okrId: OkrId): Promise<string[]> {
  const found = await db
    .select({ name: tags.name })
    .from(okrTags)
    .innerJoin(tags, eq(tags.id, okrTags.tagId))
    .where(and(eq(okrTags.orgId, org.id), eq(okrTags.okrId, okrId)))
    .orderBy(tags.folded);
  return found.map(({ name }) => name);
}

/** Subquery: the id of the tag of this name, for conditions on `okr_tags`. */
export const tagNamed = (orgId: OrgId, name: string): SQL =>
  sql`(select id from ${tags} where org_id = ${orgId} and folded = ${foldedOf(name)})`;

const gone = () => new Refusal('not_found', 'There is no such tag.');
