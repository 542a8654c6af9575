import { type SQL, sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { alignments } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import type { Line } from './line.ts';

/** Levels beyond which no plan reaches; keeps a walk finite whatever the edges say. */
const DEEPEST = 50;

/** Selects something if one of these OKRs stands above itself. */
export const circles = ({ org }: Pick<Context, 'org'>, ids: readonly OkrId[]): SQL => sql`
  with recursive up(start, id, height) as (
    select value, value, 0 from json_each(${JSON.stringify(ids)})
    union
    select up.start, edge.parent_id, up.height + 1 from up
      cross join ${alignments} as edge on edge.org_id = ${org.id} and edge.child_id = up.id
      where up.height < ${DEEPEST} and (up.height = 0 or up.id <> up.start)
  )
  select 1 from up where id = start and height > 0`;

/** @throws Refusal `conflict` when proposed changes, all of them applied, would close a circle. Reads only if parents change */
export async function checkCircles(ctx: Context, lines: readonly Line[]): Promise<void> {
  const moved = lines.filter(({ live, changes }) => live && changes.some(({ field }) => field === 'parents'));
  if (moved.length === 0) return;
  const ids = JSON.stringify(moved.map(({ live }) => live!.okr.id));
  const edges = moved.flatMap(({ live, draft }) =>
    draft.parents.map(({ id }) => ({ child: live!.okr.id, parent: id })),
  );
  const found = await ctx.db.all(sql`
    with recursive moved(child, parent) as (
      select value ->> 'child', value ->> 'parent' from json_each(${JSON.stringify(edges)})
    ), up(start, id, height) as (
      select child, parent, 1 from moved
      union
      select up.start, moved.parent, up.height + 1 from up cross join moved on moved.child = up.id
        where up.height < ${DEEPEST} and up.id <> up.start
      union
      select up.start, edge.parent_id, up.height + 1 from up
        cross join ${alignments} as edge on edge.org_id = ${ctx.org.id} and edge.child_id = up.id
        where up.height < ${DEEPEST} and up.id <> up.start and up.id not in (select value from json_each(${ids}))
    )
    select 1 from up where id = start limit 1`);
  if (found.length > 0)
    throw new Refusal('conflict', 'What these changes align would close a circle. Align one of them elsewhere.');
}
