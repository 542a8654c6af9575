import { and, eq, inArray, sql } from 'drizzle-orm';
import { base64url } from 'jose';
import { commit, guard, isDuplicate, LostRace, type Statement } from '../../db/commit.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { archiveParts } from '../../db/schema/letters.ts';
import { enabledProviders, logos, organizations, periods } from '../../db/schema/organizations.ts';
import type { KeyRing } from '../../lib/sealed.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { invalid, Refusal } from '../refusal.ts';
import { checkRows } from './checking-rows.ts';
import type { Shelf } from './contents.ts';
import { unpack } from './opening.ts';
import { type Renaming, renamingOf } from './renaming.ts';
import { type RestoreJob, type RestoreProgress, type Row, rowsIn, stepsDone } from './restore-job.ts';
import { restoredShelves, shelfOf } from './restore-order.ts';
import { restored } from './restored-rows.ts';
import { settingsIn } from './restored-settings.ts';
import { awake, deleted, inserted, renamedRows, updatedOwner } from './restored-statements.ts';

/** What one message does at most. */
const QUERIES = 30;
const BYTES = 200_000;

/** Where an archive is restored to: the system's context there, the owner who asked, and the keys that seal secrets. */
export type Place = { ctx: Context; owner: { id: string; email: string }; ring: KeyRing };

type Step = {
  next: RestoreProgress;
  statements: Statement[];
  bytes: number;
  ends?: { state: 'done' | 'failed'; failure: string | null };
};

/**
 * Takes a restore some files further. Each step is one commit of what it writes and of how far the job is, so that a
 * message received twice, or after a crash, goes on where the last one ended. First all files are looked at; only when
 * nothing is wrong with any of them are they written. What the database then refuses all the same is undone, file by file.
 * @returns how the job ended, or null while there is more to do
 */
export async function restore(place: Place, job: RestoreJob): Promise<'done' | 'failed' | null> {
  let progress = job.result;
  let [queries, bytes] = [1, 0];
  while (queries < QUERIES && bytes < BYTES) {
    const step = await stepOrWayBack(place, job, progress);
    if (!step) return null;
    if (step.ends) return step.ends.state;
    progress = step.next;
    queries += 3 + step.statements.length;
    bytes += step.bytes;
  }
  return null;
}

/** Undoes what a restore has written; one that has written nothing just ends. `why` is a sentence. */
export const turnBack = ({ ctx }: Place, job: RestoreJob, why: string): Promise<boolean> =>
  store(ctx, job, job.result, wayBack(ctx, job, job.result, why));

/** @returns null when another delivery of the message was faster */
async function stepOrWayBack(place: Place, job: RestoreJob, progress: RestoreProgress): Promise<Step | null> {
  const { ctx } = place;
  try {
    const step = await stepOf(place, job, progress);
    return (await store(ctx, job, progress, step)) ? step : null;
  } catch (reason) {
    const why = reason instanceof Refusal ? reason.message : isDuplicate(reason) ? COLLIDED : null;
    if (why === null) throw reason;
    const step = wayBack(ctx, job, progress, why);
    return (await store(ctx, job, progress, step)) ? step : null;
  }
}

const COLLIDED = 'Rows of this archive contradict each other, as two of one name do.';

function stepOf(place: Place, job: RestoreJob, progress: RestoreProgress): Promise<Step> {
  if (progress.pass === 'look') return look(place, job, progress);
  return progress.pass === 'write' ? write(place, job, progress) : undo(place, job, progress);
}

async function look(place: Place, job: RestoreJob, progress: RestoreProgress): Promise<Step> {
  if (progress.n === job.input.files) return beginWriting(place.ctx, job, progress);
  const { shelf, rows, bytes } = await readPart(place.ctx, job, progress.n);
  const stood = await Promise.all(
    rows.map((row) => restored(shelf.name, row, { ring: place.ring, now: place.ctx.now })),
  );
  if (shelf.name === 'organizations') for (const row of rows) settingsIn(row);
  const owner = shelf.name === 'members' && stood.find(({ email }) => email === place.owner.email);
  const next = {
    ...progress,
    n: progress.n + 1,
    rows: { ...progress.rows, [shelf.name]: (progress.rows[shelf.name] ?? 0) + rows.length },
    owner: owner || progress.owner,
  };
  return { next, statements: [], bytes };
}

/** Periods that founding made give way to those of the archive. */
async function beginWriting({ db, org }: Context, { input }: RestoreJob, progress: RestoreProgress): Promise<Step> {
  const short = restoredShelves.find(({ name }) => (progress.rows[name] ?? 0) !== (input.archive.rows[name] ?? 0));
  if (short)
    throw invalid({ file: `This archive is not whole: it says that it holds other ${short.name} than it does.` });
  const statements = [periods, logos, enabledProviders].map((table) => db.delete(table).where(eq(table.orgId, org.id)));
  return { next: { ...progress, pass: 'write', n: 0 }, statements, bytes: 0 };
}

