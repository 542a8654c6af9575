import { and, eq } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import { type CheckInId, newId, type OkrId } from '../../db/ids.ts';
import { checkIns } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { type Change, type Changed, commitChange, decide } from '../okrs/changing.ts';
import { findChangeable, type Subject } from '../okrs/finding-subject.ts';
import { measureOf, type Okr } from '../okrs/okr.ts';
import { valueAt } from '../okrs/progress.ts';
import { invalid, Refusal } from '../refusal.ts';
import type { CheckIn, CheckInInput } from './check-in.ts';

/**
 * Reports where an OKR stands. The value holds until the next check-in, sync or roll-up, or if it is sticky until somebody
 * resumes automatic updates; a status that differs from
 * what the numbers say colours the OKR until then.
 * `id` is the caller's, so that a call repeated after a lost answer finds its first check-in instead of adding one.
 * @throws Refusal `not_found`, `forbidden`, `conflict` when it is closed, `invalid` when a percent has no meaning for its measure or nothing would replace a sticky value
 */
export async function checkIn(
  ctx: Context,
  okrId: OkrId,
  input: CheckInInput,
  id: CheckInId,
): Promise<Changed & { checkIn: CheckIn }> {
  const [subject, [told]] = await Promise.all([
    findChangeable(ctx, okrId),
    ctx.db
      .select()
      .from(checkIns)
      .where(and(eq(checkIns.orgId, ctx.org.id), eq(checkIns.id, id))),
  ]);
  const { okr } = subject;
  if (told && told.okrId !== okrId)
    throw new Refusal('conflict', 'This check-in was made for another OKR. Open the form again.');
  if (told) return { okr, due: subject.parents.map((parent) => parent.okrId), checkIn: told };
  if (okr.closedAt !== null) throw new Refusal('conflict', 'This OKR is closed. Reopen it to check in.');

  const value = valueSaid(okr, input, okr.value);
  const heldAt = heldSince(ctx, okr, value, input.sticky);
  const set = { value, valueAt: value === okr.value ? okr.valueAt : ctx.now, checkedInAt: ctx.now, heldAt };
  const computed = decide(ctx, subject, { set, chosen: null }).status;
  const given = input.sticky === undefined ? {} : { sticky: input.sticky };
  const chosen = input.status && input.status !== computed ? input.status : null;
  return report(ctx, subject, {
    set,
    chosen,
    source: ctx.actor.via === 'api' ? 'token' : 'person',
    happening: { action: 'okr.checked_in', data: { from: okr.value, to: value, ...given } },
    row: { id, note: input.note || null, chosenStatus: chosen },
  });
}

type Report = Omit<Change, 'also'> & {
  row?: Partial<typeof checkIns.$inferInsert>;
  also?: Statement[];
};

/** The one way in which a value arrives, whoever brings it: the change, and the check-in that tells of it. */
export async function report(ctx: Context, subject: Subject, { row, also = [], ...change }: Report) {
  let told: CheckIn | undefined;
  const changed = await commitChange(ctx, subject, {
    ...change,
    also: (after) => {
      told = checkInOf(ctx, after, change.source, row);
      return [ctx.db.insert(checkIns).values(told), ...also];
    },
  });
  return { ...changed, checkIn: told! };
}

function checkInOf(ctx: Context, after: Okr, source: CheckIn['source'], row: Report['row'] = {}): CheckIn {
  return {
    id: newId('chk', ctx.now),
    orgId: ctx.org.id,
    okrId: after.id,
    version: after.version,
    at: ctx.now,
    source,
    authorId: ctx.actor.memberId,
    tokenId: ctx.actor.via === 'api' ? ctx.actor.tokenId : null,
    syncId: null,
    value: after.value,
    progress: after.progress,
    status: after.status,
    chosenStatus: null,
    note: null,
    matched: null,
    completed: null,
    editedAt: null,
    ...row,
  };
}

/** Since when the value holds after this check-in; what is not said of it stays. */
function heldSince({ now }: Context, okr: Okr, value: number | null, sticky: boolean | undefined): number | null {
  if (sticky === undefined) return okr.heldAt;
  if (!sticky) return null;
  if (okr.mode === 'manual')
    throw invalid({ sticky: 'This OKR is checked in by hand, so nothing else replaces what you say.' });
  if (value === null) throw invalid({ value: 'Say the value to keep.' });
  return okr.heldAt ?? now;
}

/** The value that a report gives, in the OKR's own unit; `kept` where it gives none. */
export function valueSaid(okr: Okr, { value, percent }: CheckInInput, kept: number | null): number | null {
  if (value !== undefined) return value;
  if (percent === undefined) return kept;
  const reached = valueAt(measureOf(okr), percent / 100);
  if (reached === null)
    throw invalid({ percent: 'This measure has no way from start to target. Give a value instead.' });
  return reached;
}
