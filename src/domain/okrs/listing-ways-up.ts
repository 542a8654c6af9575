import { type SQL, sql } from 'drizzle-orm';
import type { MemberId, OkrId, PeriodId } from '../../db/ids.ts';
import { alignments, okrOwners, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { periodOf } from './listing-tree.ts';
import { listed } from './visible.ts';

/** The OKRs above one, top first, by the first parent of each that the actor may see. */
export type WayUp = { id: OkrId; title: string }[];

/** OKRs whose ways are read, and the longest way. */
const MOST = 100;
const HIGHEST = 8;

/** What stands above the OKRs that a member owns in a period (null: the current one), by the id of each. One statement. */
export async function listWaysUp(
  ctx: Context,
  memberId: MemberId,
  period: PeriodId | 'all' | null,
): Promise<Map<OkrId, WayUp>> {
  const { db, org } = ctx;
  const inPeriod: SQL = period === 'all' ? sql`` : sql`and own.period_id = ${periodOf(ctx, { period })}`;
  const steps = await db.all<{ from: OkrId; id: OkrId; title: string }>(sql`
    with recursive up(start, id, height) as (
      select * from (select own.id as start, own.id, 0 from ${okrOwners} as owning
        cross join ${okrs} as own on own.id = owning.okr_id
        where owning.org_id = ${org.id} and owning.member_id = ${memberId} ${inPeriod} and ${listed(ctx, sql`own`)}
        order by own.id limit ${MOST})
      union all
      select up.start, (select edge.parent_id from ${alignments} as edge
          cross join ${okrs} as above on above.id = edge.parent_id
          where edge.org_id = ${org.id} and edge.child_id = up.id and ${listed(ctx, sql`above`)}
          order by edge.created_at, edge.parent_id limit 1),
        up.height + 1
      from up where up.id is not null and up.height < ${HIGHEST}
    )
    select up.start as "from", okr.id, okr.title from up cross join ${okrs} as okr on okr.id = up.id
      where up.height > 0 order by up.start, up.height desc`);
  return new Map(
    [...Map.groupBy(steps, (step) => step.from)].map(([from, way]) => [
      from,
      way.map(({ id, title }) => ({ id, title })),
    ]),
  );
}
