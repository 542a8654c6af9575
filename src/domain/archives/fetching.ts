import { and, asc, eq, gte, lt } from 'drizzle-orm';
import { base64url } from 'jose';
import type { Database } from '../../db/database.ts';
import { archiveParts } from '../../db/schema/letters.ts';
import { type Packed, zipped } from '../../lib/zip.ts';
import type { Context } from '../context.ts';
import { KEPT_MS } from './asking.ts';
import type { ExportJob } from './export-job.ts';

/** Files read in one query: about 2 MB at most, so that 400 of them stay within the free plan's 50 queries. */
const FILES_PER_QUERY = 10;

/** The archive of an export, piece by piece. */
export const archiveOf = (ctx: Context, job: ExportJob): AsyncGenerator<Uint8Array> =>
  zipped(partsOf(ctx, job), job.result.at);

async function* partsOf({ db, org }: Context, { id, result }: ExportJob): AsyncGenerator<Packed> {
  for (let from = 0; from < result.files; from += FILES_PER_QUERY) {
    const parts = await db
      .select()
      .from(archiveParts)
      .where(
        and(
          eq(archiveParts.orgId, org.id),
          eq(archiveParts.jobId, id),
          gte(archiveParts.n, from),
          lt(archiveParts.n, from + FILES_PER_QUERY),
        ),
      )
      .orderBy(asc(archiveParts.n));
    for (const { path, bytes, size, checksum } of parts) yield { path, bytes: base64url.decode(bytes), size, checksum };
  }
}

/** Forgets archives that can be fetched no longer. */
export const pruneArchives = (db: Database, now: number): Promise<unknown> =>
  db.delete(archiveParts).where(lt(archiveParts.createdAt, now - KEPT_MS));
