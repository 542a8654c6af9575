import { and, desc, eq, sql } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import type { CheckInId, OkrId } from '../../db/ids.ts';
import { checkIns } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { findPeople } from '../mentions/finding-people.ts';
import { seersOf, weave } from '../mentions/weaving.ts';
import { type Change, type Changed, commitChange, decide } from '../okrs/changing.ts';
import { findChangeable, type Subject } from '../okrs/finding-subject.ts';
import type { Okr } from '../okrs/okr.ts';
import { refuseDraft } from '../okrs/refusing-drafts.ts';
import { invalid, Refusal } from '../refusal.ts';
import { backdate, pastMoment } from './backdating.ts';
import type { CheckIn, CheckInInput } from './check-in.ts';
import { findAround, LAST_OF_MOMENT } from './finding-around.ts';
import { checkInOf, spokenFor, valueSaid } from './saying.ts';

/**
 * Reports where an OKR stands. The value holds until the next check-in, sync or roll-up, or if it is sticky until somebody
 * resumes automatic updates; a status that differs from
 * what the numbers say colours the OKR until then. Of a past day (`on`) it is history, unless nothing was said later.
 * `id` is the caller's, so that a call repeated after a lost answer finds its first check-in instead of adding one.
 * @throws Refusal `not_found`, `forbidden`, `conflict` when it is closed, `invalid` when a percent has no meaning for its measure or nothing would replace a sticky value
 */
export async function checkIn(ctx: Context, okrId: OkrId, input: CheckInInput, id: CheckInId): Promise<Spoken> {
  const past = pastMoment(ctx, input.on);
  const [subject, [told], [last], around, people] = await Promise.all([
    findChangeable(ctx, okrId),
    ctx.db
      .select()
      .from(checkIns)
      .where(and(eq(checkIns.orgId, ctx.org.id), eq(checkIns.id, id))),
    ctx.db
      .select({ at: checkIns.at })
      .from(checkIns)
      .where(and(eq(checkIns.orgId, ctx.org.id), eq(checkIns.okrId, okrId)))
      .orderBy(desc(checkIns.at), desc(checkIns.version))
      .limit(1),
    past === null ? null : findAround(ctx, okrId, { at: past, version: LAST_OF_MOMENT }),
    findPeople(ctx, input.note ?? null),
  ]);
  const { okr } = subject;
  if (told && told.okrId !== okrId)
    throw new Refusal('conflict', 'This check-in was made for another OKR. Open the form again.');
  if (told) return { okr, due: subject.parents.map((parent) => parent.okrId), checkIn: told, outsiders: [] };
  if (okr.closedAt !== null) throw new Refusal('conflict', 'This OKR is closed. Reopen it to check in.');
  refuseDraft(okr, 'check in');
  const note = weave(ctx, { okrId, subjectId: id, seers: seersOf(subject.ties) }, input.note ?? null, people);
  const { outsiders } = note;
  if (past !== null)
    return {
      ...(await backdate(ctx, subject, { id, at: past, on: input.on!, input, note, around: around! })),
      outsiders,
    };

  const at = Math.max(ctx.now, last?.at ?? 0);
  const value = valueSaid(okr, input, okr.value);
  const heldAt = heldSince(at, okr, value, input.sticky);
  const set = { value, valueAt: value === okr.value ? okr.valueAt : at, checkedInAt: at, heldAt };
  const computed = decide(ctx, subject, { set, chosen: null }).status;
  const given = { ...(input.sticky !== undefined && { sticky: input.sticky }), ...spokenFor(ctx, id) };
  const chosen = input.status && input.status !== computed ? input.status : null;
  const reported = await report(ctx, subject, {
    set,
    chosen,
    source: ctx.actor.via === 'api' ? 'token' : 'person',
    happening: { action: 'okr.checked_in', data: { from: okr.value, to: value, ...given } },
    row: { id, at, note: note.text, chosenStatus: chosen },
    also: input.note ? note.rows : [],
  });
  return { ...reported, outsiders };
}

/** A check-in that was said, and the names of those named in its note who may not see the OKR. */
export type Spoken = Changed & { checkIn: CheckIn; outsiders: string[] };

type Report = Omit<Change, 'also'> & {
  row?: Partial<typeof checkIns.$inferInsert>;
  also?: Statement[];
};

/**
 * The one way in which a value of now arrives, whoever brings it: the change, and the check-in that tells of it. Requests
 * may overtake one another; the check-in that comes last is never older than the one before it.
 */
export async function report(ctx: Context, subject: Subject, { row, also = [], ...change }: Report) {
  let told: CheckIn | undefined;
  const changed = await commitChange(ctx, subject, {
    ...change,
    also: (after) => {
      told = checkInOf(ctx, after, change.source, row);
      const at = sql`max(${told.at}, coalesce((select max(said.at) from ${checkIns} as said
        where said.org_id = ${told.orgId} and said.okr_id = ${told.okrId}), 0))`;
      return [ctx.db.insert(checkIns).values({ ...told, at }), ...also];
    },
  });
  return { ...changed, checkIn: told! };
}

/** Since when the value holds after this check-in; what is not said of it stays. */
function heldSince(at: number, okr: Okr, value: number | null, sticky: boolean | undefined): number | null {
  if (sticky === undefined) return okr.heldAt;
  if (!sticky) return null;
  if (okr.mode === 'manual')
    throw invalid({ sticky: 'This OKR is checked in by hand, so nothing else replaces what you say.' });
  if (value === null) throw invalid({ value: 'Say the value to keep.' });
  return okr.heldAt ?? at;
}
