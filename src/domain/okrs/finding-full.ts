import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { MemberId, OkrId } from '../../db/ids.ts';
import { connections, dataLinks } from '../../db/schema/connections.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import { okrTags, tags } from '../../db/schema/tags.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import type { Interval, Weighing } from '../words.ts';
import type { DataLink } from './finding-subject.ts';
import { measureOf, type Okr } from './okr.ts';
import { weigh } from './rolling-up.ts';

/** One parent of an OKR; `contribution` is what the OKR counts for there, in percent, and `fixedWeight` what was set. */
export type ParentShare = { okrId: OkrId; contribution: number; fixedWeight: number | null };

/** What binds an OKR to its source and how the last read went. */
export type LinkSummary = Pick<
  DataLink,
  | 'connectionId'
  | 'query'
  | 'count'
  | 'matched'
  | 'completed'
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
  /** Names, in order. */
  tags: string[];
  parents: ParentShare[];
  link: (LinkSummary & { interval: Interval }) | null;
};

/** @throws Refusal `not_found` */
export async function findFullOkr(ctx: Context, okrId: OkrId): Promise<FullOkr> {
  const one = sql`select ${okrs.id} from ${okrs} where ${okrs.orgId} = ${ctx.org.id} and ${okrs.id} = ${okrId}`;
  const [found] = await listFullOkrs(ctx, one, [okrs.id]);
  if (!found) throw new Refusal('not_found', 'There is no such OKR.');
  return found;
}

/** @throws Refusal `not_found` unless the OKR exists. For reads of something that belongs to it, awaited beside them. */
export async function checkOkrExists({ db, org }: Context, okrId: OkrId): Promise<void> {
  const [found] = await db
    .select({ id: okrs.id })
    .from(okrs)
    .where(and(eq(okrs.orgId, org.id), eq(okrs.id, okrId)));
  if (!found) throw new Refusal('not_found', 'There is no such OKR.');
}

/** The OKRs whose ids a statement selects, in one round trip however many they are. The statement knows its tenant. */
export async function listFullOkrs(
  ctx: Context,
  ids: SQL,
  order: readonly (typeof okrs.id | SQL)[],
): Promise<FullOkr[]> {
  const [rows, siblings] = await Promise.all([
    ctx.db
      .select({
        okr: okrs,
        row: sql<number>`${okrs}.rowid`.as('row'),
        ownerIds: sql<string>`(select json_group_array(owner.member_id) from (select member_id from okr_owners
          where org_id = ${okrs.orgId} and okr_id = ${okrs.id} order by position) as owner)`.as('owner_ids'),
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
          readAt: dataLinks.readAt,
          outcome: dataLinks.outcome,
          failureReason: dataLinks.failureReason,
          failureDetail: dataLinks.failureDetail,
          createdAt: dataLinks.createdAt,
        },
        interval: connections.interval,
      })
      .from(okrs)
      .leftJoin(dataLinks, eq(dataLinks.okrId, okrs.id))
      .leftJoin(connections, eq(connections.id, dataLinks.connectionId))
      .where(sql`${okrs.id} in (${ids})`)
      .orderBy(...order),
    listSiblings(ctx, ids),
  ]);
  const shares = sharesOf(siblings, Object.assign({}, ...rows.map((row) => JSON.parse(row.weighings))));
  return rows.map(({ okr, row, ownerIds, tags, link, interval }) => ({
    okr,
    row,
    ownerIds: JSON.parse(ownerIds) as MemberId[],
    tags: JSON.parse(tags) as string[],
    parents: shares.filter((share) => share.childId === okr.id),
    link: link && { ...link, interval: interval ?? 'hourly' },
  }));
}

/** Every child of each parent of these OKRs: what one counts for depends on its siblings. */
async function listSiblings({ db, org }: Context, ids: SQL) {
  const edge = alias(alignments, 'edge');
  const parents = db
    .select({ id: edge.parentId })
    .from(edge)
    .where(and(eq(edge.orgId, org.id), sql`${edge.childId} in (${ids})`));
  const rows = await db
    .select({
      parentId: alignments.parentId,
      childId: alignments.childId,
      fixedWeight: alignments.fixedWeight,
      kind: okrs.kind,
      measureType: okrs.measureType,
      measureName: okrs.measureName,
      unit: okrs.unit,
      startValue: okrs.startValue,
      targetValue: okrs.targetValue,
      direction: okrs.direction,
      riskThreshold: okrs.riskThreshold,
    })
    .from(alignments)
    .innerJoin(okrs, eq(okrs.id, alignments.childId))
    .where(and(eq(alignments.orgId, org.id), inArray(alignments.parentId, parents)))
    .orderBy(alignments.parentId, alignments.childId);
  return rows.map((row) => ({ ...row, measure: measureOf(row) }));
}

/** The share of each child in its parent, given how the parents weigh. */
const sharesOf = (
  siblings: Awaited<ReturnType<typeof listSiblings>>,
  weighings: Readonly<Record<OkrId, Weighing>>,
): (ParentShare & { childId: OkrId })[] =>
  [...Map.groupBy(siblings, (row) => row.parentId)].flatMap(([okrId, children]) =>
    weigh(children, weighings[okrId] ?? 'equal').map(({ childId, contribution, fixedWeight }) => ({
      okrId,
      childId,
      contribution,
      fixedWeight,
    })),
  );
