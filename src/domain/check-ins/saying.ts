import { type CheckInId, newId } from '../../db/ids.ts';
import type { checkIns } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { adminOf } from '../events/event.ts';
import { measureOf, type Okr } from '../okrs/okr.ts';
import { valueAt } from '../okrs/progress.ts';
import { invalid } from '../refusal.ts';
import type { CheckIn, CheckInInput } from './check-in.ts';

/** The check-in that tells of an OKR as a change leaves it; `row` says what differs. */
export function checkInOf(
  ctx: Context,
  after: Okr,
  source: CheckIn['source'],
  row: Partial<typeof checkIns.$inferInsert> = {},
): CheckIn {
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

/** An admin who checks in for somebody stands in the event alone, which therefore names the check-in. */
export const spokenFor = ({ actor }: Context, id: CheckInId) => (adminOf(actor) ? { check_in: id } : {});

/** The value that a report gives, in the OKR's own unit; `kept` where it gives none. @throws Refusal `invalid` */
export function valueSaid(okr: Okr, { value, percent }: CheckInInput, kept: number | null): number | null {
  if (value !== undefined) return value;
  if (percent === undefined) return kept;
  const reached = valueAt(measureOf(okr), percent / 100);
  if (reached === null)
    throw invalid({ percent: 'This measure has no way from start to target. Give a value instead.' });
  return reached;
}
