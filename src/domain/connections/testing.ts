import { commit } from '../../db/commit.ts';
import { connections } from '../../db/schema/connections.ts';
import type { Result } from '../../lib/result.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import type { Connection } from './connection.ts';
import { readBy } from './editing.ts';
import { type Failure, failing, wellColumns } from './health.ts';
import { asRead } from './noting-health.ts';

/**
 * Notes what the provider said when its credentials were tested again. An acceptance ends a pause and makes everything
 * due at once; a refusal counts as any failure of the connection. Settings stay, and so does the version; nothing is
 * noted on a connection that was edited meanwhile. `chance` in 0..1 as in `afterFailure`.
 */
export async function noteTest(
  ctx: Context,
  connection: Connection,
  seen: Result<{ account: string }, Failure>,
  chance: number,
): Promise<Connection> {
  const { db, now } = ctx;
  const set = seen.ok ? { ...wellColumns, account: seen.value.account } : failing(connection, seen.error, now, chance);
  const data = seen.ok ? { accepted: true } : { accepted: false, reason: seen.error.reason };
  await commit(db, [
    db.update(connections).set(set).where(asRead(connection)),
    ...(seen.ok && connection.failures > 0 ? [readBy(ctx, connection.id, now)] : []),
    eventRow(ctx, { action: 'connection.tested', subject: connection.id, data }),
  ]);
  return { ...connection, ...set };
}
