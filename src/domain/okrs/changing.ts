import { and, eq, inArray, sql } from 'drizzle-orm';
import { commit, guard, type Statement } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { alignments, okrs, progressPoints, rollUpsDue } from '../../db/schema/okrs.ts';
import { startOf } from '../../lib/days.ts';
import { ulid } from '../../lib/ulid.ts';
import { type Context, todayOf } from '../context.ts';
import { eventRow } from '../events/event.ts';
import type { Call, CheckInSource } from '../words.ts';
import { type Subject, statusesOfChildren } from './finding-subject.ts';
import { type JudgedColumns, measureOf, type Okr, standingOf } from './okr.ts';
import { progressOf } from './progress.ts';
import { statusOn, turningDay } from './status.ts';
import { published } from './visible.ts';

/** What a verb wants to become of an OKR. Progress, status and all that follows from them are worked out here. */
export type Change = {
  /** Columns to set. */
  set: Partial<Okr>;
  /** A person's own call: a word to set it, null to return to what the numbers say, undefined to leave it. */
  chosen?: Call | null;
  /** Who brought the value; draws the point of the chart. */
  source: CheckInSource;
  /** It belongs to a past day: today gets no point, and the verb draws the days that it touches. */
  past?: boolean;
  happening: { action: string; data?: Record<string, unknown> };
  /** Rows that belong into the same commit, given the OKR as it will be. */
  also?: (after: Okr) => Statement[];
  /** Parents to recompute when they are not the ones the subject has now. */
  parents?: OkrId[];
};

/** An OKR after a change, and the parents that must be recomputed because of it. */
export type Changed = { okr: Okr; due: OkrId[] };

/**
 * Works out what a change means today and writes it in one batch: the OKR under compare-and-swap of its version, the
 * day's point, the roll-ups it makes due, the event, and whatever the verb adds.
 * @throws LostRace when the OKR was changed since it was read
 */
export async function commitChange(ctx: Context, subject: Subject, change: Change): Promise<Changed> {
  const { db, org } = ctx;
  const before = subject.okr;
  const after = decide(ctx, subject, change);
  const moved = after.value !== before.value || after.progress !== before.progress || after.status !== before.status;
  const spoken = after.checkedInAt !== before.checkedInAt;
  const due = before.draft ? [] : (change.parents ?? (moved ? subject.parents.map((parent) => parent.okrId) : []));

  await commit(db, [
    db
      .update(okrs)
      .set(differences(before, after))
      .where(and(eq(okrs.orgId, org.id), eq(okrs.id, before.id), eq(okrs.version, before.version))),
    guard(db),
    ...((moved || spoken) && !change.past ? [pointOf(ctx, after, change.source)] : []),
    ...(change.also?.(after) ?? []),
    ...dueRows(ctx, due),
    eventRow(ctx, { ...change.happening, subject: before.id }),
  ]);
  return { okr: after, due };
}

/** The columns that a change touches: naming the others would rewrite the indexes they stand in. */
const differences = (before: Okr, after: Okr): Partial<Okr> =>
  Object.fromEntries(Object.entries(after).filter(([column, value]) => value !== before[column as keyof Okr]));

/** The OKR as the change leaves it today: pure, given what was read. */
export function decide(
  ctx: Context,
  { okr: before, children }: Subject,
  { set, chosen }: Omit<Change, 'happening' | 'source'>,
): Okr {
  const next: Okr = { ...before, ...set, version: before.version + 1, updatedAt: ctx.now };
  next.progress = progressOf(measureOf(next), next.value);
  if (chosen !== undefined)
    Object.assign(next, { statusSource: chosen ? 'chosen' : 'computed', status: chosen ?? next.status });
  return { ...next, ...statusNow(ctx, next, statusesOfChildren(ctx, next, children)) };
}

/** Today's status of an OKR and the moment it will turn by itself. A draft has not started, however late it is. */
export function statusNow(
  acting: Pick<Context, 'org' | 'now'>,
  okr: JudgedColumns,
  children: Okr['status'][] | null,
): Pick<Okr, 'status' | 'turnsAt'> {
  if (okr.draft) return { status: 'not_started', turnsAt: null };
  const standing = standingOf(okr, children);
  const { org } = acting;
  const today = todayOf(acting);
  const turns = turningDay(today, standing, org);
  return { status: statusOn(today, standing, org), turnsAt: turns ? startOf(turns, org.timeZone) : null };
}

/** The last known state of the day, for charts. */
export function pointOf(ctx: Context, okr: Okr, source: CheckInSource): Statement {
  const { value, progress, status } = okr;
  return ctx.db
    .insert(progressPoints)
    .values({ orgId: ctx.org.id, okrId: okr.id, day: todayOf(ctx), value, progress, status, source })
    .onConflictDoUpdate({
      target: [progressPoints.orgId, progressPoints.okrId, progressPoints.day],
      set: { value, progress, status, source },
    });
}

/** Outbox rows: parents to recompute. A newer mark outlives the settling of an older one. */
export function dueRows({ db, org, now }: Context, parents: readonly OkrId[]): Statement[] {
  if (parents.length === 0) return [];
  const mark = ulid(now);
  return [
    db
      .insert(rollUpsDue)
      .select(sql`select ${org.id}, value, ${mark}, ${now} from json_each(${JSON.stringify(parents)}) where true`)
      .onConflictDoUpdate({ target: [rollUpsDue.orgId, rollUpsDue.okrId], set: { mark } }),
  ];
}

/**
 * Recomputes which of these OKRs stand at the top of their period's tree: below nothing that everybody may see. Goes
 * after the edges, and what is said of the parents, were written.
 */
export const refreshTop = ({ db, org }: Context, ids: readonly OkrId[]): Statement =>
  db
    .update(okrs)
    .set({
      top: sql`not exists (select 1 from ${alignments} as edge join ${okrs} as parent on parent.id = edge.parent_id
        where edge.org_id = ${org.id} and edge.child_id = ${okrs.id} and parent.period_id = ${okrs.periodId}
          and parent.visibility = 'public' and ${published(sql`parent`)})`,
    })
    .where(and(eq(okrs.orgId, org.id), inArray(okrs.id, [...ids])));
