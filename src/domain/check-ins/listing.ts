import { and, desc, eq, sql } from 'drizzle-orm';
import type { CheckInId, OkrId } from '../../db/ids.ts';
import { apiTokens } from '../../db/schema/access.ts';
import { checkIns, okrs } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { checkOkrExists } from '../okrs/finding-full.ts';
import { visible } from '../okrs/visible.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import { Refusal } from '../refusal.ts';
import type { CheckIn } from './check-in.ts';
import { authoringToken, authorName, type Told } from './finding.ts';

/** A page of an OKR's check-ins, newest first. @throws Refusal `not_found` when there is no such OKR */
export async function listCheckInPage(ctx: Context, okrId: OkrId, { after, limit }: Cut): Promise<Page<Told>> {
  const last = valuesOf(after, 'number', 'number');
  const [rows] = await Promise.all([
    signed(ctx)
      .where(
        and(
          eq(checkIns.orgId, ctx.org.id),
          eq(checkIns.okrId, okrId),
          last ? sql`(${checkIns.at}, ${checkIns.version}) < (${last[0]}, ${last[1]})` : undefined,
        ),
      )
      .orderBy(desc(checkIns.at), desc(checkIns.version))
      .limit(limit + 1),
    checkOkrExists(ctx, okrId),
  ]);
  return cut(rows.map(flat), limit, (last) => [last.at, last.version]);
}

/** @throws Refusal `not_found`, also for one of an OKR that the actor may not see */
export async function findCheckIn(ctx: Context, id: CheckInId): Promise<Told> {
  const [found] = await signed(ctx)
    .innerJoin(okrs, eq(okrs.id, checkIns.okrId))
    .where(and(eq(checkIns.orgId, ctx.org.id), eq(checkIns.id, id), visible(ctx)));
  if (!found) throw new Refusal('not_found', 'There is no such check-in.');
  return flat(found);
}

const signed = ({ db, org }: Context) =>
  db
    .select({ checkIn: checkIns, author: authorName })
    .from(checkIns)
    .leftJoin(members, and(eq(members.id, checkIns.authorId), eq(members.orgId, org.id)))
    .leftJoin(apiTokens, authoringToken);

const flat = ({ checkIn, author }: { checkIn: CheckIn; author: string | null }): Told => ({
  ...checkIn,
  author,
});
