import type { Database } from '../db/database.ts';
import type { ConnectionId, OkrId } from '../db/ids.ts';
import { type Connection, intervalMs } from '../domain/connections/connection.ts';
import { isOfConnection } from '../domain/connections/health.ts';
import { noteHealth } from '../domain/connections/noting-health.ts';
import { acting, type Context } from '../domain/context.ts';
import { findReadable, putOff, type ReadableLink } from '../domain/data-links/listing-due.ts';
import { findChangeable } from '../domain/okrs/finding-subject.ts';
import { refuseClosed } from '../domain/okrs/refusing-closed.ts';
import { refuseDraft } from '../domain/okrs/refusing-drafts.ts';
import { noteLooks } from '../domain/readings/noting.ts';
import type { Look, Sync } from '../domain/readings/recording.ts';
import { Refusal } from '../domain/refusal.ts';
import type { SyncTrigger } from '../domain/words.ts';
import type { Env } from '../env.ts';
import type { Asked, Reading } from '../integrations/adapter.ts';
import { err, ok } from '../lib/result.ts';
import { connectionReader } from './connection-reader-client.ts';
import { enqueue, OKRS_PER_JOB, SOON, settleJobs, takeJobs } from './messages.ts';
import { okrWriter } from './okr-writer-client.ts';
import { settleRollUps } from './settling.ts';

/**
 * Reads one source through a connection, in one scan for all that is linked to it. What is the same as before is noted for
 * all links together. OKRs that change take their readings at once when they are few, and many by the queue. What stands
 * above them is recomputed after the last one; by schedule it stays due, for the one job that each tick sends. Paused connections are left alone, and so are providers that are
 * switched off and organizations that will be deleted; those that wait are read when their wait is over.
 */
export async function syncSource(
  env: Env,
  db: Database,
  connectionId: ConnectionId,
  source: string,
  trigger: SyncTrigger,
): Promise<void> {
  const found = await findReadable(db, connectionId, { source });
  if (!found || found.links.length === 0) return;
  const { connection, org, enabled, links } = found;
  const now = Date.now();
  if (!enabled || connection.pausedAt !== null || org.deleteAt !== null) return;
  if ((connection.retryAt ?? 0) > now) {
    await putOff(db, idsOf(links), connection.retryAt!);
    return;
  }
  const ctx = { ...acting(org, 'sync', now), db };
  const { looks, nextAt } = await lookAt(env, ctx, connection, links, trigger);
  const changing = await noteLooks(ctx, links, looks, nextAt);
  if (changing.length > OKRS_PER_JOB) {
    await enqueue(env.JOBS, takeJobs({ orgId: org.id, connectionId, trigger }, changing));
    if (trigger !== 'schedule') await enqueue(env.JOBS, settleJobs([org.id], { after: SOON }));
    return;
  }
  const { due } = await takeReadings(
    env,
    ctx,
    links.filter(({ okrId }) => changing.includes(okrId)),
    (link) => looks.get(link.queryKey),
  );
  if (trigger !== 'schedule') await settleRollUps(env, ctx, due);
}

/**
 * Lets OKRs take the readings that wait for them at their links. Whoever took theirs already is passed over. What stands
 * above them stays due, for one job that recomputes it for all of them.
 */
export async function takeWaiting(
  env: Env,
  db: Database,
  connectionId: ConnectionId,
  okrIds: readonly OkrId[],
  trigger: SyncTrigger,
): Promise<void> {
  const found = await findReadable(db, connectionId, { okrIds });
  if (!found) return;
  const ctx = { ...acting(found.org, 'sync', Date.now()), db };
  const waiting = found.links.filter((link) => link.waiting);
  await takeReadings(env, ctx, waiting, (link) => keptLook(link, trigger));
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
  const found = link && (await findReadable(ctx.db, link.connectionId, { okrIds: [okrId] }));
  if (!found) throw new Refusal('not_found', 'This OKR is not connected to a data source.');
  if (!found.enabled) throw new Refusal('conflict', 'An admin has switched this data source off.');
  const { connection, links } = found;
  const system = { ...acting(ctx.org, 'sync', Date.now()), db: ctx.db };
  const { looks, nextAt } = await lookAt(env, system, connection, links, trigger);
  const { syncs, due } = await takeReadings(env, system, links, ({ queryKey }) => looks.get(queryKey));
  await settleRollUps(env, system, due);
  await putOff(ctx.db, [okrId], nextAt);
  return syncs[0] ?? null;
}

