import type { Database } from '../db/database.ts';
import type { ConnectionId, OkrId } from '../db/ids.ts';
import { type Connection, intervalMs } from '../domain/connections/connection.ts';
import { afterFailure, isOfConnection } from '../domain/connections/health.ts';
import { noteHealth } from '../domain/connections/noting-health.ts';
import { resealIfOutdated } from '../domain/connections/resealing.ts';
import { openSecret } from '../domain/connections/secrets.ts';
import { acting, type Context } from '../domain/context.ts';
import { findReadable, putOff } from '../domain/data-links/listing-due.ts';
import { type DataLink, findChangeable } from '../domain/okrs/finding-subject.ts';
import { refuseClosed } from '../domain/okrs/refusing-closed.ts';
import { refuseDraft } from '../domain/okrs/refusing-drafts.ts';
import type { Look, Sync } from '../domain/readings/recording.ts';
import { Refusal } from '../domain/refusal.ts';
import type { SyncTrigger } from '../domain/words.ts';
import type { Env } from '../env.ts';
import type { Asked, Reading, SyncFailure } from '../integrations/adapter.ts';
import { adapterFor } from '../integrations/registry.ts';
import { err } from '../lib/result.ts';
import { okrWriter } from './okr-writer-client.ts';
import { keyRing, outside } from './outside.ts';
import { settleRollUps } from './settling.ts';

/**
 * Reads data links of a connection and records what was seen: each query once, each OKR by its writer, each ancestor recomputed once at the end. Automatic reads leave paused and waiting connections alone.
 */
export async function syncConnection(
  env: Env,
  db: Database,
  connectionId: ConnectionId,
  okrIds: readonly OkrId[],
  trigger: SyncTrigger,
): Promise<Sync[]> {
  const found = await findReadable(db, connectionId, okrIds);
  if (!found || found.links.length === 0) return [];
  const { connection, org, enabled, links } = found;
  const now = Date.now();
  if (!enabled || connection.pausedAt !== null || (connection.retryAt ?? 0) > now) return [];
  return readLinks(env, { ...acting(org, 'sync', now), db }, connection, links, trigger);
}

/**
 * Reads the data link of one OKR now, because a person asks or has just edited it. Also tries connections that pause;
 * only a provider's own "come back later" is respected. Null when the link was edited meanwhile.
 * @throws Refusal `not_found` without a data link, `forbidden`, `conflict` when the OKR is closed or the provider
 * is switched off
 */
export async function refreshLink(
  env: Env,
  ctx: Context,
  okrId: OkrId,
  trigger: 'refresh' | 'edit',
): Promise<Sync | null> {
  const { okr, link } = await findChangeable(ctx, okrId);
  refuseClosed(okr, 'read its data source');
  refuseDraft(okr, 'read its data source');
  const found = link && (await findReadable(ctx.db, link.connectionId, [okrId]));
  if (!found) throw new Refusal('not_found', 'This OKR is not connected to a data source.');
  if (!found.enabled) throw new Refusal('conflict', 'An admin has switched this data source off.');
  const system = { ...acting(ctx.org, 'sync', Date.now()), db: ctx.db };
  const [sync] = await readLinks(env, system, found.connection, found.links, trigger);
  return sync ?? null;
}

async function readLinks(
  env: Env,
  ctx: Context,
  connection: Connection,
  links: readonly DataLink[],
  trigger: SyncTrigger,
): Promise<Sync[]> {
  const looks = await lookAt(env, ctx, connection, links, trigger);
  const recorded = await Promise.all(
    links.map((link) => okrWriter(env, ctx, link.okrId).recordReading(looks.get(link.queryKey)!)),
  );
  const okrIds = links.map((link) => link.okrId);
  const next = await noteHealth(
    ctx,
    connection,
    [...looks.values()].map((look) => look.seen),
  );
  await putOff(
    ctx.db,
    okrIds,
    Math.min(next.retryAt ?? Number.POSITIVE_INFINITY, ctx.now + intervalMs[connection.interval]),
  );
  await settleRollUps(env, ctx, [...new Set(recorded.flatMap((each) => each?.due ?? []))]);
  return recorded.flatMap((each) => (each ? [each.sync] : []));
}

/** One look per query. A failure that concerns the whole connection answers for the queries that follow it. */
async function lookAt(
  env: Env,
  ctx: Context,
  connection: Connection,
  links: readonly DataLink[],
  trigger: SyncTrigger,
): Promise<Map<string, Look>> {
  const reader = await readerOf(env, ctx, connection);
  const looks = new Map<string, Look>();
  let failed: SyncFailure | null = null;
  for (const { queryKey, query } of links) {
    if (looks.has(queryKey)) continue;
    const startedAt = Date.now();
    const seen: Asked<Reading> = failed ? err(failed) : withNextTry(connection, await reader(query), ctx.now);
    if (!seen.ok && isOfConnection(seen.error.reason)) failed = seen.error;
    looks.set(queryKey, { connectionId: connection.id, queryKey, trigger, startedAt, finishedAt: Date.now(), seen });
  }
  return looks;
}

/** What was seen; a failure of the whole connection says when it is tried again by itself. */
function withNextTry(connection: Connection, seen: Asked<Reading>, now: number): Asked<Reading> {
  if (seen.ok || !isOfConnection(seen.error.reason)) return seen;
  const { retryAt } = afterFailure(connection, seen.error, now);
  return retryAt === null ? seen : err({ ...seen.error, retryAt });
}

type Reader = (query: Record<string, unknown>) => Promise<Asked<Reading>>;

async function readerOf(env: Env, ctx: Context, connection: Connection): Promise<Reader> {
  const { retryAt, failureReason } = connection;
  if (failureReason === 'rate_limited' && retryAt !== null && retryAt > Date.now()) {
    const detail = connection.failureDetail ?? 'The provider asked Cairn to slow down.';
    return async () => err({ reason: 'rate_limited', detail, retryAt });
  }
  const adapter = adapterFor(connection.provider);
  const reach = outside(env, Date.now);
  try {
    const ring = keyRing(env);
    const secret = await openSecret<object>(ring, connection, 'credentials');
    await resealIfOutdated(ctx, ring, connection);
    return (query) => adapter.read(reach, connection.config, secret, query);
  } catch {
    const detail = 'Cairn cannot open the stored credentials any more. Enter them again.';
    return async () => err({ reason: 'unauthorized', detail });
  }
}
