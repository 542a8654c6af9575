import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { MemberId, OkrId } from '../../db/ids.ts';
import { connections, dataLinks } from '../../db/schema/connections.ts';
import { alignments, okrPeople, okrs } from '../../db/schema/okrs.ts';
import { okrTags, tags } from '../../db/schema/tags.ts';
import type { Day } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import type { Interval, OkrPart, Weighing } from '../words.ts';
import { okrAsOf } from './as-of.ts';
import type { DataLink } from './finding-subject.ts';
import { measureOf, type Okr } from './okr.ts';
import { type PastPoint, pointBy } from './past-point.ts';
import { isSwitchedOn, weigh } from './rolling-up.ts';
import { published, visible } from './visible.ts';

/**
 * One parent of an OKR; `contribution` is what the OKR counts for there, in percent, and `fixedWeight` what was set.
 * `counts` is false for a project that is not switched on there.
 */
export type ParentShare = { okrId: OkrId; contribution: number; fixedWeight: number | null; counts: boolean };

/** What binds an OKR to its source and how the last read went. */
export type LinkSummary = Pick<
  DataLink,
  | 'connectionId'
  | 'query'
  | 'count'
  | 'matched'
  | 'completed'
  | 'value'
  | 'readAt'
  | 'outcome'
  | 'failureReason'
  | 'failureDetail'
  | 'createdAt'
>;

/** One OKR with everything that is said of it elsewhere. `row` orders OKRs by when they were stored. */
export type FullOkr = {
  okr: Okr;
  row: number;
  ownerIds: MemberId[];
  viewerIds: MemberId[];
  delegateIds: MemberId[];
  /** Names, in order. */
  tags: string[];
  parents: ParentShare[];
  link: (LinkSummary & { interval: Interval }) | null;
};

/** @throws Refusal `not_found` */
export async function findFullOkr(ctx: Context, okrId: OkrId, on: Day | null = null): Promise<FullOkr> {
  const one = sql`select ${okrs.id} from ${okrs} where ${okrs.orgId} = ${ctx.org.id} and ${okrs.id} = ${okrId}
    and ${visible(ctx)}`;
  const [found] = await listFullOkrs(ctx, one, [okrs.id], on);
  if (!found) throw new Refusal('not_found', 'There is no such OKR.');
  return found;
}

/** @throws Refusal `not_found` unless the actor may see the OKR. For reads of something that belongs to it, awaited beside them. */
export async function checkOkrExists(ctx: Context, okrId: OkrId): Promise<void> {
  const { db, org } = ctx;
  const [found] = await db
    .select({ id: okrs.id })
    .from(okrs)
    .where(and(eq(okrs.orgId, org.id), eq(okrs.id, okrId), visible(ctx)));
  if (!found) throw new Refusal('not_found', 'There is no such OKR.');
}

/**
 * The OKRs whose ids a statement selects, in one round trip however many they are; as of a past day where one is given,
 * and then without what feeds them. The statement knows its tenant.
 */
