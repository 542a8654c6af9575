import { and, asc, eq, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { teams } from '../../db/schema/organizations.ts';
import { addDays } from '../../lib/days.ts';
import { type Context, todayOf } from '../context.ts';
import type { Okr } from '../okrs/okr.ts';
import { listed } from '../okrs/visible.ts';

/** An OKR that somebody checks in for, and the name of its team. */
export type Mine = { okr: Okr; team: string | null };

/** The open OKRs under way that the acting member checks in for: by hand, the longest silence first, and those that update themselves. */
export async function listMine(ctx: Context, most: number): Promise<{ byHand: Mine[]; automatic: Mine[] }> {
  const today = todayOf(ctx);
  const mine = and(
    eq(okrs.checkInOwnerId, ctx.actor.memberId!),
    isNull(okrs.closedAt),
    sql`${okrs.startsOn} <= ${today} and ${okrs.endsOn} >= ${addDays(today, -14)}`,
  );
  const [byHand, automatic] = await Promise.all([
    list(ctx, and(mine, eq(okrs.mode, 'manual')), most),
    list(ctx, and(mine, ne(okrs.mode, 'manual')), most),
  ]);
  return { byHand, automatic };
}

/** These OKRs as far as the acting member sees them, open or not, in no particular order. */
export const listNamed = (ctx: Context, ids: readonly OkrId[]): Promise<Mine[]> =>
  list(ctx, inArray(okrs.id, sql`(select value from json_each(${JSON.stringify(ids)}))`), ids.length);

const list = (ctx: Context, which: SQL | undefined, most: number): Promise<Mine[]> =>
  ctx.db
    .select({ okr: okrs, team: teams.name })
    .from(okrs)
    .leftJoin(teams, eq(teams.id, okrs.teamId))
    .where(and(eq(okrs.orgId, ctx.org.id), which, listed(ctx)))
    .orderBy(sql`coalesce(${okrs.checkedInAt}, 0)`, asc(okrs.id))
    .limit(most);
