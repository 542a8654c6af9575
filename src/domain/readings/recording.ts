import { and, eq, sql } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import { type ConnectionId, newId, type OkrId } from '../../db/ids.ts';
import { dataLinks, syncs } from '../../db/schema/connections.ts';
import type { Result } from '../../lib/result.ts';
import { report } from '../check-ins/checking-in.ts';
import type { Context } from '../context.ts';
import type { Changed } from '../okrs/changing.ts';
import { type DataLink, findSubject } from '../okrs/finding-subject.ts';
import type { SyncOutcome, SyncTrigger } from '../words.ts';
import type { Reading } from './reading.ts';
import { effectOf } from './taking.ts';

/** One run of a data link, as it is stored. */
export type Sync = typeof syncs.$inferSelect;

/** What came of asking the provider: a reading or a failure, for which query and when (ms). */
export type Look = {
  connectionId: ConnectionId;
  queryKey: string;
  trigger: SyncTrigger;
  startedAt: number;
  finishedAt: number;
  /** Requests to the provider that the scan took; null when that is not known any more. */
  requests: number | null;
  /** The reading was kept at the data link since; whoever takes it first takes it alone. */
  kept?: boolean;
  seen: Result<Reading, { reason: string; detail: string; retryAt?: number }>;
};

/**
 * Records what a sync saw. Only a complete reading that matched something may change the value; a failure, an empty
 * result, an equal value and a value that a person holds leave it as it is. Not recorded (null) is a look at a query that
 * has since been edited, one that is older than what the link shows, and a kept reading that was taken already.
 */
export async function recordReading(
  ctx: Context,
  okrId: OkrId,
  look: Look,
): Promise<(Changed & { sync: Sync }) | null> {
  const subject = await findSubject(ctx, okrId);
  const { okr, link } = subject;
  if (!link || link.connectionId !== look.connectionId || link.queryKey !== look.queryKey) return null;
  if (isOutdated(link, look) || (look.kept && !link.waiting)) return null;

  const { value, changes } = look.seen.ok ? effectOf(okr, link.count, look.seen.value) : NOTHING;
  const sync = syncOf(ctx, okrId, look, outcomeOf(look, value, changes), value);
  const rows = [ctx.db.insert(syncs).values(sync), updateLink(ctx, link, look, sync)];

  if (!changes) {
    await commit(ctx.db, rows);
    return { okr, due: [], sync };
  }
  const { matched, completed } = sync;
  const changed = await report(ctx, subject, {
    set: { value, valueAt: look.finishedAt },
    chosen: null,
    source: 'sync',
    happening: {
      action: 'okr.synced',
      data: { from: okr.value, to: value, matched, completed, trigger: look.trigger },
    },
    row: { syncId: sync.id, matched, completed },
    also: rows,
  });
  return { ...changed, sync };
}

const NOTHING = { value: null, changes: false };

/** Scans are noted in whatever order their jobs end: an older one says nothing against a newer one. */
const isOutdated = ({ readAt, triedAt }: DataLink, { seen, finishedAt }: Look) =>
  (seen.ok ? (readAt ?? 0) : (triedAt ?? 0)) > finishedAt;

/** The word for what came of a look. */
export function outcomeOf(look: Look, value: number | null, changes: boolean): SyncOutcome {
  if (!look.seen.ok) return 'failed';
  if (value === null) return 'empty';
  return changes ? 'updated' : 'unchanged';
}

/** The run of one data link that a look is. */
export function syncOf(ctx: Context, okrId: OkrId, look: Look, outcome: SyncOutcome, value: number | null): Sync {
  const { seen } = look;
  return {
    id: newId('syn', look.startedAt),
    orgId: ctx.org.id,
    okrId,
    connectionId: look.connectionId,
    trigger: look.trigger,
    startedAt: look.startedAt,
    finishedAt: look.finishedAt,
    outcome,
    matched: seen.ok ? seen.value.matched : null,
    completed: seen.ok ? seen.value.completed : null,
    value,
    reason: seen.ok ? null : seen.error.reason,
    detail: seen.ok ? null : seen.error.detail,
    retryAt: seen.ok ? null : (seen.error.retryAt ?? null),
    requests: look.requests,
    repeats: 0,
  };
}

/** Leaves a link alone that shows something newer by now, and the words of a later failure. */
function updateLink({ db }: Context, link: DataLink, { seen, finishedAt, startedAt }: Look, sync: Sync) {
  const tried = {
    triedAt: finishedAt,
    outcome: sync.outcome,
    failureReason: sync.reason,
    failureDetail: sync.detail,
    lastSyncId: null,
  };
  const evidence = seen.ok
    ? {
        readAt: finishedAt,
        matched: sync.matched,
        completed: sync.completed,
        value: sync.value,
        approximate: seen.value.approximate,
        samples: seen.value.samples,
        tookMs: finishedAt - startedAt,
        waiting: false,
      }
    : {};
  return db
    .update(dataLinks)
    .set({ ...((link.triedAt ?? 0) > finishedAt ? {} : tried), ...evidence })
    .where(
      and(
        eq(dataLinks.okrId, link.okrId),
        eq(dataLinks.queryKey, link.queryKey),
        sql`coalesce(${seen.ok ? dataLinks.readAt : dataLinks.triedAt}, 0) <= ${finishedAt}`,
      ),
    );
}
