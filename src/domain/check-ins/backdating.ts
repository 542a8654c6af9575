import type { CheckInId } from '../../db/ids.ts';
import { checkIns } from '../../db/schema/okrs.ts';
import { type Day, noonOf } from '../../lib/days.ts';
import { type Context, todayOf } from '../context.ts';
import type { Woven } from '../mentions/weaving.ts';
import { type Changed, commitChange } from '../okrs/changing.ts';
import type { Subject } from '../okrs/finding-subject.ts';
import type { Okr } from '../okrs/okr.ts';
import { invalid } from '../refusal.ts';
import type { CheckIn, CheckInInput } from './check-in.ts';
import { type Around, bears, stoodOn, valueAfter } from './history.ts';
import { redraw } from './redrawing.ts';
import { checkInOf, spokenFor, valueSaid } from './saying.ts';

/** The moment (ms) of a check-in for a past day, noon of that day; null for today. @throws Refusal `invalid` for a day to come */
export function pastMoment(ctx: Context, on: Day | undefined): number | null {
  const today = todayOf(ctx);
  if (on === undefined || on === today) return null;
  if (on > today) throw invalid({ on: 'This day is still to come. Choose today or a day before it.' });
  return noonOf(on, ctx.org.timeZone);
}

type Past = { id: CheckInId; at: number; on: Day; input: CheckInInput; note: Woven; around: Around };

/**
 * A check-in for a past day `on`, of which `around` was said. It becomes today's value only if nothing that gives one
 * was said later; else it is history: the check-ins, the chart and the OKR as of those days.
 * Status and suggested status are those of its own day. @throws Refusal `invalid`
 */
export async function backdate(
  ctx: Context,
  subject: Subject,
  { id, at, on, input, note, around }: Past,
): Promise<Changed & { checkIn: CheckIn }> {
  const { okr } = subject;
  refuseOutside(okr, on);
  if (input.sticky !== undefined) throw invalid({ sticky: 'A value of a past day cannot be kept. Say it of today.' });

  const before = valueAfter(around.before);
  const value = valueSaid(okr, input, before);
  const computed = stoodOn(ctx.org, okr, on, value, null).status;
  const chosenStatus = input.status && input.status !== computed ? input.status : null;
  const stood = stoodOn(ctx.org, okr, on, value, chosenStatus);
  const holds = value !== null && !around.after.some(bears);
  const source = ctx.actor.via === 'api' ? 'token' : 'person';

  let told: CheckIn | undefined;
  const changed = await commitChange(ctx, subject, {
    set: {
      checkedInAt: Math.max(okr.checkedInAt ?? at, at),
      ...(holds && { value, valueAt: value === okr.value ? okr.valueAt : at }),
    },
    ...(around.after.length === 0 && { chosen: chosenStatus }),
    source,
    past: true,
    happening: { action: 'okr.checked_in', data: { from: before, to: value, on, ...spokenFor(ctx, id) } },
    also: (after) => {
      told = checkInOf(ctx, after, source, { id, at, ...stood, chosenStatus, note: note.text });
      return [
        ctx.db.insert(checkIns).values(told),
        ...redraw(ctx, after, { day: on, word: told, around }),
        ...(note.text === null ? [] : note.rows),
      ];
    },
  });
  return { ...changed, checkIn: told! };
}

function refuseOutside({ startsOn, endsOn }: Okr, on: Day): void {
  if (on < startsOn) throw invalid({ on: `This OKR starts on ${startsOn}. Choose that day or a later one.` });
  if (on > endsOn) throw invalid({ on: `This OKR ended on ${endsOn}. Choose that day or an earlier one.` });
}
