import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { base64url } from 'jose';
import { commit, guardThat, LostRace, type Statement } from '../../db/commit.ts';
import { firstIdAt, type JobId, newId } from '../../db/ids.ts';
import { connections } from '../../db/schema/connections.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { archiveParts } from '../../db/schema/letters.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { members, teams } from '../../db/schema/organizations.ts';
import { proposals } from '../../db/schema/proposals.ts';
import { tags } from '../../db/schema/tags.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import type { Job } from '../jobs/job.ts';
import { demand } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { KEPT_MS } from './asking.ts';
import { type Opened, openArchive } from './opening.ts';
import { isRestore, type RestoreJob, restoreBegun, stepsOf } from './restore-job.ts';

const OWNERS = 'Only an owner of the organization restores an archive, and nobody in their name.';

const FULL = 'This organization is not empty any more. Found a new one and restore the archive there.';

/** Bytes of the archive (base64) that travel to the database in one statement. */
const BYTES_PER_INSERT = 1_000_000;

/**
 * Takes an export to be restored into this organization, which has to be empty.
 * @throws Refusal `forbidden` unless owner in person, `conflict` where there is something already or another restore goes
 * on, `invalid` at `file` for what is no whole export
 */
export async function askForRestore(ctx: Context, file: Blob): Promise<RestoreJob> {
  demand(mayRestore(ctx), OWNERS);
  const { db, org, now, actor } = ctx;
  if (!(await isEmpty(ctx))) throw new Refusal('conflict', FULL);
  const opened = await openArchive(file);
  const job: RestoreJob = {
    id: newId('job', now),
    orgId: org.id,
    askedById: actor.memberId,
    type: 'restore',
    state: 'waiting',
    input: { archive: opened.archive, files: opened.files },
    result: restoreBegun,
    done: 0,
    total: stepsOf(opened.files),
    failure: null,
    createdAt: now,
    updatedAt: now,
  };
  await keepParts(ctx, job.id, opened);
  try {
    await commit(db, [
      guardThat(
        db,
        sql`${emptiness(ctx)} and not exists (select 1 from ${jobs} as other where other.org_id = ${org.id}
        and other.type = 'restore' and other.state in ('waiting', 'running'))`,
      ),
      db.insert(jobs).values(job),
      eventRow(ctx, { action: 'organization.restore_asked', subject: org.id, data: { job: job.id } }),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal('conflict', 'An archive is being restored here already. Wait for it.');
  }
  return job;
}

export const mayRestore = ({ actor }: Context): boolean =>
  actor.role === 'owner' && actor.via === 'page' && actor.by === undefined;

/** Whether the organization is as it was founded: one member, no team, no tag, no OKR, no connection. */
export async function isEmpty(ctx: Context): Promise<boolean> {
  const [found] = await ctx.db.all<{ empty: 0 | 1 }>(sql`select ${emptiness(ctx)} as empty`);
  return found?.empty === 1;
}

const emptiness = ({ org }: Context) =>
  sql.join(
    [
      sql`(select count(*) from (select 1 from ${members} where ${members.orgId} = ${org.id} limit 2)) = 1`,
      ...[teams, tags, okrs, proposals, connections].map(
        (table) => sql`not exists (select 1 from ${table} where ${table.orgId} = ${org.id})`,
      ),
    ],
    sql` and `,
  );

/** The newest restores of the last days: most often one, or none. */
export async function listRestores({ db, org, now }: Context): Promise<RestoreJob[]> {
  const rows: Job[] = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.orgId, org.id), gt(jobs.id, firstIdAt('job', now - KEPT_MS)), eq(jobs.type, 'restore')))
    .orderBy(desc(jobs.id))
    .limit(3);
  return rows.filter(isRestore);
}

/** Parts of a job that never came about are forgotten with those of old exports. */
async function keepParts({ db, org, now }: Context, id: JobId, opened: Opened): Promise<void> {
  let some: unknown[] = [];
  let length = 0;
  let n = 0;
  const flush = async () => {
    if (some.length === 0) return;
    const rows = JSON.stringify(some);
    [some, length] = [[], 0];
    const insert: Statement = db.insert(archiveParts).select(sql`
      select ${org.id}, ${id}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, ${now}
      from json_each(${rows})`);
    await commit(db, [insert]);
  };
  for await (const { path, bytes, size, checksum } of opened.parts()) {
    const encoded = base64url.encode(bytes);
    if (length + encoded.length > BYTES_PER_INSERT) await flush();
    some.push([n++, path, encoded, size, checksum]);
    length += encoded.length;
  }
  await flush();
}
