import { and, asc, eq, gte, lt, sql } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import type { JobId } from '../../db/ids.ts';
import { archiveParts } from '../../db/schema/letters.ts';
import type { Context } from '../context.ts';
import { ROWS_PER_PART } from './order.ts';
import type { Planned } from './planning.ts';

const PATH = 'rows';

/** Parts in one statement, whose values may have 2 MB together. */
const PARTS_AT_ONCE = 25;

/** The rows of a job in parts of `ROWS_PER_PART`, as plain JSON: each is read once or twice and forgotten with the others. */
export function partRows({ db, org, now }: Context, jobId: JobId, planned: readonly Planned[]): Statement[] {
  const parts = chunks(planned, ROWS_PER_PART).map((some) => JSON.stringify(some));
  return chunks(parts, PARTS_AT_ONCE).map((some, i) =>
    db.insert(archiveParts).select(sql`
      select ${org.id}, ${jobId}, key + ${i * PARTS_AT_ONCE}, ${PATH}, value, length(value), 0, ${now}
        from json_each(${JSON.stringify(some)})`),
  );
}

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

/** Parts `from` (inclusive, from 0) up to `to` (exclusive) of a job; fewer when they are forgotten. */
export async function listParts({ db, org }: Context, jobId: JobId, from: number, to: number): Promise<Planned[]> {
  const parts = await db
    .select({ bytes: archiveParts.bytes })
    .from(archiveParts)
    .where(
      and(
        eq(archiveParts.orgId, org.id),
        eq(archiveParts.jobId, jobId),
        gte(archiveParts.n, from),
        lt(archiveParts.n, to),
      ),
    )
    .orderBy(asc(archiveParts.n));
  return parts.flatMap(({ bytes }) => JSON.parse(bytes) as Planned[]);
}

/** Writes down what became of the rows of a part. */
export const rewritePart = ({ db, org }: Context, jobId: JobId, n: number, planned: readonly Planned[]): Statement => {
  const bytes = JSON.stringify(planned);
  return db
    .update(archiveParts)
    .set({ bytes, size: bytes.length })
    .where(and(eq(archiveParts.orgId, org.id), eq(archiveParts.jobId, jobId), eq(archiveParts.n, n)));
};
