import { and, desc, eq } from 'drizzle-orm';
import type { CheckInId, OkrId } from '../../db/ids.ts';
import { checkIns } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { type Changed, commitChange } from '../okrs/changing.ts';
import { findSubject, type Subject } from '../okrs/finding-subject.ts';
import { demand } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { CheckIn, CheckInInput } from './check-in.ts';

const AUTHORS = 'Only its author and admins can change a check-in.';

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
  if (input.percent !== undefined) throw new Refusal('invalid', 'Correct a check-in by its value.');
  const value = input.value ?? checkIn.value;
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
      if (newest) Object.assign(corrected, { progress: after.progress, status: after.status });
      return [ctx.db.update(checkIns).set(corrected).where(eq(checkIns.id, id))];
    },
  });
  return { ...changed, checkIn: corrected };
}

/**
 * Deletes a check-in. Deleting the newest restores the value before it.
 * @throws Refusal `not_found`, `forbidden` unless author or admin, `conflict` when the OKR is closed
 */
export async function deleteCheckIn(ctx: Context, okrId: OkrId, id: CheckInId): Promise<Changed> {
  const { subject, checkIn, newest, before } = await findForCorrection(ctx, okrId, id);
  const restored = newest
    ? { set: { value: before?.value ?? null, valueAt: before?.at ?? null }, chosen: before?.chosenStatus ?? null }
    : { set: {} };
  return commitChange(ctx, subject, {
    ...restored,
    source: before?.source ?? 'person',
    happening: { action: 'check_in.deleted', data: { check_in: id, value: checkIn.value } },
    also: () => [ctx.db.delete(checkIns).where(eq(checkIns.id, id))],
  });
}

type Correction = { subject: Subject; checkIn: CheckIn; newest: boolean; before: CheckIn | null };

async function findForCorrection(ctx: Context, okrId: OkrId, id: CheckInId): Promise<Correction> {
  const { db, org, actor } = ctx;
  const own = and(eq(checkIns.orgId, org.id), eq(checkIns.okrId, okrId));
  const [subject, [checkIn], [last, before]] = await Promise.all([
    findSubject(ctx, okrId),
    db
      .select()
      .from(checkIns)
      .where(and(own, eq(checkIns.id, id))),
    db.select().from(checkIns).where(own).orderBy(desc(checkIns.version)).limit(2),
  ]);
  if (!checkIn) throw new Refusal('not_found', 'There is no such check-in.');
  const mine = actor.memberId !== null && checkIn.authorId === actor.memberId && actor.role !== 'observer';
  demand(mine || actor.role === 'owner' || actor.role === 'admin', AUTHORS);
  if (subject.okr.closedAt !== null)
    throw new Refusal('conflict', 'This OKR is closed. Reopen it to correct a check-in.');

  return { subject, checkIn, newest: last?.id === id, before: before ?? null };
}
