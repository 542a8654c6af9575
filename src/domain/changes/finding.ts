import { and, eq, type SQL, sql } from 'drizzle-orm';
import { newId, type OkrId, type PeriodId, type TeamId } from '../../db/ids.ts';
import { events } from '../../db/schema/access.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import { periods, teams } from '../../db/schema/organizations.ts';
import { addDays, startOf } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import { periodOf } from '../okrs/listing-tree.ts';
import { measureOf } from '../okrs/okr.ts';
import { pointBy } from '../okrs/past-point.ts';
import { fromJson } from '../okrs/row.ts';
import { listed } from '../okrs/visible.ts';
import type { Period } from '../periods/finding.ts';
import { Refusal } from '../refusal.ts';
import { type Level, levels } from '../words.ts';
import type { Between, Watched } from './watched.ts';

/** OKRs that one look takes in, nearest to the top first; what lies deeper is reached from their own pages. */
export const MOST_WATCHED = 100;
const DEEPEST = 8;

/** What a look took in, and whether there was more. */
export type Watch = { watched: Watched[]; complete: boolean };

/** An OKR and all below it at the end of two days, in one round trip. @throws Refusal `not_found` */
export async function watchTree(ctx: Context, okrId: OkrId, between: Between): Promise<Watch> {
  const root = sql`select okr.id, 0 from ${okrs} as okr
    where okr.org_id = ${ctx.org.id} and okr.id = ${okrId} and ${listed(ctx, sql`okr`)}`;
  const watch = await listWatched(ctx, below(ctx, root), between);
  if (watch.watched.length === 0) throw new Refusal('not_found', 'There is no such OKR.');
  return watch;
}

/** What a look at a period took in, and whose OKRs these are. `period` is null in an organization that has none. */
export type PeriodWatch = Watch & { period: Period | null; team: { id: TeamId; name: string } | null };

/**
 * The OKRs of a period, or of a team in it, at the end of two days, in one round trip; the current period unless given.
 * @throws Refusal `not_found`
 */
export async function watchPeriod(
  ctx: Context,
  asked: { period: PeriodId | null; team: TeamId | null },
  between: Between,
): Promise<PeriodWatch> {
  const { db, org } = ctx;
  const inView = periodOf(ctx, asked);
  const own = sql`okr.org_id = ${org.id} and okr.period_id = ${inView} and ${listed(ctx, sql`okr`)}`;
  const picked = asked.team
    ? sql`select okr.id, 0 as depth from ${okrs} as okr where ${own} and okr.team_id = ${asked.team}
        order by okr.id limit ${MOST_WATCHED + 1}`
    : below(ctx, sql.join(levels.map(stretch), sql` union all `));
  const [watch, [period], [team]] = await Promise.all([
    listWatched(ctx, picked, between),
    db
      .select()
      .from(periods)
      .where(and(eq(periods.orgId, org.id), sql`${periods.id} = ${inView}`)),
    db
      .select({ id: teams.id, name: teams.name })
      .from(teams)
      .where(and(eq(teams.orgId, org.id), eq(teams.id, asked.team ?? ('' as TeamId)))),
  ]);
  if (asked.period && !period) throw new Refusal('not_found', 'There is no such time period.');
  if (asked.team && !team) throw new Refusal('not_found', 'There is no such team.');
  return { ...watch, period: period ?? null, team: team ?? null };

  /** The top of one level, read in the order of its index. */
  function stretch(level: Level): SQL {
    return sql`select * from (select okr.id, 0 from ${okrs} as okr where ${own} and okr.top = 1 and okr.level = ${level}
      order by okr.id limit ${MOST_WATCHED + 1})`;
  }
}

/** What stands below these roots, level by level, up to one more than a look takes in. */
const below = (ctx: Context, roots: SQL): SQL => sql`
  with recursive tree(id, depth) as (
    ${roots}
    union
    select edge.child_id, tree.depth + 1 from tree
      cross join ${alignments} as edge on edge.org_id = ${ctx.org.id} and edge.parent_id = tree.id
      cross join ${okrs} as child on child.id = edge.child_id
      where tree.depth < ${DEEPEST} and ${listed(ctx, sql`child`)}
    order by 2 limit ${2 * MOST_WATCHED}
  ) select id, min(depth) as depth from tree group by id order by 2, 1 limit ${MOST_WATCHED + 1}`;

async function listWatched(ctx: Context, picked: SQL, between: Between): Promise<Watch> {
  const { db, org } = ctx;
  const [after, until] = [between.from, between.to].map((day) => startOf(addDays(day, 1), org.timeZone)) as [
    number,
    number,
  ];
  const rows = await db
    .select({
      id: okrs.id,
      kind: okrs.kind,
      title: okrs.title,
      mode: okrs.mode,
      createdAt: okrs.createdAt,
      closedAt: okrs.closedAt,
      score: okrs.score,
      measureType: okrs.measureType,
      measureName: okrs.measureName,
      unit: okrs.unit,
      startValue: okrs.startValue,
      targetValue: okrs.targetValue,
      direction: okrs.direction,
      riskThreshold: okrs.riskThreshold,
      decimals: okrs.decimals,
      depth: sql<number>`picked.depth`.as('depth'),
      was: pointBy(ctx, between.from).as('was'),
      is: pointBy(ctx, between.to).as('is_now'),
      parents: sql<
        Watched['parents']
      >`(select json_group_array(json_object('id', edge.parent_id, 'since', edge.created_at))
        from ${alignments} as edge where edge.org_id = ${org.id} and edge.child_id = ${okrs.id})`
        .mapWith(fromJson)
        .as('parents'),
      weighed: sql<boolean>`exists (select 1 from ${events} as event
        where event.org_id = ${org.id} and event.subject_id = ${okrs.id}
          and event.id >= ${firstIdOf(after)} and event.id < ${firstIdOf(until)} and event.action = 'okr.weighed')`
        .mapWith(Boolean)
        .as('weighed'),
    })
    .from(sql`(${picked}) as picked`)
    .crossJoin(okrs)
    .where(and(sql`${okrs.id} = picked.id`, eq(okrs.orgId, org.id)));
  const watched = rows.map((row) => ({ ...row, measure: measureOf(row) })).sort((a, b) => a.depth - b.depth);
  return { watched: watched.slice(0, MOST_WATCHED), complete: watched.length <= MOST_WATCHED };
}

/** What sorts before the ids of all events from a moment (ms) on. */
const firstIdOf = (at: number): string => newId('evt', at).slice(0, 'evt_'.length + 10);
