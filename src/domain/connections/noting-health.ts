import { and, eq } from 'drizzle-orm';
import { connections } from '../../db/schema/connections.ts';
import type { Result } from '../../lib/result.ts';
import type { Context } from '../context.ts';
import type { Connection } from './connection.ts';
import { afterFailure, afterSuccess, type Failure, isOfConnection } from './health.ts';

type Seen = Result<unknown, Failure>;

/** When the connection is tried again by itself (ms); null when it is well, or waits for a person. */
type Next = { retryAt: number | null };

/**
 * Notes on the connection how its last reads went. One failure that concerns all of it outweighs good reads before it;
 * failures of single queries leave it healthy. Of several scans that fail at the same time one is counted. Nothing is
 * noted on a connection that was edited meanwhile, nor when it was not even asked because it rests. `chance` in 0..1 as
 * in `afterFailure`.
 */
export async function noteHealth(
  { db, now }: Context,
  connection: Connection,
  seen: readonly Seen[],
  chance: number,
): Promise<Next> {
  const failure = failureOf(seen);
  if (!failure) {
    if (seen.some((each) => each.ok)) await db.update(connections).set(afterSuccess(now)).where(asRead(connection));
    return { retryAt: null };
  }
  const { retryAt } = connection;
  if (failure.retryAt !== undefined && failure.retryAt === retryAt) return { retryAt };
  const columns = afterFailure(connection, failure, now, chance);
  await db
    .update(connections)
    .set(columns)
    .where(and(asRead(connection), eq(connections.failures, connection.failures)));
  return columns;
}

function failureOf(seen: readonly Seen[]): Failure | null {
  for (const each of seen) if (!each.ok && isOfConnection(each.error.reason)) return each.error;
  return null;
}

/** The connection as long as nobody has edited it: what was seen with former credentials says nothing of the new ones. */
export const asRead = ({ orgId, id, version }: Connection) =>
  and(eq(connections.orgId, orgId), eq(connections.id, id), eq(connections.version, version));
