import { sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { invalid } from '../refusal.ts';
import { visible } from './visible.ts';

/**
 * @throws Refusal `invalid` when a published OKR would stand under a draft, or anything under a proposed change. `child`
 * is the OKR to be aligned, or says whether the one that is being made is a draft. Of parents that the actor may not see
 * nothing is said here: to them they do not exist.
 */
export async function checkDraftParents(
  ctx: Context,
  child: OkrId | { draft: boolean },
  parentIds: readonly OkrId[],
): Promise<void> {
  if (parentIds.length === 0) return;
  const { db, org } = ctx;
  const drafted =
    typeof child === 'string'
      ? sql`coalesce((select draft from ${okrs} as own where own.org_id = ${org.id} and own.id = ${child}), 0)`
      : sql`${Number(child.draft)}`;
  const [wrong] = await db.all<{ title: string; change: number }>(sql`
    select parent.title, parent.draft_of_id is not null as change
      from json_each(${JSON.stringify(parentIds)}) as asked cross join ${okrs} as parent on parent.id = asked.value
      where parent.org_id = ${org.id} and parent.draft = 1 and ${visible(ctx, sql`parent`)} and (parent.draft_of_id is not null or not ${drafted}) limit 1`);
  if (!wrong) return;
  throw invalid({
    parents: wrong.change
      ? `“${wrong.title}” is a proposed change. Align to the OKR that it would change.`
      : `“${wrong.title}” is a draft. Publish it first, or save this as a draft too.`,
  });
}
