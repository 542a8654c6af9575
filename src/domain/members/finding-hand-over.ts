import { and, eq, sql } from 'drizzle-orm';
import type { JobId, MemberId } from '../../db/ids.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { findJob } from '../jobs/finding.ts';
import { Refusal } from '../refusal.ts';
import { type HandOverJob, isHandOverJob } from './hand-over.ts';

/** A hand-over of what a member has, with the names of the two. @throws Refusal `not_found` */
export async function findHandOver(
  ctx: Context,
  from: MemberId,
  id: JobId,
): Promise<{ job: HandOverJob; from: string; to: string }> {
  const { db, org } = ctx;
  const parties = sql`select ${jobs.input} ->> 'from' from ${jobs} where ${jobs.orgId} = ${org.id} and ${jobs.id} = ${id}
    union select ${jobs.input} ->> 'to' from ${jobs} where ${jobs.orgId} = ${org.id} and ${jobs.id} = ${id}`;
  const [job, people] = await Promise.all([
    findJob(ctx, id),
    db
      .select({ id: members.id, name: members.name })
      .from(members)
      .where(and(eq(members.orgId, org.id), sql`${members.id} in (${parties})`)),
  ]);
  if (!isHandOverJob(job) || job.input.from !== from) throw new Refusal('not_found', 'There is no such hand-over.');
  const nameOf = (party: MemberId) => people.find((each) => each.id === party)?.name ?? 'somebody';
  return { job, from: nameOf(job.input.from), to: nameOf(job.input.to) };
}
