import { and, asc, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Database } from '../../db/database.ts';
import type { OkrId } from '../../db/ids.ts';
import { okrOwners, okrs } from '../../db/schema/okrs.ts';
import { periods } from '../../db/schema/organizations.ts';
import type { Day } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import type { Due } from '../okrs/listing-due.ts';
import { visible } from '../okrs/visible.ts';
import { nextIdOf } from './recurring.ts';

/** What was prepared for a period to come. */
export type Prepared = { id: OkrId; title: string; draft: boolean; period: string };

const columns = { id: okrs.id, title: okrs.title, draft: okrs.draft, period: periods.name };

/** The next of a recurring OKR, if it has been prepared and the actor may see it. */
export async function findNext(ctx: Context, okrId: OkrId): Promise<Prepared | null> {
  const [found] = await ctx.db
    .select(columns)
    .from(okrs)
    .innerJoin(periods, eq(periods.id, okrs.periodId))
    .where(and(eq(okrs.orgId, ctx.org.id), eq(okrs.id, nextIdOf(okrId)), eq(okrs.copiedFromId, okrId), visible(ctx)));
  return found ?? null;
}

/** OKRs looked at, the newest first. */
const REACH = 60;
const MOST = 5;

/** Drafts of the next period that were prepared for the acting member and wait to be looked at; at most five. */
export async function listPrepared({ db, org, actor }: Context): Promise<Prepared[]> {
  const mine = db
    .select({ id: okrOwners.okrId })
    .from(okrOwners)
    .where(and(eq(okrOwners.orgId, org.id), eq(okrOwners.memberId, actor.memberId!)))
    .orderBy(sql`${okrOwners.okrId} desc`)
    .limit(REACH)
    .as('mine');
  return db
    .select(columns)
    .from(mine)
    .crossJoin(okrs)
    .innerJoin(periods, eq(periods.id, okrs.periodId))
    .where(
      and(
        eq(okrs.id, mine.id),
        eq(okrs.draft, true),
        eq(okrs.recurs, true),
        isNotNull(okrs.copiedFromId),
        isNull(okrs.proposalId),
      ),
    )
    .limit(MOST);
}

/** Recurring OKRs of whatever organization whose next is to be prepared by a day. */
export const listRecurring = (db: Database, by: Day, limit: number): Promise<Due[]> =>
  db
    .select({ orgId: okrs.orgId, okrId: okrs.id })
    .from(okrs)
    .where(lte(okrs.prepareOn, by))
    .orderBy(asc(okrs.prepareOn))
    .limit(limit);
