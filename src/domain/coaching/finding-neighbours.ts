import { type SQL, sql } from 'drizzle-orm';
import type { MemberId, OkrId, OrgId, PeriodId, TeamId } from '../../db/ids.ts';
import { alignments, okrOwners, okrs, progressPoints } from '../../db/schema/okrs.ts';
import { members, periods, teams } from '../../db/schema/organizations.ts';
import { type Context, todayOf } from '../context.ts';
import { listed, visible } from '../okrs/visible.ts';
import type { Kind } from '../words.ts';
import type { Mark, Neighbours } from './draft.ts';
import { topicOf } from './similarity.ts';

/** Where a draft stands. `okrId` when it exists already; without a period, the current one. */
export type Whereabouts = {
  okrId: OkrId | null;
  kind: Kind;
  title: string;
  parents: readonly OkrId[];
  level: string;
  teamId: TeamId | null;
  ownerId: MemberId | null;
  periodId: PeriodId | null;
};

/** What stands around a draft, as far as its author may see it, in one round trip. */
export async function findNeighbours(ctx: Context, draft: Whereabouts): Promise<Neighbours> {
  const [keyResults, objectives, alike, history, [period]] = await Promise.all([
    listKeyResultCounts(ctx, draft),
    draft.kind === 'objective' ? countObjectives(ctx, draft) : null,
    listAlike(ctx, draft),
    draft.okrId ? findHistory(ctx, draft.okrId) : null,
    ctx.db.all<{ endsOn: string }>(
      sql`select ends_on as endsOn from ${periods} where id = ${periodOf(ctx, draft)} and org_id = ${ctx.org.id}`,
    ),
  ]);
  return { today: todayOf(ctx), endsOn: period?.endsOn ?? null, keyResults, objectives, alike, history };
}

async function listKeyResultCounts(ctx: Context, { okrId, kind, parents }: Whereabouts) {
  const { db, org } = ctx;
  const own = kind === 'objective';
  const objectives = own ? [okrId].filter((id) => id !== null) : kind === 'key_result' ? parents : [];
  if (objectives.length === 0) return [];
  const rows = await db.all<{ title: string; count: number }>(sql`
    select objective.title, (
      select count(*) from ${alignments} as edge cross join ${okrs} as child on child.id = edge.child_id
      where edge.org_id = ${org.id} and edge.parent_id = objective.id
        and child.kind = 'key_result' and ${listed(ctx, sql`child`)} and child.id is not ${okrId}
    ) as count
    from json_each(${JSON.stringify(objectives)}) as named cross join ${okrs} as objective on objective.id = named.value
    where +objective.org_id = ${org.id} and objective.kind = 'objective'
      and ${visible(ctx, sql`objective`)}`);
  return rows.map(({ title, count }) => ({ title, count: own ? count : count + 1, own }));
}

async function countObjectives(ctx: Context, draft: Whereabouts): Promise<Neighbours['objectives']> {
  const { db, org } = ctx;
  const { from, where, of } = placeOf(ctx, draft);
  const [found] = await db.all<{ count: number; of: string | null; period: string | null }>(sql`
    select (
      select count(*) from ${from}
      where ${where} and okr.kind = 'objective' and ${listed(ctx, sql`okr`)} and okr.id is not ${draft.okrId}
    ) as count,
    (${of}) as "of",
    (select name from ${periods} where id = ${periodOf(ctx, draft)} and org_id = ${org.id}) as period`);
  if (!found?.of || !found.period) return null;
  return { of: found.of, period: found.period, count: found.count + 1 };
}

/** Where the objectives stand that are counted together with a draft, and what that place is called. */
function placeOf(ctx: Context, draft: Whereabouts): { from: SQL; where: SQL; of: SQL } {
  const { org } = ctx;
  const period = periodOf(ctx, draft);
  if (draft.level === 'organization')
    return {
      from: sql`${okrs} as okr`,
      where: sql`okr.org_id = ${org.id} and okr.level = 'organization' and okr.period_id = ${period}`,
      of: sql`select ${org.name}`,
    };
  if (draft.level === 'team' && draft.teamId)
    return {
      from: sql`${okrs} as okr`,
      where: sql`okr.org_id = ${org.id} and okr.team_id = ${draft.teamId} and okr.period_id = ${period} and +okr.level = 'team'`,
      of: sql`select name from ${teams} where id = ${draft.teamId} and org_id = ${org.id}`,
    };
  return {
    from: sql`${okrOwners} as own cross join ${okrs} as okr on okr.id = own.okr_id`,
    where: sql`own.org_id = ${org.id} and own.member_id = ${draft.ownerId} and okr.period_id = ${period} and okr.level = 'individual'`,
    of: sql`select name from ${members} where id = ${draft.ownerId} and org_id = ${org.id}`,
  };
}

/** How many of the newest OKRs that share the words are looked at: a search must not cost more in a larger organization. */
const REACH = 50;
const MOST_ALIKE = 10;

async function listAlike(ctx: Context, draft: Whereabouts): Promise<Neighbours['alike']> {
  const { db, org } = ctx;
  const query = alikeQuery(org.id, draft.title);
  if (query === null) return [];
  return db.all<{ id: OkrId; title: string }>(sql`
    select okr.id, okr.title
    from (select rowid as at from okr_words where okr_words match ${query} order by rowid desc limit ${REACH}) as near
    cross join ${okrs} as okr on okr.rowid = near.at
    where okr.period_id = ${periodOf(ctx, draft)} and okr.kind = ${draft.kind} and ${listed(ctx, sql`okr`)}
      and okr.closed_at is null and okr.id is not ${draft.okrId}
    limit ${MOST_ALIKE}`);
}

const MOST_WORDS = 6;

/** The full-text query for titles that hold all of the words a title is about but one; null when there is no word. */
function alikeQuery(orgId: OrgId, title: string): string | null {
  const words = topicOf(title)
    .slice(0, MOST_WORDS)
    .map((word) => `"${word}" *`);
  if (words.length === 0) return null;
  // Of one or two words, none may be missing: what is left would be about something else.
  const sets = words.length < 3 ? [words] : words.map((_, left) => words.filter((_, at) => at !== left));
  const any = sets.map((set) => `(${set.join(' AND ')})`).join(' OR ');
  return `org : "${orgId}" AND {title} : (${any})`;
}

/** First and last value of the OKR; of the one it was copied from while it has less than two of its own. */
async function findHistory({ db, org }: Context, okrId: OkrId): Promise<Neighbours['history']> {
  const original = sql`(select copied_from_id from ${okrs} where id = ${okrId})`;
  const [own, before] = await Promise.all(
    [sql`${okrId}`, original].map((id) =>
      db.all<Mark>(sql`
        select day, value from (
          select day, value from ${progressPoints}
          where org_id = ${org.id} and okr_id = ${id} and value is not null order by day limit 1)
        union all
        select day, value from (
          select day, value from ${progressPoints}
          where org_id = ${org.id} and okr_id = ${id} and value is not null order by day desc limit 1)`),
    ),
  );
  const [first, last] = [own, before].find((marks) => marks?.[0] && marks[0].day !== marks[1]?.day) ?? [];
  return first && last ? { first, last } : null;
}

function periodOf({ org, now }: Context, { periodId }: Whereabouts): SQL {
  if (periodId) return sql`${periodId}`;
  const today = todayOf({ org, now });
  return sql`(select id from ${periods} where org_id = ${org.id} and starts_on <= ${today} and ends_on >= ${today}
    order by starts_on desc, ends_on limit 1)`;
}
