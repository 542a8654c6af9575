import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { apiTokens } from '../../db/schema/access.ts';
import { checkIns, okrOwners, okrs } from '../../db/schema/okrs.ts';
import { members, teams } from '../../db/schema/organizations.ts';
import { addDays } from '../../lib/days.ts';
import { authoringToken, authorName } from '../check-ins/finding.ts';
import { type Context, todayOf } from '../context.ts';
import type { Okr } from '../okrs/okr.ts';
import { published, visible } from '../okrs/visible.ts';
import { dueFor } from '../organizations/finding-shell.ts';
import { Refusal } from '../refusal.ts';

const MOST = 20;
const DAY_MS = 24 * 60 * 60_000;

/** Where an OKR stands and what was said of it last. */
export type LastWord = {
  okr: Okr;
  team: string | null;
  last: { at: number; note: string | null; author: string | null; mine: boolean } | null;
};

/** What waits for the acting member, the longest silence first; at most 20. */
export const listDue = (ctx: Context): Promise<LastWord[]> => listLastWords(ctx, dueFor(ctx));

/** One OKR of the organization, due or not. @throws Refusal `not_found` */
export async function findLastWord(ctx: Context, okrId: OkrId): Promise<LastWord> {
  const [found] = await listLastWords(ctx, and(eq(okrs.orgId, ctx.org.id), eq(okrs.id, okrId), visible(ctx)));
  if (!found) throw new Refusal('not_found', 'There is no such OKR.');
  return found;
}

/** Subquery: the id of what `listDue` has first. */
export const firstDueId = (ctx: Context) =>
  ctx.db
    .select({ id: okrs.id })
    .from(okrs)
    .where(dueFor(ctx))
    .orderBy(...longestSilence)
    .limit(1);

const longestSilence = [sql`coalesce(${okrs.checkedInAt}, 0)`, asc(okrs.id)];

async function listLastWords(ctx: Context, which: SQL | undefined): Promise<LastWord[]> {
  const { db, org, actor } = ctx;
  const rows = await db
    .select({
      okr: okrs,
      team: teams.name,
      at: checkIns.at,
      note: checkIns.note,
      author: authorName,
      authorId: checkIns.authorId,
    })
    .from(okrs)
    .leftJoin(teams, and(eq(teams.orgId, org.id), eq(teams.id, okrs.teamId)))
    .leftJoin(
      checkIns,
      and(
        eq(checkIns.orgId, org.id),
        eq(checkIns.okrId, okrs.id),
        sql`${checkIns.version} = (select said.version from ${checkIns} as said
          where said.org_id = ${org.id} and said.okr_id = ${okrs.id} order by said.at desc, said.version desc limit 1)`,
      ),
    )
    .leftJoin(members, and(eq(members.orgId, org.id), eq(members.id, checkIns.authorId)))
    .leftJoin(apiTokens, authoringToken)
    .where(which)
    .orderBy(...longestSilence)
    .limit(MOST);
  return rows.map(({ okr, team, at, note, author, authorId }) => ({
    okr,
    team,
    last: at === null ? null : { at, note, author, mine: authorId === actor.memberId },
  }));
}

/** What a member has to do with OKRs at all: how many they check in for by hand, when the next word is due (ms), whether they own any. */
export type Part = { checksInFor: number; nextDueAt: number | null; owns: boolean };

/** The acting member's part. One statement over what is theirs. */
export async function findPart(ctx: Context): Promise<Part> {
  const { db, org, actor } = ctx;
  const today = todayOf(ctx);
  const [found] = await db
    .select({
      checksInFor: sql<number>`count(*)`.as('checks_in_for'),
      earliest: sql<number | null>`min(${okrs.checkedInAt})`.as('earliest'),
      owns: sql<number>`exists (select 1 from ${okrOwners}
        where ${okrOwners.orgId} = ${org.id} and ${okrOwners.memberId} = ${actor.memberId})`.as('owns'),
    })
    .from(okrs)
    .where(
      and(
        eq(okrs.orgId, org.id),
        eq(okrs.checkInOwnerId, actor.memberId!),
        eq(okrs.mode, 'manual'),
        published(),
        sql`${okrs.closedAt} is null and ${okrs.startsOn} <= ${today} and ${okrs.endsOn} >= ${addDays(today, -14)}`,
      ),
    );
  const earliest = found?.earliest ?? null;
  return {
    checksInFor: found?.checksInFor ?? 0,
    nextDueAt: earliest === null ? null : earliest + org.cadenceDays * DAY_MS,
    owns: Boolean(found?.owns),
  };
}