export async function listFullOkrs(
  ctx: Context,
  ids: SQL,
  order: readonly (typeof okrs.id | SQL)[] = [okrs.id],
  on: Day | null = null,
): Promise<FullOkr[]> {
  const [rows, siblings] = await Promise.all([
    ctx.db
      .select({
        okr: okrs,
        row: sql<number>`${okrs}.rowid`.as('row'),
        ownerIds: sql<string>`(select json_group_array(owner.member_id) from (select member_id from okr_owners
          where org_id = ${okrs.orgId} and okr_id = ${okrs.id} order by position) as owner)`.as('owner_ids'),
        viewerIds: partsOf('viewer'),
        delegateIds: partsOf('delegate'),
        tags: sql<string>`(select json_group_array(named.name) from (select tag.name from ${okrTags} as edge
          cross join ${tags} as tag on tag.id = edge.tag_id
          where edge.org_id = ${okrs.orgId} and edge.okr_id = ${okrs.id} order by tag.folded) as named)`.as(
          'tag_names',
        ),
        weighings: sql<string>`(select json_group_object(parent.id, parent.weighing) from ${alignments} as edge
          cross join ${okrs} as parent on parent.id = edge.parent_id
          where edge.org_id = ${okrs.orgId} and edge.child_id = ${okrs.id})`.as('weighings'),
        link: {
          connectionId: dataLinks.connectionId,
          query: dataLinks.query,
          count: dataLinks.count,
          matched: dataLinks.matched,
          completed: dataLinks.completed,
          value: dataLinks.value,
          readAt: dataLinks.readAt,
          outcome: dataLinks.outcome,
          failureReason: dataLinks.failureReason,
          failureDetail: dataLinks.failureDetail,
          createdAt: dataLinks.createdAt,
        },
        interval: connections.interval,
        past: (on ? pointBy(ctx, on) : sql<PastPoint | null>`null`).as('past'),
      })
      .from(okrs)
      .leftJoin(dataLinks, eq(dataLinks.okrId, okrs.id))
      .leftJoin(connections, eq(connections.id, dataLinks.connectionId))
      .where(sql`${okrs.id} in (${ids})`)
      .orderBy(...order),
    listSiblings(ctx, ids),
  ]);
  const shares = sharesOf(siblings, Object.assign({}, ...rows.map((row) => JSON.parse(row.weighings))));
  return rows.map(({ okr, row, ownerIds, viewerIds, delegateIds, tags, link, interval, past }) => ({
    okr: on ? okrAsOf(okr, past, on, ctx.org) : okr,
    row,
    ownerIds: JSON.parse(ownerIds) as MemberId[],
    viewerIds: JSON.parse(viewerIds) as MemberId[],
    delegateIds: JSON.parse(delegateIds) as MemberId[],
    tags: JSON.parse(tags) as string[],
    parents: shares.filter((share) => share.childId === okr.id),
    link: link && !on ? { ...link, interval: interval ?? 'hourly' } : null,
  }));
}

const partsOf = (part: OkrPart) =>
  sql<string>`(select json_group_array(named.member_id) from (select member_id from ${okrPeople}
    where org_id = ${okrs.orgId} and okr_id = ${okrs.id} and part = ${part} order by member_id) as named)`.as(
    `${part}_ids`,
  );

/**
 * Every child of each parent of these OKRs that the actor may see: what one counts for depends on its siblings, also on
 * those that are hidden. Drafts are none, apart from these OKRs themselves.
 */
async function listSiblings(ctx: Context, ids: SQL) {
  const { db, org } = ctx;
  const edge = alias(alignments, 'edge');
  const parents = db
    .select({ id: edge.parentId })
    .from(edge)
    .crossJoin(okrs)
    .where(and(eq(edge.orgId, org.id), sql`${edge.childId} in (${ids})`, eq(okrs.id, edge.parentId), visible(ctx)));
  const rows = await db
    .select({
      parentId: alignments.parentId,
      childId: alignments.childId,
      fixedWeight: alignments.fixedWeight,
      counts: alignments.counts,
      kind: okrs.kind,
      measureType: okrs.measureType,
      measureName: okrs.measureName,
      unit: okrs.unit,
      startValue: okrs.startValue,
      targetValue: okrs.targetValue,
      direction: okrs.direction,
      riskThreshold: okrs.riskThreshold,
      decimals: okrs.decimals,
    })
    .from(alignments)
    .innerJoin(okrs, eq(okrs.id, alignments.childId))
    .where(
      and(
        eq(alignments.orgId, org.id),
        inArray(alignments.parentId, parents),
        or(published(), sql`${okrs.id} in (${ids})`),
      ),
    )
    .orderBy(alignments.parentId, alignments.childId);
  return rows.map((row) => ({ ...row, measure: measureOf(row) }));
}

/** The share of each child in its parent, given how the parents weigh. */
const sharesOf = (
  siblings: Awaited<ReturnType<typeof listSiblings>>,
  weighings: Readonly<Record<OkrId, Weighing>>,
): (ParentShare & { childId: OkrId })[] =>
  [...Map.groupBy(siblings, (row) => row.parentId)].flatMap(([okrId, children]) =>
    weigh(children, weighings[okrId] ?? 'equal').map(({ childId, contribution, fixedWeight, ...child }) => ({
      okrId,
      childId,
      contribution,
      fixedWeight,
      counts: isSwitchedOn(child),
    })),
  );
