import { and, asc, gt, inArray, lt, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { JobId, OrgId } from '../../db/ids.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { ulid } from '../../lib/ulid.ts';

/** A job is looked for this long (ms) after somebody asked for it. */
const LOOKED_FOR_MS = 24 * 60 * 60_000;

/**
 * Jobs of whatever organization that nobody has worked on since a moment (ms): a crash may have come between writing one
 * down and queueing it. Their ids tell their time, so rows read are the jobs of a day. Queueing one that goes on anyway
 * does no harm. At most `limit`, the oldest first.
 */
export const listLeftJobs = (
  db: Database,
  since: number,
  now: number,
  limit: number,
): Promise<{ type: string; orgId: OrgId; jobId: JobId }[]> =>
  db
    .select({ type: jobs.type, orgId: jobs.orgId, jobId: jobs.id })
    .from(jobs)
    .where(
      and(
        gt(jobs.id, idAt(now - LOOKED_FOR_MS)),
        lt(jobs.id, idAt(since)),
        // The unary plus keeps SQLite on the ids.
        inArray(sql`+${jobs.state}`, ['waiting', 'running']),
        lt(jobs.updatedAt, since),
      ),
    )
    .orderBy(asc(jobs.id))
    .limit(limit);

const TIME_DIGITS = 10;

/** An id that stands before those made at this moment, and after those made before it. */
const idAt = (at: number): JobId => `job_${ulid(at).slice(0, TIME_DIGITS)}` as JobId;
