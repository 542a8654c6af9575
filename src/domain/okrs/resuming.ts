import type { OkrId } from '../../db/ids.ts';
import { report } from '../check-ins/checking-in.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { type Change, type Changed, commitChange } from './changing.ts';
import { findChangeable } from './finding-subject.ts';
import { automaticValueOf } from './holding.ts';
import { refuseStale } from './refusing-stale.ts';

/**
 * Ends a held value and takes the automatic one at once: the roll-up, or what the last good reading gave. `unread` says
 * that there is no reading yet, so that the caller asks for one. Where nothing is held, nothing happens.
 * @throws Refusal `not_found`, `forbidden`, `stale`, `conflict` when it is closed
 */
export async function resume(ctx: Context, okrId: OkrId, expected?: number): Promise<Changed & { unread: boolean }> {
  const subject = await findChangeable(ctx, okrId);
  const { okr, link } = subject;
  refuseStale(okr, expected);
  if (okr.closedAt !== null) throw new Refusal('conflict', 'This OKR is closed. Reopen it to resume its updates.');
  if (okr.heldAt === null) return { okr, due: [], unread: false };

  const automatic = automaticValueOf(subject);
  const unread = okr.mode === 'data_source' && automatic === null;
  const value = unread ? okr.value : automatic;
  const read = okr.mode === 'data_source' ? link : null;
  const change: Change = {
    set: { heldAt: null, value, valueAt: value === okr.value ? okr.valueAt : (read?.readAt ?? ctx.now) },
    chosen: null,
    source: read ? 'sync' : 'roll_up',
    happening: { action: 'okr.resumed', data: { from: okr.value, to: value } },
  };
  if (value === okr.value) return { ...(await commitChange(ctx, subject, change)), unread };
  const row = { authorId: null, tokenId: null, matched: read?.matched ?? null, completed: read?.completed ?? null };
  const { okr: after, due } = await report(ctx, subject, { ...change, also: [], row });
  return { okr: after, due, unread };
}
