import { sql } from 'drizzle-orm';
import { guardThat, type Statement } from '../../db/commit.ts';
import type { TeamId } from '../../db/ids.ts';
import { teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { DEEPEST } from './finding-path.ts';

/**
 * Rolls the whole commit back when one of these teams stands below itself, or right below one that is archived: two
 * changes at the same moment both pass the check, and the second one ends here.
 */
export const guardNesting = ({ db, org }: Context, ids: readonly TeamId[]): Statement =>
  guardThat(
    db,
    sql`not exists (
      with recursive up(start, id, height) as (
        select moved.value, own.parent_id, 1 from json_each(${JSON.stringify(ids)}) as moved
          cross join ${teams} as own on own.id = moved.value
        union
        select up.start, above.parent_id, up.height + 1 from up cross join ${teams} as above on above.id = up.id
          where up.height < ${DEEPEST} and up.id <> up.start
      )
      select 1 from up where id = start)
    and not exists (select 1 from json_each(${JSON.stringify(ids)}) as moved
      cross join ${teams} as own on own.id = moved.value and own.archived_at is null
      left join ${teams} as above on above.id = own.parent_id
      where own.parent_id is not null and (above.id is null or above.org_id <> ${org.id} or above.archived_at is not null))`,
  );
