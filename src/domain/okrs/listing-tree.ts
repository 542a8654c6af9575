import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { MemberId, OkrId, PeriodId, TeamId } from '../../db/ids.ts';
import { alignments, okrOwners, okrs } from '../../db/schema/okrs.ts';
import { periods, teams } from '../../db/schema/organizations.ts';
import { okrTags } from '../../db/schema/tags.ts';
import type { Day } from '../../lib/days.ts';
import { type Context, todayOf } from '../context.ts';
import { listPeriods, type Period } from '../periods/finding.ts';
import { Refusal } from '../refusal.ts';
import { tagNamed } from '../tags/finding.ts';
import { listTagNames } from '../tags/listing.ts';
import { type Kind, type Level, levels, type Status } from '../words.ts';
import { actingOn, existedOn, rowAsOf } from './as-of.ts';
import { type Branch, nest } from './nesting.ts';
import { type PastPoint, pointBy } from './past-point.ts';
import { fromJson, listRows, type OkrRow } from './row.ts';
import { wordsOf, wordsQuery } from './searching.ts';
import { listed } from './visible.ts';

/** What a list of OKRs is narrowed to. `period` null is the current one; `after` continues a list (its `next`). */
export type TreeFilter = {
  period: PeriodId | 'all' | null;
  kind?: Kind | null;
  level: Level | null;
  team: TeamId | null;
  statuses: readonly Status[];
  owner: MemberId | null;
  /** The name of a tag, however it is written. */
  tag: string | null;
  /** Words of the title or description. */
  words: string;
  after: string | null;
  /** The past day as of which it is read; today unless given. Statuses are then those of that day, and narrow nothing. */
  on?: Day | null;
};

export type Tree = {
  /** The period in view; null for all of them, or when the organization has none. */
  period: Period | null;
  periods: Period[];
  teams: { id: TeamId; name: string }[];
  /** Names to choose from, in order. */
  tags: string[];
  roots: Branch[];
  /** True when the tree shows only what matches, nested among itself. */
  narrowed: boolean;
  next: string | null;
};

/** Trees on one page, and rows in all of them together. What lies deeper is counted and reached from its parent's page. */
const ROOTS = 20;
const ROWS = 100;
const DEEPEST = 5;
/** Matches on one page of a narrowed list. */
const MATCHES = 100;
const MOST_CHILDREN = 500;
const MOST_TEAMS = 100;

/**
 * The OKRs of a period as trees, or those that match a filter, in one round trip.
 * @throws Refusal `not_found` for a period of nobody
 */
export async function listTree(present: Context, asked: TreeFilter): Promise<Tree> {
  const { on } = asked;
  const ctx = on ? actingOn(present, on) : present;
  const filter = on ? { ...asked, statuses: [] } : asked;
  const narrowed = isNarrowed(filter);
  const [all, own, tags, [inView], page] = await Promise.all([
    listPeriods(ctx),
    ctx.db
      .select({ id: teams.id, name: teams.name })
      .from(teams)
      .where(and(eq(teams.orgId, ctx.org.id), isNull(teams.archivedAt)))
      .orderBy(asc(teams.name))
      .limit(MOST_TEAMS),
    listTagNames(ctx),
    ctx.db.all<{ id: PeriodId | null }>(sql`select ${periodOf(ctx, filter)} as id`),
    narrowed ? listMatches(ctx, filter) : listRoots(ctx, filter),
  ]);
  const period = all.find((each) => each.id === inView?.id) ?? null;
  if (filter.period && filter.period !== 'all' && !period)
    throw new Refusal('not_found', 'There is no such time period.');
  return { period, periods: all, teams: own, tags, narrowed, ...page };
}

const isNarrowed = ({ period, kind, level, team, statuses, owner, tag, words }: TreeFilter): boolean =>
  period === 'all' ||
  Boolean(kind) ||
  level !== null ||
  team !== null ||
  statuses.length > 0 ||
  owner !== null ||
  tag !== null ||
  wordsOf(words).length > 0;

/** The period asked for, or the one that covers today: a quarter before its year; else the latest that has begun. */
export function periodOf(ctx: Context, { period }: Pick<TreeFilter, 'period'>): SQL {
  if (period) return sql`${period}`;
  const today = todayOf(ctx);
  return sql`(select ${periods.id} from ${periods} where ${periods.orgId} = ${ctx.org.id}
    order by ${periods.startsOn} <= ${today} and ${periods.endsOn} >= ${today} desc, ${periods.startsOn} <= ${today} desc,
      ${periods.startsOn} desc, ${periods.endsOn} limit 1)`;
}

type Page = Pick<Tree, 'roots' | 'next'>;

async function listRoots(ctx: Context, filter: TreeFilter): Promise<Page> {
  const { org } = ctx;
  const found = await listRows(
    ctx,
    sql`with recursive in_view(id) as (select ${periodOf(ctx, filter)}), tree(id, parent_id, depth) as (
      select id, null, 0 from (${rootsOf(ctx, filter)})
      union
      select edge.child_id, tree.id, tree.depth + 1 from tree
        cross join ${alignments} as edge on edge.org_id = ${org.id} and edge.parent_id = tree.id
        cross join ${okrs} as child on child.id = edge.child_id and child.period_id = (select id from in_view)
        where tree.depth < ${DEEPEST} and ${listed(ctx, sql`child`)}
      order by 3 limit ${ROWS}
    ) select id, json_group_array(parent_id) filter (where parent_id is not null) as parents from tree group by id`,
    {
      parents: sql<OkrId[]>`picked.parents`.mapWith(fromJson).as('parents'),
      children: sql<number>`(select count(*) from (
        select 1 from ${alignments} as edge cross join ${okrs} as child on child.id = edge.child_id
          where edge.org_id = ${org.id} and edge.parent_id = ${okrs.id} and child.period_id = ${okrs.periodId}
            and ${listed(ctx, sql`child`)} and child.created_at <= ${ctx.now}
          limit ${MOST_CHILDREN}))`.as('children'),
      past: pastOf(ctx, filter),
    },
  );
  const roots = nest(seenFrom(ctx, filter, found));
  return { roots: roots.slice(0, ROOTS), next: roots.length > ROOTS ? cursorOf(roots[ROOTS - 1]!) : null };
}

