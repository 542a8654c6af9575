import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { ConnectionId, OkrId } from '../../db/ids.ts';
import { connections, dataLinks, syncs } from '../../db/schema/connections.ts';
import { okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { visible } from '../okrs/visible.ts';
import type { Status, SyncOutcome, SyncTrigger } from '../words.ts';
import { MOST_CONNECTIONS } from './finding.ts';

/** One read through a connection, named by the OKR it was for. */
export type Run = {
  okrId: OkrId;
  /** Null when it is private to others. */
  title: string | null;
  trigger: SyncTrigger;
  startedAt: number;
  finishedAt: number;
  outcome: SyncOutcome;
  matched: number | null;
  completed: number | null;
  detail: string | null;
};

/** The newest reads through a connection. */
export const listRuns = (ctx: Context, id: ConnectionId, limit: number): Promise<Run[]> =>
  ctx.db
    .select({
      okrId: syncs.okrId,
      title: titleFor(ctx),
      trigger: syncs.trigger,
      startedAt: syncs.startedAt,
      finishedAt: syncs.finishedAt,
      outcome: syncs.outcome,
      matched: syncs.matched,
      completed: syncs.completed,
      detail: syncs.detail,
    })
    .from(syncs)
    .innerJoin(okrs, eq(okrs.id, syncs.okrId))
    .where(and(eq(syncs.orgId, ctx.org.id), eq(syncs.connectionId, id)))
    .orderBy(desc(syncs.id))
    .limit(limit);

/** How the newest reads of each connection that the organization has went, newest first, at most `limit` of each. */
export async function listTrails({ db, org }: Context, limit: number): Promise<Map<ConnectionId, SyncOutcome[]>> {
  const rows = await db.all<{ id: ConnectionId; trail: string }>(sql`
    select c.id as id, (select json_group_array(outcome) from (
      select outcome from ${syncs} where org_id = ${org.id} and connection_id = c.id order by id desc limit ${limit}
    )) as trail from ${connections} as c where c.org_id = ${org.id}
    order by c.name limit ${MOST_CONNECTIONS}`);
  return new Map(rows.map(({ id, trail }) => [id, JSON.parse(trail) as SyncOutcome[]]));
}

/** An OKR that a connection feeds, with what the last read saw. */
export type FedOkr = {
  id: OkrId;
  /** Null when it is private to others. */
  title: string | null;
  status: Status;
  outcome: SyncOutcome | null;
  failureDetail: string | null;
  readAt: number | null;
  matched: number | null;
  completed: number | null;
};

/** OKRs that a connection feeds at most `limit`; those with one query stand together. */
export const listFedOkrs = (ctx: Context, id: ConnectionId, limit: number): Promise<FedOkr[]> =>
  ctx.db
    .select({
      id: okrs.id,
      title: titleFor(ctx),
      status: okrs.status,
      outcome: dataLinks.outcome,
      failureDetail: dataLinks.failureDetail,
      readAt: dataLinks.readAt,
      matched: dataLinks.matched,
      completed: dataLinks.completed,
    })
    .from(dataLinks)
    .innerJoin(okrs, eq(okrs.id, dataLinks.okrId))
    .where(and(eq(dataLinks.orgId, ctx.org.id), eq(dataLinks.connectionId, id)))
    .orderBy(asc(dataLinks.queryKey))
    .limit(limit);

/** How many OKRs a connection feeds, in whosever sight: what goes when it goes. */
export async function countFedOkrs({ db, org }: Context, id: ConnectionId): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)` })
    .from(dataLinks)
    .where(and(eq(dataLinks.orgId, org.id), eq(dataLinks.connectionId, id)));
  return row?.count ?? 0;
}

const titleFor = (ctx: Context) => sql<string | null>`case when ${visible(ctx, sql`${okrs}`)} then ${okrs.title} end`;
