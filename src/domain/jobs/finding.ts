import { and, eq } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { JobId, OrgId } from '../../db/ids.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { members, organizations } from '../../db/schema/organizations.ts';
import type { Context, Organization } from '../context.ts';
import type { Member } from '../members/member.ts';
import { may } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Job } from './job.ts';

/** A job that the actor asked for, or any for an admin. @throws Refusal `not_found` */
export async function findJob({ db, org, actor }: Context, id: JobId): Promise<Job> {
  const [job] = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.orgId, org.id), eq(jobs.id, id)));
  if (!job || (job.askedById !== actor.memberId && !may.administer(actor)))
    throw new Refusal('not_found', 'There is no such job.');
  return job;
}

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
