import { sql } from 'drizzle-orm';
import type { MemberId, OkrId } from '../../db/ids.ts';
import { alignments, okrOwners, okrs } from '../../db/schema/okrs.ts';
import { teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import type { Ties } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import type { Depth } from './order.ts';

/** An OKR to copy. */
export type Source = { id: OkrId; title: string; closed: boolean; ties: Ties };

/** OKRs that one job copies. */
export const MOST_COPIES = 500;

const levels: Record<Depth, number> = { alone: 0, children: 1, descendants: 50 };

type Row = Omit<Ties, 'ownerIds'> & { id: OkrId; title: string; closed: number; owners: string; ways: number };

/**
 * An OKR and as much of what is below it as is asked for, parents before children, in one round trip.
 * @throws Refusal `not_found`, `invalid` for more than 500
 */
export async function listSources({ db, org }: Context, okrId: OkrId, depth: Depth): Promise<Source[]> {
  const most = 2 * MOST_COPIES;
  const rows = await db.all<Row>(sql`
    with recursive down(id, height) as (
      select id, 0 from ${okrs} where org_id = ${org.id} and id = ${okrId}
      union
      select edge.child_id, down.height + 1 from down
        cross join ${alignments} as edge on edge.org_id = ${org.id} and edge.parent_id = down.id
        where down.height < ${levels[depth]}
      order by 2 limit ${most}
    ), picked(id, height, ways) as (select id, max(height), count(*) from down group by id)
    select okr.id, okr.title, okr.closed_at is not null as closed, okr.check_in_owner_id as checkInOwnerId,
      okr.creator_id as creatorId, team.lead_id as teamLeadId, picked.ways,
      (select json_group_array(member_id) from ${okrOwners} where org_id = ${org.id} and okr_id = okr.id) as owners
    from picked cross join ${okrs} as okr on okr.id = picked.id left join ${teams} as team on team.id = okr.team_id
    order by picked.height, okr.id`);
  if (rows.length === 0) throw new Refusal('not_found', 'There is no such OKR.');
  if (rows.length > MOST_COPIES || rows.reduce((sum, row) => sum + row.ways, 0) >= most)
    throw invalid({ depth: `There are more than ${MOST_COPIES} OKRs below it. Copy its branches one by one.` });
  return rows.map(({ id, title, closed, owners, checkInOwnerId, creatorId, teamLeadId }) => ({
    id,
    title,
    closed: closed === 1,
    ties: { ownerIds: JSON.parse(owners) as MemberId[], checkInOwnerId, creatorId, teamLeadId },
  }));
}
