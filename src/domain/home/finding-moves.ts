import { sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { dataLinks } from '../../db/schema/connections.ts';
import { checkIns, okrOwners, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { listed } from '../okrs/visible.ts';
import type { Count, MeasureType, Provider, Status, Visibility } from '../words.ts';
import { teamOkrIds } from './own.ts';

type Seen = { value: number | null; progress: number | null; matched: number | null; completed: number | null };

/** An OKR that a data source moved: where it stood before, where it is, and when it moved last (ms). */
export type Move = {
  id: OkrId;
  title: string;
  visibility: Visibility;
  provider: Provider;
  measureType: MeasureType;
  unit: string | null;
  decimals: number | null;
  count: Count;
  status: Status;
  at: number;
  from: Seen | null;
  to: Seen;
};

const MOST = 12;

/**
 * The OKRs of the acting member (owned, or of a team of theirs in a current period) that data sources moved since a
 * moment (ms), the latest first; at most 12. One that came back to where it was has not moved.
 */
export async function listMoves(ctx: Context, since: number): Promise<Move[]> {
  const { db, org, actor } = ctx;
  const version = (which: ReturnType<typeof sql>) =>
    sql`(select version from ${checkIns} where org_id = ${org.id} and okr_id = okr.id and ${which} order by at desc, version desc limit 1)`;
  const rows = await db.all<Row>(sql`
    with mine(id) as (
      select okr_id from ${okrOwners} where org_id = ${org.id} and member_id = ${actor.memberId}
      union
      select id from (${teamOkrIds(ctx)})
    )
    select okr.id, okr.title, okr.visibility, okr.provider, okr.measure_type, okr.unit, okr.decimals, link.count, okr.status, now.at,
      now.value, now.progress, now.matched, now.completed,
      was.id as was, was.value as was_value, was.progress as was_progress,
      was.matched as was_matched, was.completed as was_completed
    from mine
    cross join ${okrs} as okr on okr.id = mine.id and okr.org_id = ${org.id}
    cross join ${dataLinks} as link on link.okr_id = okr.id
    cross join ${checkIns} as now on now.org_id = ${org.id} and now.okr_id = okr.id and now.version = ${version(sql`source = 'sync'`)}
    left join ${checkIns} as was on was.org_id = ${org.id} and was.okr_id = okr.id and was.version = ${version(sql`at < ${since}`)}
    where okr.mode = 'data_source' and okr.closed_at is null and ${listed(ctx, sql`okr`)} and okr.value_at >= ${since} and now.at >= ${since}
      and (was.id is null or was.value is not now.value)
    order by now.at desc, okr.id limit ${MOST}`);
  return rows.map(moveOf);
}

type Row = Seen & {
  id: OkrId;
  title: string;
  visibility: Visibility;
  provider: Provider;
  measure_type: MeasureType;
  unit: string | null;
  decimals: number | null;
  count: Count;
  status: Status;
  at: number;
  was: string | null;
  was_value: number | null;
  was_progress: number | null;
  was_matched: number | null;
  was_completed: number | null;
};

const moveOf = (row: Row): Move =>
  ({
    id: row.id,
    title: row.title,
    visibility: row.visibility,
    provider: row.provider,
    measureType: row.measure_type,
    unit: row.unit,
    decimals: row.decimals,
    count: row.count,
    status: row.status,
    at: row.at,
    from: row.was && {
      value: row.was_value,
      progress: row.was_progress,
      matched: row.was_matched,
      completed: row.was_completed,
    },
    to: { value: row.value, progress: row.progress, matched: row.matched, completed: row.completed },
  }) as Move;
