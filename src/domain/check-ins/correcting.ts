import { and, desc, eq, ne, notInArray } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import type { CheckInId, OkrId } from '../../db/ids.ts';
import { checkIns, progressPoints } from '../../db/schema/okrs.ts';
import { dayOf } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import { type Changed, commitChange } from '../okrs/changing.ts';
import { findSubject, type Subject } from '../okrs/finding-subject.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import type { CheckIn, CheckInInput } from './check-in.ts';
import { valueSaid } from './checking-in.ts';

/**
 * Corrects the note, status or value of a check-in; the newest one's value and status become the OKR's.
 * @throws Refusal `not_found`, `forbidden` unless author or admin, `conflict` when the OKR is closed
 */
export async function editCheckIn(
  ctx: Context,
  okrId: OkrId,
  id: CheckInId,
  input: CheckInInput,
): Promise<Changed & { checkIn: CheckIn }> {
  const { subject, checkIn, newest } = await findForCorrection(ctx, okrId, id);
  if (!newest && (input.value !== undefined || input.percent !== undefined || input.status !== undefined))
    throw new Refusal('conflict', 'Only the newest check-in can change its value or status. Older ones keep theirs.');
  if (input.sticky !== undefined) throw invalid({ sticky: 'Say this with a new check-in.' });
  const value = valueSaid(subject.okr, input, checkIn.value);
  const corrected: CheckIn = {
    ...checkIn,
    note: input.note === undefined ? checkIn.note : input.note || null,
    value,
    chosenStatus: input.status ?? checkIn.chosenStatus,
    editedAt: ctx.now,
  };
  const changed = await commitChange(ctx, subject, {
    ...(newest ? { set: { value }, chosen: corrected.chosenStatus } : { set: {} }),
    source: checkIn.source,
    happening: { action: 'check_in.edited', data: { check_in: id, from: checkIn.value, to: value } },
    also: (after) => {
      const { progress, status } = after;
      if (newest) Object.assign(corrected, { progress, status });
      return [
        ctx.db.update(checkIns).set(corrected).where(eq(checkIns.id, id)),
        ...(newest ? [redraw(ctx, checkIn, corrected)] : []),
      ];
    },
  });
  return { ...changed, checkIn: corrected };
}

/**
 * Deletes a check-in. Deleting the newest restores the value before it, and ends what it began to hold; the last word is
 * the one that remains.
 * @throws Refusal `not_found`, `forbidden` unless author or admin, `conflict` when the OKR is closed
 */
export async function deleteCheckIn(ctx: Context, okrId: OkrId, id: CheckInId): Promise<Changed> {
  const { subject, checkIn, newest, before, spokenAt } = await findForCorrection(ctx, okrId, id);
  const set = { checkedInAt: spokenAt };
  const begins = subject.okr.heldAt === checkIn.at;
  const restored = newest
    ? {
        set: { ...set, value: before?.value ?? null, valueAt: before?.at ?? null, ...(begins && { heldAt: null }) },
        chosen: before?.chosenStatus ?? null,
      }
    : { set };
  return commitChange(ctx, subject, {
    ...restored,
    source: before?.source ?? 'person',
    happening: { action: 'check_in.deleted', data: { check_in: id, value: checkIn.value } },
    also: () => [ctx.db.delete(checkIns).where(eq(checkIns.id, id)), ...(newest ? [redraw(ctx, checkIn, before)] : [])],
  });
}

/** The day of the newest check-in in the chart, after it was replaced by another of that day, or by none. */
function redraw({ db, org }: Context, { okrId, at }: CheckIn, other: CheckIn | null): Statement {
  const day = dayOf(at, org.timeZone);
  const point = and(eq(progressPoints.orgId, org.id), eq(progressPoints.okrId, okrId), eq(progressPoints.day, day));
  if (!other || dayOf(other.at, org.timeZone) !== day) return db.delete(progressPoints).where(point);
  const { value, progress, status, source } = other;
  return db.update(progressPoints).set({ value, progress, status, source }).where(point);
}

/**
 * A check-in to be corrected and the one before the newest. `newest` tells whether the OKR's value is this one's;
 * `spokenAt` when somebody last spoke apart from it, ms.
 */
export type Correction = {
  subject: Subject;
  checkIn: CheckIn;
  newest: boolean;
  before: CheckIn | null;
  spokenAt: number | null;
};

/** @throws Refusal `not_found`, `forbidden` unless author or admin, `conflict` when the OKR is closed */
export async function findForCorrection(ctx: Context, okrId: OkrId, id: CheckInId): Promise<Correction> {
  const { db, org, actor } = ctx;
  const own = and(eq(checkIns.orgId, org.id), eq(checkIns.okrId, okrId));
  const [subject, [checkIn], [last, before], [spoken]] = await Promise.all([
    findSubject(ctx, okrId),
    db
      .select()
      .from(checkIns)
      .where(and(own, eq(checkIns.id, id))),
    db.select().from(checkIns).where(own).orderBy(desc(checkIns.version)).limit(2),
    db
      .select({ at: checkIns.at })
      .from(checkIns)
      .where(and(own, ne(checkIns.id, id), notInArray(checkIns.source, ['sync', 'roll_up'])))
      .orderBy(desc(checkIns.version))
      .limit(1),
  ]);
  if (!checkIn) throw new Refusal('not_found', 'There is no such check-in.');
  demand(may.correctCheckIn(actor, checkIn.authorId), sentences.checkIn);
  if (subject.okr.closedAt !== null)
    throw new Refusal('conflict', 'This OKR is closed. Reopen it to correct a check-in.');

  return { subject, checkIn, newest: last?.id === id, before: before ?? null, spokenAt: spoken?.at ?? null };
}
