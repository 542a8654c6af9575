import { sql } from 'drizzle-orm';
import type { JobId, OkrId } from '../../db/ids.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { visible } from '../okrs/visible.ts';

/** A copy that a job has made. */
export type Made = { id: OkrId; title: string };

/** Copies that are named one by one. */
const MOST = 20;

/** The first twenty copies that a job has made and that the actor may see, parents first. */
export const listMade = (ctx: Context, jobId: JobId): Promise<Made[]> =>
  ctx.db.all<Made>(sql`
    select okr.id, okr.title from ${jobs} as job cross join json_each(job.result, '$.okr_ids') as made
      cross join ${okrs} as okr on okr.id = made.value
      where job.org_id = ${ctx.org.id} and job.id = ${jobId} and ${visible(ctx, sql`okr`)} order by made.key limit ${MOST}`);
