import { type SQL, sql } from 'drizzle-orm';
import { guardThat, type Statement } from '../../db/commit.ts';
import { firstIdAt } from '../../db/ids.ts';
import { events } from '../../db/schema/access.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { MOST_A_DAY, WINDOW_MS } from './invitation.ts';

export const INVITED = 'member.invited';
export const RESENT = 'invitation.resent';

/** How many more invitations the organization may send now. */
export async function allowanceOf(ctx: Context): Promise<number> {
  const [row] = await ctx.db.all<{ sent: number }>(sql`select ${sentIn(ctx)} as sent`);
  return Math.max(0, MOST_A_DAY - (row?.sent ?? 0));
}

/** @throws Refusal `limit` unless so many more may be sent now */
export async function demandAllowance(ctx: Context, wanted: number): Promise<void> {
  const left = await allowanceOf(ctx);
  if (wanted > left) throw overLimit(left);
}

/** Two who send at the same moment both pass the check; the second one ends here. Stands before the events of a commit. */
export const guardAllowance = (ctx: Context, wanted: number): Statement =>
  guardThat(ctx.db, sql`${sentIn(ctx)} + ${wanted} <= ${MOST_A_DAY}`);

export const overLimit = (left: number) =>
  new Refusal(
    'limit',
    `An organization sends at most ${MOST_A_DAY} invitations in 24 hours. ${left === 0 ? 'None is left' : `${left} are left`} for now.`,
  );

/** The invitations of the last day, by their events: those are found by what happened and when. */
const sentIn = ({ org, now }: Context): SQL =>
  sql`(select count(*) from (select 1 from ${events} where org_id = ${org.id} and action in (${INVITED}, ${RESENT})
    and id >= ${firstIdAt('evt', now - WINDOW_MS)} limit ${MOST_A_DAY}))`;
