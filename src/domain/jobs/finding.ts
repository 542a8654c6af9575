import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { JobId, OkrId, OrgId } from '../../db/ids.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { members, organizations } from '../../db/schema/organizations.ts';
import type { Context, Organization } from '../context.ts';
import { isCopyJob } from '../copies/order.ts';
import type { Member } from '../members/member.ts';
import { fromJson } from '../okrs/row.ts';
import { visible } from '../okrs/visible.ts';
import { may } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Job } from './job.ts';

/**
 * A job that the actor asked for, or any for an admin; of what it made, what they may see.
 * @throws Refusal `not_found`
 */
export async function findJob(ctx: Context, id: JobId): Promise<Job> {
  const { db, org, actor } = ctx;
  const [found] = await db
    .select({ job: jobs, seen: seenOf(ctx) })
    .from(jobs)
    .where(and(eq(jobs.orgId, org.id), eq(jobs.id, id)));
  const job = found?.job;
  if (!job || (job.askedById !== actor.memberId && !may.administer(actor)))
    throw new Refusal('not_found', 'There is no such job.');
  return isCopyJob(job) ? { ...job, result: { okr_ids: found.seen } } : job;
}

const seenOf = (ctx: Context) =>
  sql<OkrId[]>`(select json_group_array(seen.id) from (
    select okr.id from json_each(${jobs.result}, '$.okr_ids') as made cross join ${okrs} as okr on okr.id = made.value
      where ${visible(ctx, sql`okr`)} order by made.key) as seen)`
    .mapWith(fromJson)
    .as('seen');

/** A job with whoever asked for it, as they are now, for the queue to work on; null when it is gone. */
export async function findAsked(
  db: Database,
  orgId: OrgId,
  id: JobId,
): Promise<{ job: Job; org: Organization; asker: Member | null } | null> {
  const [found] = await db
    .select({ job: jobs, org: organizations, asker: members })
    .from(jobs)
    .innerJoin(organizations, eq(organizations.id, jobs.orgId))
    .leftJoin(members, eq(members.id, jobs.askedById))
    .where(and(eq(jobs.orgId, orgId), eq(jobs.id, id)));
  return found ?? null;
}