async function write(place: Place, job: RestoreJob, progress: RestoreProgress): Promise<Step> {
  const { ctx, ring, owner } = place;
  const { shelf, rows, bytes } = await readPart(ctx, job, progress.n);
  const renaming = await renamingFor(place, job, progress);
  const next = { ...progress, n: progress.n + 1 };
  if (shelf.name === 'organizations')
    return {
      next: forgetful(next),
      statements: finish(place, job, progress, rows[0]!, renaming),
      bytes,
      ends: { state: 'done', failure: null },
    };
  const renamed = renamedRows(shelf, rows, renaming).filter(({ id }) => id !== owner.id);
  const stood = await Promise.all(renamed.map((row) => restored(shelf.name, row, { ring, now: ctx.now })));
  return { next, statements: stood.length > 0 ? [inserted(ctx, shelf, stood)] : [], bytes };
}

/** The organization as it was, awake, in one commit. */
function finish(
  { ctx, owner }: Place,
  job: RestoreJob,
  progress: RestoreProgress,
  row: Row,
  renaming: Renaming,
): Statement[] {
  const { db, org } = ctx;
  const { rows, seal } = job.input.archive;
  const data = {
    job: job.id,
    okrs: rows.okrs ?? 0,
    rows: rowsIn(rows),
    seal: seal?.n ?? null,
    hash: seal?.hash ?? null,
  };
  return [
    db.update(organizations).set(settingsIn(row)).where(eq(organizations.id, org.id)),
    ...(progress.owner ? [updatedOwner(ctx, owner.id, progress.owner, renaming)] : []),
    ...awake(ctx),
    forgotten(ctx, job),
    eventRow(ctx, { action: 'organization.restored', subject: org.id, data }),
  ];
}

async function undo(place: Place, job: RestoreJob, progress: RestoreProgress): Promise<Step> {
  const { ctx } = place;
  if (progress.n === 0) return { ...failed(ctx, job, progress), bytes: 0 };
  const { shelf, rows, bytes } = await readPart(ctx, job, progress.n - 1);
  const renamed = renamedRows(shelf, rows, await renamingFor(place, job, progress)).filter(
    ({ id }) => id !== place.owner.id,
  );
  const next = { ...progress, n: progress.n - 1 };
  return { next, statements: renamed.length > 0 ? [deleted(ctx, shelf, renamed)] : [], bytes };
}

function wayBack(ctx: Context, job: RestoreJob, progress: RestoreProgress, why: string): Step {
  if (progress.pass === 'write') return { next: { ...progress, pass: 'undo', why }, statements: [], bytes: 0 };
  return failed(ctx, job, { ...progress, why: progress.why ?? why });
}

/** Without periods of its own the organization gets those of its calendar again. */
function failed(ctx: Context, job: RestoreJob, progress: RestoreProgress): Step {
  const { db, org } = ctx;
  return {
    next: forgetful(progress),
    statements: [
      db.update(organizations).set({ periodsDueOn: null, logoHash: null }).where(eq(organizations.id, org.id)),
      forgotten(ctx, job),
      eventRow(ctx, { action: 'organization.restore_failed', subject: org.id, data: { job: job.id } }),
    ],
    bytes: 0,
    ends: { state: 'failed', failure: progress.why },
  };
}

/** What a job that is over keeps: nobody's name. */
const forgetful = (progress: RestoreProgress): RestoreProgress => ({ ...progress, owner: null });

const forgotten = ({ db, org }: Context, { id }: RestoreJob): Statement =>
  db.delete(archiveParts).where(and(eq(archiveParts.orgId, org.id), eq(archiveParts.jobId, id)));

async function readPart(
  { db, org }: Context,
  { id, input }: RestoreJob,
  n: number,
): Promise<{ shelf: Shelf; rows: Row[]; bytes: number }> {
  const [part] = await db
    .select()
    .from(archiveParts)
    .where(and(eq(archiveParts.orgId, org.id), eq(archiveParts.jobId, id), eq(archiveParts.n, n)));
  const shelf = part && shelfOf(part.path);
  if (!shelf) throw new Refusal('not_found', 'The archive was kept for seven days and is gone. Send it again.');
  const rows = await unpack({ ...part, bytes: base64url.decode(part.bytes) });
  return { shelf, rows: checkRows(shelf, part.path, rows, input.archive.org), bytes: part.size };
}

const renamingFor = (
  { ctx, owner }: Place,
  { id, input }: RestoreJob,
  progress: RestoreProgress,
): Promise<Renaming> => {
  const known = new Map<string, string>([[input.archive.org, ctx.org.id]]);
  if (progress.owner) known.set(String(progress.owner.id), owner.id);
  return renamingOf(id, known);
};

/** @returns false when another delivery of the message was faster */
async function store(ctx: Context, job: RestoreJob, before: RestoreProgress, { next, statements, ends }: Step) {
  const { db, now } = ctx;
  try {
    await commit(db, [
      db
        .update(jobs)
        .set({
          state: ends?.state ?? 'running',
          failure: ends?.failure ?? null,
          result: next,
          done: stepsDone(next, job.input.files),
          updatedAt: now,
        })
        .where(
          and(
            eq(jobs.id, job.id),
            eq(jobs.orgId, job.orgId),
            inArray(jobs.state, ['waiting', 'running']),
            sql`json(${jobs.result}) = json(${JSON.stringify(before)})`,
          ),
        ),
      guard(db),
      ...statements,
    ]);
    return true;
  } catch (reason) {
    if (reason instanceof LostRace) return false;
    throw reason;
  }
}
