import { and, desc, eq, ne, notInArray, type SQL } from 'drizzle-orm';
import type { CheckInId, OkrId } from '../../db/ids.ts';
import { checkIns } from '../../db/schema/okrs.ts';
import { type Day, dayOf } from '../../lib/days.ts';
import { withoutAnswers } from '../comments/deleting.ts';
import { type Context, todayOf } from '../context.ts';
import { findPeople } from '../mentions/finding-people.ts';
import { seersOf, weave } from '../mentions/weaving.ts';
import { type Changed, commitChange } from '../okrs/changing.ts';
import { findVisible, type Subject } from '../okrs/finding-subject.ts';
import type { Okr } from '../okrs/okr.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import type { Call } from '../words.ts';
import type { CheckIn, CheckInInput } from './check-in.ts';
import { bearing, findAround } from './finding-around.ts';
import { bears, isLater, stoodOn } from './history.ts';
import { redraw } from './redrawing.ts';
import { valueSaid } from './saying.ts';

/**
 * Corrects the note, status or value of a check-in; the newest one's value and status become the OKR's. Newest is the one
 * of the latest moment, whenever it was said. @throws Refusal `not_found`, `forbidden` unless author or admin, `conflict` when the OKR is closed
 */
export async function editCheckIn(
  ctx: Context,
  okrId: OkrId,
  id: CheckInId,
  input: CheckInInput,
): Promise<Changed & { checkIn: CheckIn }> {
  const { subject, checkIn, newest } = await findForCorrection(ctx, okrId, id);
  const newValue = input.value !== undefined || input.percent !== undefined;
  const moves = newValue || input.status !== undefined;
  if (!newest && moves)
    throw new Refusal('conflict', 'Only the newest check-in can change its value or status. Older ones keep theirs.');
  if (input.sticky !== undefined) throw invalid({ sticky: 'Say this with a new check-in.' });
  if (input.on !== undefined)
    throw invalid({ on: 'A check-in keeps its day. Delete it, and say it of the other day.' });
  const value = valueSaid(subject.okr, input, checkIn.value);
  const [around, people] = await Promise.all([
    moves ? findAround(ctx, okrId, checkIn) : null,
    findPeople(ctx, input.note ?? null, checkIn.note),
  ]);
  const place = { okrId, subjectId: id, seers: seersOf(subject.ties) };
  const note = input.note === undefined ? null : weave(ctx, place, input.note, people);
  const corrected: CheckIn = {
    ...checkIn,
    note: note ? note.text : checkIn.note,
    value,
    chosenStatus: input.status ?? checkIn.chosenStatus,
    editedAt: ctx.now,
  };
  const day = dayOf(checkIn.at, ctx.org.timeZone);
  const changed = await commitChange(ctx, subject, {
    set: newValue ? { value } : {},
    ...(moves && { chosen: corrected.chosenStatus }),
    source: checkIn.source,
    past: true,
    happening: { action: 'check_in.edited', data: { check_in: id, from: checkIn.value, to: value } },
    also: (after) => {
      if (moves) Object.assign(corrected, day === todayOf(ctx) ? stands(after) : stood(ctx, after, day, corrected));
      return [
        ctx.db.update(checkIns).set(corrected).where(eq(checkIns.id, id)),
        ...(around ? redraw(ctx, after, { day, word: corrected, around }) : []),
        ...(note?.rows ?? []),
      ];
    },
  });
  return { ...changed, checkIn: corrected };
}

const stands = ({ progress, status }: Okr) => ({ progress, status });

const stood = ({ org }: Context, okr: Okr, day: Day, { value, chosenStatus }: CheckIn) =>
  stoodOn(org, okr, day, value, chosenStatus);

/**
 * Deletes a check-in. Deleting the one that today's value comes from restores the value before it, and ends what it began
 * to hold; the last word is the latest one that remains. An OKR that rolls up is due itself then: what is below it may say
 * something else by now.
 * @throws Refusal `not_found`, `forbidden` unless author or admin, `conflict` when the OKR is closed
 */
export async function deleteCheckIn(ctx: Context, okrId: OkrId, id: CheckInId): Promise<Changed> {
  const { subject, checkIn, newest, holds, before, callBefore, spokenAt } = await findForCorrection(ctx, okrId, id);
  const around = await findAround(ctx, okrId, checkIn);
  const day = dayOf(checkIn.at, ctx.org.timeZone);
  const begins = subject.okr.heldAt === checkIn.at;
  const follows = holds && subject.okr.mode === 'rollup' && (begins || subject.okr.heldAt === null);
  return commitChange(ctx, subject, {
    set: {
      checkedInAt: spokenAt,
      ...(holds && { value: before?.value ?? null, valueAt: before?.at ?? null, ...(begins && { heldAt: null }) }),
    },
    ...(newest && { chosen: callBefore }),
    source: checkIn.source,
    past: true,
    happening: { action: 'check_in.deleted', data: { check_in: id, value: checkIn.value } },
    also: (after) => [
      ctx.db.delete(checkIns).where(eq(checkIns.id, id)),
      ...withoutAnswers(ctx, okrId, id),
      ...redraw(ctx, after, { day, word: null, around }),
    ],
    ...(follows && { parents: [okrId, ...subject.parents.map((parent) => parent.okrId)] }),
  });
}

/**
 * A check-in to be corrected. `newest` tells that nothing is of a later moment; `holds` that today's value is its own,
 * and `before` and `callBefore` what holds without it: the check-in that gives the value, and a person's call if one does.
 * `spokenAt` is when somebody last spoke apart from it, ms.
 */
export type Correction = {
  subject: Subject;
  checkIn: CheckIn;
  newest: boolean;
  holds: boolean;
  before: CheckIn | null;
  callBefore: Call | null;
  spokenAt: number | null;
};

/** @throws Refusal `not_found`, `forbidden` unless author or admin, `conflict` when the OKR is closed */
export async function findForCorrection(ctx: Context, okrId: OkrId, id: CheckInId): Promise<Correction> {
  const { db, org, actor } = ctx;
  const others = and(eq(checkIns.orgId, org.id), eq(checkIns.okrId, okrId), ne(checkIns.id, id));
  const latest = (which?: SQL) =>
    db.select().from(checkIns).where(and(others, which)).orderBy(desc(checkIns.at), desc(checkIns.version)).limit(1);
  const [subject, [checkIn], [last], [before], [spoken]] = await Promise.all([
    findVisible(ctx, okrId),
    db
      .select()
      .from(checkIns)
      .where(and(eq(checkIns.orgId, org.id), eq(checkIns.okrId, okrId), eq(checkIns.id, id))),
    latest(),
    latest(bearing),
    latest(notInArray(checkIns.source, ['sync', 'roll_up'])),
  ]);
  if (!checkIn) throw new Refusal('not_found', 'There is no such check-in.');
  demand(may.correctCheckIn(actor, checkIn.authorId), sentences.checkIn);
  if (subject.okr.closedAt !== null)
    throw new Refusal('conflict', 'This OKR is closed. Reopen it to correct a check-in.');

  return {
    subject,
    checkIn,
    newest: !last || isLater(checkIn, last),
    holds: bears(checkIn) && (!before || isLater(checkIn, before)),
    before: before ?? null,
    callBefore: last?.chosenStatus ?? null,
    spokenAt: spoken?.at ?? null,
  };
}
