import { sql } from 'drizzle-orm';
import type { OkrId, TeamId } from '../../db/ids.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { readTies, tiesJson } from '../okrs/ties.ts';
import { listed } from '../okrs/visible.ts';
import type { Ties } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import type { Level } from '../words.ts';
import type { Depth } from './order.ts';

/** An OKR to copy. */
export type Source = {
  id: OkrId;
  title: string;
  level: Level;
  teamId: TeamId | null;
  closed: boolean;
  ties: Ties;
};

/** OKRs that one job copies. */
export const MOST_COPIES = 500;

const levels: Record<Depth, number> = { alone: 0, children: 1, descendants: 50 };

type Row = Omit<Source, 'closed' | 'ties'> & { closed: number; ties: string; ways: number };

/**
 * An OKR and as much of what the actor may see below it as is asked for, parents before children, in one round trip.
 * @throws Refusal `not_found`, `invalid` for more than 500
 */
export async function listSources(ctx: Context, okrId: OkrId, depth: Depth): Promise<Source[]> {
  const { db, org } = ctx;
  const most = 2 * MOST_COPIES;
  const rows = await db.all<Row>(sql`
    with recursive down(id, height) as (
      select okr.id, 0 from ${okrs} as okr where okr.org_id = ${org.id} and okr.id = ${okrId} and ${listed(ctx, sql`okr`)}
      union
      select edge.child_id, down.height + 1 from down
        cross join ${alignments} as edge on edge.org_id = ${org.id} and edge.parent_id = down.id
        cross join ${okrs} as child on child.id = edge.child_id and ${listed(ctx, sql`child`)}
        where down.height < ${levels[depth]}
      order by 2 limit ${most}
    ), picked(id, height, ways) as (select id, max(height), count(*) from down group by id)
    select okr.id, okr.title, okr.level, okr.team_id as teamId, okr.closed_at is not null as closed, picked.ways,
      ${tiesJson(org.id, sql`okr`)} as ties
    from picked cross join ${okrs} as okr on okr.id = picked.id
    order by picked.height, okr.id`);
  if (rows.length === 0) throw new Refusal('not_found', 'There is no such OKR.');
  if (rows.length > MOST_COPIES || rows.reduce((sum, row) => sum + row.ways, 0) >= most)
    throw invalid({ depth: `There are more than ${MOST_COPIES} OKRs below it. Copy its branches one by one.` });
  return rows.map(({ ways: _, ...row }) => ({ ...row, closed: row.closed === 1, ties: readTies(row.ties) }));
}
