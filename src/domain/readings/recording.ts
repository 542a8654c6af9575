import { eq } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import { type ConnectionId, newId, type OkrId } from '../../db/ids.ts';
import { dataLinks, syncs } from '../../db/schema/connections.ts';
import type { Result } from '../../lib/result.ts';
import { report } from '../check-ins/checking-in.ts';
import type { Context } from '../context.ts';
import type { Changed } from '../okrs/changing.ts';
import { type DataLink, findSubject } from '../okrs/finding-subject.ts';
import { measureOf } from '../okrs/okr.ts';
import type { SyncOutcome, SyncTrigger } from '../words.ts';
import type { Reading } from './reading.ts';
import { valueOfReading } from './valuing.ts';

/** One run of a data link, as it is stored. */
export type Sync = typeof syncs.$inferSelect;

/** What came of asking the provider: a reading or a failure, for which query and when (ms). */
export type Look = {
  connectionId: ConnectionId;
  queryKey: string;
  trigger: SyncTrigger;
  startedAt: number;
  finishedAt: number;
  seen: Result<Reading, { reason: string; detail: string; retryAt?: number }>;
};

/**
 * Records what a sync saw. Only a complete reading that matched something may change the value; a failure, an empty
 * result, an equal value and a value that a person holds leave it as it is. A look at a query that has since been edited is not recorded (null).
 */
export async function recordReading(
  ctx: Context,
  okrId: OkrId,
  look: Look,
): Promise<(Changed & { sync: Sync }) | null> {
  const subject = await findSubject(ctx, okrId);
  const { okr, link } = subject;
  if (!link || link.connectionId !== look.connectionId || link.queryKey !== look.queryKey) return null;

  const value = look.seen.ok ? valueOfReading(measureOf(okr), link.count, look.seen.value) : null;
  const applies = okr.mode === 'data_source' && okr.closedAt === null && okr.heldAt === null;
  const changes = value !== null && applies && value !== okr.value;
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

function outcomeOf(look: Look, value: number | null, changes: boolean): SyncOutcome {
  if (!look.seen.ok) return 'failed';
  if (value === null) return 'empty';
  return changes ? 'updated' : 'unchanged';
}

function syncOf(ctx: Context, okrId: OkrId, look: Look, outcome: SyncOutcome, value: number | null): Sync {
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
  };
}

function updateLink({ db }: Context, link: DataLink, { seen, finishedAt, startedAt }: Look, sync: Sync) {
  const tried = { triedAt: finishedAt, outcome: sync.outcome, failureReason: sync.reason, failureDetail: sync.detail };
  const evidence = seen.ok
    ? {
        readAt: finishedAt,
        matched: sync.matched,
        completed: sync.completed,
        value: sync.value,
        approximate: seen.value.approximate,
        samples: seen.value.samples,
        tookMs: finishedAt - startedAt,
      }
    : {};
  return db
    .update(dataLinks)
    .set({ ...tried, ...evidence })
    .where(eq(dataLinks.okrId, link.okrId));
}
