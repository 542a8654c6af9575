import { and, desc, eq, lt } from 'drizzle-orm';
import type { OkrId, SyncId } from '../../db/ids.ts';
import { syncs } from '../../db/schema/connections.ts';
import type { Context } from '../context.ts';
import { checkOkrExists } from '../okrs/finding-full.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import type { Sync } from './recording.ts';

/** A page of the reads of an OKR's data link, newest first. @throws Refusal `not_found` when there is no such OKR */
export async function listSyncs(ctx: Context, okrId: OkrId, { after, limit }: Cut): Promise<Page<Sync>> {
  const last = valuesOf(after, 'string');
  const [rows] = await Promise.all([
    ctx.db
      .select()
      .from(syncs)
      .where(
        and(eq(syncs.orgId, ctx.org.id), eq(syncs.okrId, okrId), last ? lt(syncs.id, last[0] as SyncId) : undefined),
      )
      .orderBy(desc(syncs.id))
      .limit(limit + 1),
    checkOkrExists(ctx, okrId),
  ]);
  return cut(rows, limit, (last) => [last.id]);
}