/**
 * Each OKR records its reading by its writer; the parents that are due because of it are returned. One that cannot is
 * thrown after all others have theirs; an OKR that is gone meanwhile takes nothing.
 */
async function takeReadings(
  env: Env,
  ctx: Context,
  links: readonly ReadableLink[],
  lookOf: (link: ReadableLink) => Look | undefined,
): Promise<{ syncs: Sync[]; due: OkrId[] }> {
  const tries = await Promise.allSettled(
    links.map((link) => {
      const look = lookOf(link);
      return look ? okrWriter(env, ctx, link.okrId).recordReading(look) : null;
    }),
  );
  const failed = tries.find((each) => each.status === 'rejected' && !isGone(each.reason));
  if (failed?.status === 'rejected') throw failed.reason;
  const taken = tries.flatMap((each) => (each.status === 'fulfilled' && each.value ? [each.value] : []));
  return { syncs: taken.map(({ sync }) => sync), due: [...new Set(taken.flatMap(({ due }) => due))] };
}

const isGone = (reason: unknown) => reason instanceof Refusal && reason.code === 'not_found';

/** One look for each query of a source by its key, all from one scan, with the health of the connection noted. */
async function lookAt(
  env: Env,
  ctx: Context,
  connection: Connection,
  links: readonly ReadableLink[],
  trigger: SyncTrigger,
): Promise<{ looks: Map<string, Look>; nextAt: number }> {
  const [first] = links;
  if (!first) return { looks: new Map(), nextAt: ctx.now };
  const queries = Object.fromEntries(links.map(({ queryKey, query }) => [queryKey, query]));
  const urgent = trigger === 'refresh' || trigger === 'edit';
  const reader = connectionReader(env, connection);
  const { seen, ...scan } = await reader.scan(connection.id, first.sourceKey, queries, urgent);
  const asked = Object.keys(queries);
  const answers = asked.map((queryKey) => seen[queryKey]!);
  const { retryAt } = await noteHealth(ctx, connection, answers, Math.random());
  const looks = asked.map((queryKey, i): [string, Look] => [
    queryKey,
    { connectionId: connection.id, queryKey, trigger, ...scan, seen: withNextTry(answers[i]!, retryAt) },
  ]);
  const nextAt = Math.min(retryAt ?? Number.POSITIVE_INFINITY, ctx.now + intervalMs[connection.interval]);
  return { looks: new Map(looks), nextAt };
}

/** What was seen; a failure of the whole connection says when it is tried again by itself. */
const withNextTry = (seen: Asked<Reading>, retryAt: number | null): Asked<Reading> =>
  seen.ok || retryAt === null || !isOfConnection(seen.error.reason) ? seen : err({ ...seen.error, retryAt });

/** The reading that a link holds, as the look that brought it. */
function keptLook(link: ReadableLink, trigger: SyncTrigger): Look {
  const { connectionId, queryKey, readAt, tookMs, matched, completed, value, approximate, samples } = link;
  const finishedAt = readAt ?? 0;
  return {
    connectionId,
    queryKey,
    trigger,
    startedAt: finishedAt - (tookMs ?? 0),
    finishedAt,
    requests: null,
    kept: true,
    seen: ok({
      matched,
      completed,
      value: matched === null ? value : null,
      approximate: approximate ?? false,
      samples: samples ?? [],
    }),
  };
}

const idsOf = (links: readonly ReadableLink[]) => links.map(({ okrId }) => okrId);
