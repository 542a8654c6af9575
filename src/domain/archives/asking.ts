import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { commit, guardThat, LostRace } from '../../db/commit.ts';
import { firstIdAt, type JobId, newId } from '../../db/ids.ts';
import { jobs } from '../../db/schema/jobs.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import type { Job } from '../jobs/job.ts';
import { demand } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { shelves } from './contents.ts';
import { beginningOf, type ExportJob, isExport } from './export-job.ts';

/** An export can be fetched for this long (ms) after it was asked for. */
export const KEPT_MS = 7 * 24 * 60 * 60_000;

export const owners = 'Only owners of the organization can do this: an export holds private OKRs too.';

/**
 * Writes down that all of the organization is to be exported.
 * @throws Refusal `forbidden` unless owner in person, `conflict` while another export is being made
 */
export async function askForExport(ctx: Context): Promise<ExportJob> {
  demandOwner(ctx);
  const { db, org, now, actor } = ctx;
  const job: ExportJob = {
    id: newId('job', now),
    orgId: org.id,
    askedById: actor.memberId,
    type: 'export',
    state: 'waiting',
    input: {},
    result: beginningOf(now),
    done: 0,
    total: shelves.length,
    failure: null,
    createdAt: now,
    updatedAt: now,
  };
  try {
    await commit(db, [
      guardThat(
        db,
        sql`not exists (select 1 from ${jobs} as other where other.org_id = ${org.id} and other.id > ${firstIdAt('job', now - KEPT_MS)} and other.type = 'export'
          and other.state in ('waiting', 'running'))`,
      ),
      db.insert(jobs).values(job),
      eventRow(ctx, { action: 'organization.export_asked', subject: org.id, data: { job: job.id } }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal('conflict', 'An export is being made already. Wait for it.');
  }
  return job;
}

/** Nobody who acts for an owner exports what that owner sees. @throws Refusal `forbidden` */
export function demandOwner({ actor }: Context): void {
  demand(actor.role === 'owner' && actor.via === 'page' && actor.by === undefined, owners);
}

/** The newest exports that can still be fetched, are being made or went wrong. */
export async function listExports({ db, org, now }: Context): Promise<ExportJob[]> {
  const rows = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.orgId, org.id), inArray(jobs.type, ['export'])))
    .orderBy(desc(jobs.id))
    .limit(5);
  return rows.filter(isExport).filter(({ createdAt }) => createdAt > now - KEPT_MS);
}

/** @throws Refusal `forbidden` unless owner, `not_found` for none, one that is not ready, or one that is gone again */
export async function findExport(ctx: Context, id: JobId): Promise<ExportJob> {
  demandOwner(ctx);
  const [found]: Job[] = await ctx.db
    .select()
    .from(jobs)
    .where(and(eq(jobs.orgId, ctx.org.id), eq(jobs.id, id)));
  if (!found || !isExport(found) || found.state !== 'done' || found.createdAt <= ctx.now - KEPT_MS)
    throw new Refusal('not_found', 'There is no such export any more. Make a new one.');
  return found;
}
