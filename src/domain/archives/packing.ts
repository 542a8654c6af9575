import { and, asc, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import { base64url } from 'jose';
import { commit, guard, LostRace } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import { eventSeals } from '../../db/schema/access.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { archiveParts } from '../../db/schema/letters.ts';
import { csvFile } from '../../lib/csv.ts';
import { checksumOf, deflate } from '../../lib/zip.ts';
import { acting, type Organization } from '../context.ts';
import { eventRow } from '../events/event.ts';
import type { Position } from '../paging.ts';
import { type Shelf, shelves } from './contents.ts';
import type { ExportJob, Progress } from './export-job.ts';

/** The form of an archive. A restore takes those that it knows. */
export const FORMAT = 1;

/** Rows read at once, and bytes of JSON after which a page ends: what the free plan's 10 ms pack. */
const ROWS = 200;
const BYTES = 200_000;

/** What one message does at most: pages of small tables go together. */
const QUERIES = 30;

/** The tables that people open in a spreadsheet. */
const spreadsheets = ['members', 'teams', 'okrs', 'check_ins'];

/**
 * Packs the next pages of an export. Each page is one commit of its file and of how far the job is, so that a message
 * received twice, or after a crash, goes on where the last one ended. @returns whether the job is through
 */
export async function pack(db: Database, org: Organization, job: ExportJob, now: number): Promise<boolean> {
  let progress = job.result;
  let { done } = job;
  let bytes = 0;
  for (let queries = 1; queries < QUERIES && bytes < BYTES; queries += 2) {
    const shelf = shelves[progress.shelf];
    if (!shelf) return finish(db, org, job, progress, now);
    const { rows, last } = await readPage(db, org, shelf, progress.after);
    const text = JSON.stringify(rows);
    bytes += text.length;
    const files = rows.length === 0 ? [] : filesOf(shelf, rows, text, progress);
    const next: Progress = {
      ...progress,
      ...(last === null ? { shelf: progress.shelf + 1, after: null } : { after: last }),
      files: progress.files + files.length,
      rows: { ...progress.rows, [shelf.name]: (progress.rows[shelf.name] ?? 0) + rows.length },
    };
    if (!(await store(db, job, { done, after: last === null ? done + 1 : done, progress, next, files }, now)))
      return false;
    if (last === null) done += 1;
    progress = next;
  }
  return false;
}

type Row = Record<string, unknown>;

/** A page of a table, by its key; `last` is where it ended, or null when the table is through. */
async function readPage(
  db: Database,
  org: Organization,
  { table, org: own, key, without }: Shelf,
  after: Position | null,
): Promise<{ rows: Row[]; last: Position | null }> {
  const columns = Object.values(getTableColumns(table)).filter(({ name }) => !without.includes(name));
  const beyond =
    after === null
      ? undefined
      : sql`(${list(key.map((column) => sql`${column}`))}) > (${list(after.map((value) => sql`${value}`))})`;
  const found = await db.all<Row>(sql`
    select ${list(columns.map((column) => sql`${column} as ${sql.identifier(column.name)}`))} from ${table}
    where ${and(eq(own, org.id), beyond)} order by ${list(key.map((column) => asc(column)))} limit ${ROWS}`);
  const rows = found.slice(0, fitting(found));
  const ended = rows.length === found.length && found.length < ROWS;
  const end = rows.at(-1);
  return { rows, last: ended || !end ? null : key.map(({ name }) => end[name] as string | number) };
}

const list = (all: readonly SQL[]): SQL => sql.join([...all], sql`, `);

/** How many rows stay within the bytes of a page; one always does. */
function fitting(rows: readonly Row[]): number {
  let bytes = 0;
  const over = rows.findIndex((row) => {
    bytes += JSON.stringify(row).length;
    return bytes > BYTES;
  });
  return over === -1 ? rows.length : Math.max(1, over);
}

type File = { path: string; text: string };

function filesOf(shelf: Shelf, rows: readonly Row[], text: string, { rows: read, files }: Progress): File[] {
  const first = (read[shelf.name] ?? 0) === 0;
  const nth = String(files + 1).padStart(5, '0');
  const table = { path: `tables/${shelf.name}/${nth}.json`, text };
  if (!spreadsheets.includes(shelf.name)) return [table];
  const heads = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => heads.map((head) => row[head] as string | number | null));
  return [table, { path: first ? `${shelf.name}.csv` : `${shelf.name}-${nth}.csv`, text: csvFile(heads, cells) }];
}

type Step = { done: number; after: number; progress: Progress; next: Progress; files: readonly File[] };

/** @returns false when another delivery of the message was faster */
async function store(db: Database, job: ExportJob, { after, progress, next, files }: Step, now: number) {
  const parts = await Promise.all(files.map((file, i) => partOf(job, file, progress.files + i, now)));
  try {
    await commit(db, [
      db
        .update(jobs)
        .set({ state: 'running', result: next, done: after, updatedAt: now })
        .where(
          and(
            eq(jobs.id, job.id),
            eq(jobs.orgId, job.orgId),
            sql`json(${jobs.result}) = json(${JSON.stringify(progress)})`,
          ),
        ),
      guard(db),
      ...parts.map((part) => db.insert(archiveParts).values(part)),
    ]);
    return true;
  } catch (reason) {
    if (reason instanceof LostRace) return false;
    throw reason;
  }
}

async function partOf({ orgId, id }: ExportJob, { path, text }: File, n: number, now: number) {
  const bytes = new TextEncoder().encode(text);
  const packed = base64url.encode(await deflate(bytes));
  return { orgId, jobId: id, n, path, bytes: packed, size: bytes.length, checksum: checksumOf(bytes), createdAt: now };
}

/** The last file says what the others are, and what the newest seal on the audit log was. */
async function finish(db: Database, org: Organization, job: ExportJob, progress: Progress, now: number) {
  const [head] = await db
    .select({ n: eventSeals.n, hash: eventSeals.hash })
    .from(eventSeals)
    .where(eq(eventSeals.orgId, org.id))
    .orderBy(sql`${eventSeals.n} desc`)
    .limit(1);
  const manifest = {
    format: FORMAT,
    product: 'Cairn',
    organization: { id: org.id, slug: org.slug, name: org.name },
    read: { from: new Date(progress.at).toISOString(), to: new Date(now).toISOString() },
    rows: progress.rows,
    audit: head ? { seal: head.n, hash: head.hash } : null,
  };
  const file = { path: 'manifest.json', text: JSON.stringify(manifest, null, 2) };
  const part = await partOf(job, file, progress.files, now);
  const ctx = { ...acting(org, 'cron', now), db };
  try {
    await commit(db, [
      db
        .update(jobs)
        .set({
          state: 'done',
          result: { ...progress, files: progress.files + 1 },
          done: shelves.length,
          updatedAt: now,
        })
        .where(and(eq(jobs.orgId, org.id), eq(jobs.id, job.id), inArray(jobs.state, ['waiting', 'running']))),
      guard(db),
      db.insert(archiveParts).values(part),
      eventRow(ctx, {
        action: 'organization.exported',
        subject: org.id,
        data: { job: job.id, files: progress.files + 1 },
      }),
    ]);
    return true;
  } catch (reason) {
    if (reason instanceof LostRace) return false;
    throw reason;
  }
}
