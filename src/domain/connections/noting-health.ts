import { and, eq } from 'drizzle-orm';
import { connections } from '../../db/schema/connections.ts';
import type { Result } from '../../lib/result.ts';
import type { Context } from '../context.ts';
import type { Connection } from './connection.ts';
import { afterFailure, afterSuccess, isOfConnection } from './health.ts';

type Seen = Result<unknown, { reason: string; detail: string; retryAt?: number }>;

/**
 * Notes on the connection how its last reads went. One failure that concerns all of it outweighs good reads before it;
 * failures of single queries leave it healthy. Nothing is noted on a connection that was edited meanwhile.
 */
export async function noteHealth(
  ctx: Context,
  connection: Connection,
  seen: readonly Seen[],
): Promise<{ retryAt: number | null }> {
  const failure = seen.find((each) => !each.ok && isOfConnection(each.error.reason));
  if (!failure && !seen.some((each) => each.ok)) return { retryAt: null };
  const columns =
    failure && !failure.ok ? afterFailure(connection, failure.error, ctx.now) : afterSuccess(connection, ctx.now);
  await ctx.db.update(connections).set(columns).where(asRead(connection));
  return { retryAt: columns.retryAt ?? null };
}

/** The connection as long as nobody has edited it: what was seen with former credentials says nothing of the new ones. */
export const asRead = ({ orgId, id, version }: Connection) =>
  and(eq(connections.orgId, orgId), eq(connections.id, id), eq(connections.version, version));
