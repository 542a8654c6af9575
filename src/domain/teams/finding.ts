import { type SQL, sql } from 'drizzle-orm';
import type { TeamId } from '../../db/ids.ts';
import { teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { namedLike } from './searching.ts';

/** Teams in one list to choose from; beyond that a name has to be typed. */
export const MOST_TEAMS = 200;

type Named = { id: TeamId; name: string };

/**
 * Teams to choose from, by name: the first of them, or those named like `q`. Archived ones are left out, but for `also`
 * (an id, or what selects it), which stays what it is. At most 200 and that one.
 */
export const listTeams = (
  { db, org }: Context,
  { q = '', also = null }: { q?: string; also?: TeamId | SQL | null } = {},
): Promise<Named[]> =>
  db.all<Named>(sql`
    select id, name from (
      select * from (select id, name from ${teams} where org_id = ${org.id} and archived_at is null ${namedLike(q)}
        order by name limit ${MOST_TEAMS})
      ${also === null ? sql`` : sql`union select id, name from ${teams} where id = ${also} and +org_id = ${org.id}`}
    ) order by name`);
