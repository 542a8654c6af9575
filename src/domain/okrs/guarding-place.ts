import { sql } from 'drizzle-orm';
import { guardThat, type Statement } from '../../db/commit.ts';
import type { OkrId, PeriodId, TeamId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { periods, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';

/** Where something is put: what was looked up and found there. */
export type Place = {
  periodId?: PeriodId | undefined;
  teamId?: TeamId | null | undefined;
  parentIds?: readonly OkrId[] | undefined;
};

/**
 * Rolls the whole commit back when a place was deleted since it was looked up: what would live in it, or point to it, would
 * be in no list any more.
 */
export const guardPlace = ({ db }: Pick<Context, 'db'>, { periodId, teamId, parentIds = [] }: Place): Statement =>
  guardThat(
    db,
    sql.join(
      [
        sql`not exists (select 1 from json_each(${JSON.stringify(parentIds)}) as above
          where not exists (select 1 from ${okrs} as parent where parent.id = above.value))`,
        ...(periodId ? [sql`exists (select 1 from ${periods} as period where period.id = ${periodId})`] : []),
        ...(teamId ? [sql`exists (select 1 from ${teams} as team where team.id = ${teamId})`] : []),
      ],
      sql` and `,
    ),
  );