/**
 * The first roots of the period, one more than a page has; each level is a stretch of the index, read in order. Below a
 * private OKR stands a root for those who may not see that one.
 */
function rootsOf(ctx: Context, filter: TreeFilter): SQL {
  const { org } = ctx;
  const [level, id] = filter.after?.split('.') ?? [];
  const from = Math.max(0, levels.indexOf(level as Level));
  const stretches = levels.slice(from).map(
    (each, i) => sql`select * from (
      select okr.id, cast(${from + i} as integer) as rank from ${okrs} as okr
        where okr.org_id = ${org.id} and okr.period_id = (select id from in_view) and okr.top = 1 and okr.level = ${each}
          ${i === 0 && id ? sql`and okr.id > ${id}` : sql``} and ${listed(ctx, sql`okr`)}
          and not exists (select 1 from ${alignments} as edge cross join ${okrs} as above on above.id = edge.parent_id
            where edge.org_id = ${org.id} and edge.child_id = okr.id and above.period_id = okr.period_id
              and ${listed(ctx, sql`above`)})
        order by okr.id limit ${ROOTS + 1})`,
  );
  return sql`${sql.join(stretches, sql` union all `)} order by rank, id limit ${ROOTS + 1}`;
}

const cursorOf = (root: OkrRow): string => `${root.level}.${root.id}`;

async function listMatches(ctx: Context, filter: TreeFilter): Promise<Page> {
  const { org } = ctx;
  // What carries a tag is walked along the tag, whatever else is asked.
  const { from, at } = filter.tag
    ? { from: sql`${okrTags} as worn cross join ${okrs} as okr on okr.id = worn.okr_id`, at: sql`worn.okr_id` }
    : { from: sql`${okrs} as okr`, at: sql`okr.id` };
  // Where a kind is all that is asked, its own index is walked; otherwise the plus keeps it from choosing that one.
  const alone = filter.kind && !isNarrowed({ ...filter, kind: null, period: null });
  const conditions = [
    sql`okr.org_id = ${org.id}`,
    listed(ctx, sql`okr`),
    filter.tag && sql`worn.org_id = ${org.id} and worn.tag_id = ${tagNamed(org.id, filter.tag)}`,
    filter.period !== 'all' && sql`okr.period_id = ${periodOf(ctx, filter)}`,
    filter.kind && !alone && sql`+okr.kind = ${filter.kind}`,
    filter.level && sql`okr.level = ${filter.level}`,
    filter.team && sql`okr.team_id = ${filter.team}`,
    filter.owner &&
      sql`okr.id in (select ${okrOwners.okrId} from ${okrOwners} where ${okrOwners.orgId} = ${org.id} and ${okrOwners.memberId} = ${filter.owner})`,
    wordsOf(filter.words).length > 0 &&
      sql`okr.id in (select okr from okr_words where okr_words match ${wordsQuery(org.id, filter.words)})`,
    filter.after && sql`${at} > ${filter.after}`,
  ];
  const where = and(...conditions.map((each) => each || undefined));
  const stretches = stretchesOf(filter, Boolean(alone)).map(
    (stretch) => sql`select * from (
      select okr.id from ${from} where ${where} ${stretch}
        order by ${at} limit ${MATCHES + 1})`,
  );
  const found = await listRows(ctx, sql`${sql.join(stretches, sql` union all `)} order by id limit ${MATCHES + 1}`, {
    parents: sql<OkrId[]>`(select json_group_array(edge.parent_id) from ${alignments} as edge
        where edge.org_id = ${org.id} and edge.child_id = ${okrs.id})`
      .mapWith(fromJson)
      .as('parents'),
    past: pastOf(ctx, filter),
  });
  const page = found.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, MATCHES);
  return {
    roots: nest(seenFrom(ctx, filter, page).map((row) => ({ ...row, children: 0 }))),
    next: found.length > MATCHES ? page.at(-1)!.id : null,
  };
}

/** A stretch of the index per status, or of a kind at the top and below, so that each is read in order and no further than needed. */
function stretchesOf({ statuses, kind, period }: TreeFilter, alone: boolean): SQL[] {
  if (alone && period === 'all') return [sql`and okr.kind = ${kind}`];
  if (alone) return [1, 0].map((top) => sql`and okr.kind = ${kind} and okr.top = ${top}`);
  return statuses.length > 0 ? statuses.map((status) => sql`and okr.status = ${status}`) : [sql``];
}

const pastOf = (ctx: Context, { on }: TreeFilter) => (on ? pointBy(ctx, on) : sql<PastPoint | null>`null`).as('past');

/** The rows as of the day that was asked for, without those that came later. */
const seenFrom = <R extends OkrRow & { past: PastPoint | null }>(
  { org }: Context,
  { on }: TreeFilter,
  rows: R[],
): R[] =>
  on ? rows.filter((row) => existedOn(row, row.past, on, org)).map((row) => rowAsOf(row, row.past, on, org)) : rows;
