import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { JobId, OrgId } from '../../db/ids.ts';
import { jobs } from '../../db/schema/jobs.ts';

/** Ends a job that cannot go on; what it has done so far stays. `failure` is a sentence for whoever asked. */
export const failJob = (db: Database, orgId: OrgId, id: JobId, failure: string, now: number): Promise<unknown> =>
  db
    .update(jobs)
    .set({ state: 'failed', failure, updatedAt: now })
    .where(and(eq(jobs.orgId, orgId), eq(jobs.id, id), inArray(jobs.state, ['waiting', 'running'])));
