import { sql } from 'drizzle-orm';
import type { MemberId, TeamId } from '../../db/ids.ts';
import { teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';

/** Levels beyond which no organization nests; keeps a walk finite whatever the rows say. */
export const DEEPEST = 50;

/** A team on the way up from another one. */
export type TeamStep = {
  id: TeamId;
  name: string;
  leadId: MemberId | null;
  parentId: TeamId | null;
  archivedAt: number | null;
};

/** A team and all above it, itself first; nothing where there is no such team. */
export const listUpwards = ({ db, org }: Context, id: TeamId): Promise<TeamStep[]> =>
  // The unary plus leads the walk by id, not through all teams of the organization.
  db.all<TeamStep>(sql`
    with recursive up(id, height) as (
      select id, 0 from ${teams} where org_id = ${org.id} and id = ${id}
      union
      select team.parent_id, up.height + 1 from up
        join ${teams} as team on team.id = up.id and +team.org_id = ${org.id}
        where team.parent_id is not null and up.height < ${DEEPEST}
    )
    select team.id, team.name, team.lead_id as leadId, team.parent_id as parentId, team.archived_at as archivedAt
      from up cross join ${teams} as team on team.id = up.id and +team.org_id = ${org.id} order by up.height`);
