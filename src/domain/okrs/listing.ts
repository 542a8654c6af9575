import { type SQL, sql } from 'drizzle-orm';
import type { MemberId, OkrId, PeriodId, TeamId } from '../../db/ids.ts';
import { alignments, okrOwners, okrs } from '../../db/schema/okrs.ts';
import { okrTags } from '../../db/schema/tags.ts';
import type { Day } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import { type Cut, cut, type Page, type Position } from '../paging.ts';
import { invalid } from '../refusal.ts';
import { tagNamed } from '../tags/finding.ts';
import type { Kind, Level, Status } from '../words.ts';
import { endOf } from './as-of.ts';
import { type FullOkr, listFullOkrs } from './finding-full.ts';
import { wordsOf, wordsQuery } from './searching.ts';
import { listed, visible } from './visible.ts';

/** What a list of OKRs is narrowed by; all that are given must hold. `q` are words, `updatedSince` ms. */
export type OkrFilters = {
  kind?: Kind;
  level?: Level;
  period?: PeriodId;
  team?: TeamId;
  owner?: MemberId;
  status?: Status;
  parent?: OkrId;
  /** The name of a tag, however it is written. */
  tag?: string;
  q?: string;
  updatedSince?: number;
  /** A past day: how they stood when it ended, without those made later. */
  on?: Day;
};

type Filter = keyof OkrFilters;

/** What an order compares: a column of the OKR, and where the walk meets the same value first. */
type Key = { column: SQL; along?: SQL; of: (full: FullOkr) => string | number };

/** The filters that choose an index, the order in which that index stands, and the table it belongs to if not OKRs. */
type Walk = { by: Filter[]; keys: Key[]; through?: (ctx: Context, filters: OkrFilters) => { from: SQL; where: SQL } };

const id: Key = { column: sql`${okrs.id}`, of: ({ okr }) => okr.id };
const row: Key = { column: sql`${okrs}.rowid`, of: ({ row }) => row };
const top: Key = { column: sql`${okrs.top}`, of: ({ okr }) => Number(okr.top) };
const level: Key = { column: sql`${okrs.level}`, of: ({ okr }) => okr.level };
const periodId: Key = { column: sql`${okrs.periodId}`, of: ({ okr }) => okr.periodId };
const updatedAt: Key = { column: sql`${okrs.updatedAt}`, of: ({ okr }) => okr.updatedAt };

/**
 * The ways to walk, best first. A page is read along an index from where the last one ended, so that its cost does not
 * grow with the organization.
 */
const walks: Walk[] = [
  {
    by: ['parent'],
    keys: [{ ...id, along: sql`edge.child_id` }],
    through: ({ org }, { parent }) => ({
      from: sql`${alignments} as edge cross join ${okrs} on ${okrs.id} = edge.child_id`,
      where: sql`edge.org_id = ${org.id} and edge.parent_id = ${parent}`,
    }),
  },
  {
    by: ['owner'],
    keys: [{ ...id, along: sql`own.okr_id` }],
    through: ({ org }, { owner }) => ({
      from: sql`${okrOwners} as own cross join ${okrs} on ${okrs.id} = own.okr_id`,
      where: sql`own.org_id = ${org.id} and own.member_id = ${owner}`,
    }),
  },
  {
    by: ['tag'],
    keys: [{ ...id, along: sql`worn.okr_id` }],
    through: ({ org }, { tag = '' }) => ({
      from: sql`${okrTags} as worn cross join ${okrs} on ${okrs.id} = worn.okr_id`,
      where: sql`worn.org_id = ${org.id} and worn.tag_id = ${tagNamed(org.id, tag)}`,
    }),
  },
  {
    by: ['q'],
    keys: [{ ...row, along: sql`okr_words.rowid` }],
    through: ({ org }, { q = '' }) => ({
      from: sql`okr_words cross join ${okrs} on ${okrs}.rowid = okr_words.rowid`,
      where: sql`okr_words match ${wordsQuery(org.id, q)}`,
    }),
  },
  { by: ['updatedSince'], keys: [updatedAt, id] },
  { by: ['team', 'period'], keys: [id] },
  { by: ['team'], keys: [periodId, id] },
  { by: ['level', 'period'], keys: [id] },
  { by: ['period', 'status'], keys: [id] },
  { by: ['period', 'kind'], keys: [top, id] },
  { by: ['period'], keys: [top, level, id] },
  { by: ['status'], keys: [id] },
  { by: ['level'], keys: [periodId, id] },
  { by: ['kind'], keys: [id] },
  { by: [], keys: [id] },
];

/**
 * A page of the organization's OKRs, each with what is said of it elsewhere, in one round trip.
 * @throws Refusal `invalid` for a position of another list, or a search without a word
 */
export async function listOkrs(ctx: Context, filters: OkrFilters, { after, limit }: Cut): Promise<Page<FullOkr>> {
  if (filters.q !== undefined && wordsOf(filters.q).length === 0) throw invalid({ q: 'Search for a word.' });
  const given = (Object.keys(conditions) as Filter[]).filter((name) => filters[name] !== undefined);
  const { by, keys, through } = walks.find((walk) => walk.by.every((name) => given.includes(name)))!;
  const name = by.join();
  const along = keys.map((key) => key.along ?? key.column);
  const way = through?.(ctx, filters) ?? { from: sql`${okrs}`, where: sql`${okrs.orgId} = ${ctx.org.id}` };
  const where = [
    way.where,
    listed(ctx),
    ...(filters.parent === undefined ? [] : [seesParent(ctx, filters.parent)]),
    ...given.filter((each) => !through || !by.includes(each)).map((each) => narrow(ctx, filters, each, by)),
    ...(after ? [beyond(along, positionIn(name, after, keys.length))] : []),
  ];
  const order = sql.join(along, sql`, `);
  const ids = sql`select ${okrs.id} from ${way.from} where ${sql.join(where, sql` and `)} order by ${order} limit ${limit + 1}`;
  const columns = keys.map((key) => key.column);
  const found = await listFullOkrs(ctx, ids, columns, filters.on);
  return cut(found, limit, (last) => [name, ...keys.map((key) => key.of(last))]);
}

/** A condition; unless the walk goes by it, a unary plus keeps it from choosing another index. */
const narrow = (ctx: Context, filters: OkrFilters, name: Filter, by: Filter[]): SQL =>
  by.includes(name) ? conditions[name](ctx, filters) : sql`+${conditions[name](ctx, filters)}`;

const conditions: { [F in Filter]: (ctx: Context, filters: OkrFilters) => SQL } = {
  kind: (_, { kind }) => sql`${okrs.kind} = ${kind}`,
  level: (_, { level }) => sql`${okrs.level} = ${level}`,
  period: (_, { period }) => sql`${okrs.periodId} = ${period}`,
  team: (_, { team }) => sql`${okrs.teamId} = ${team}`,
  status: (_, { status }) => sql`${okrs.status} = ${status}`,
  updatedSince: (_, { updatedSince }) => sql`${okrs.updatedAt} >= ${updatedSince}`,
  on: ({ org }, { on = '' }) => sql`${okrs.createdAt} <= ${endOf(on, org)}`,
  parent: ({ org }, { parent }) =>
    sql`${okrs.id} in (select child_id from alignments where org_id = ${org.id} and parent_id = ${parent})`,
  owner: ({ org }, { owner }) =>
    sql`${okrs.id} in (select okr_id from okr_owners where org_id = ${org.id} and member_id = ${owner})`,
  tag: ({ org }, { tag = '' }) =>
    sql`exists (select 1 from ${okrTags} as worn where worn.org_id = ${org.id} and worn.okr_id = ${okrs.id}
      and worn.tag_id = ${tagNamed(org.id, tag)})`,
  q: ({ org }, { q = '' }) =>
    sql`exists (select 1 from okr_words where okr_words match ${wordsQuery(org.id, q)} and rowid = ${okrs}.rowid)`,
};

/** Whether the actor may see that OKR at all: what is below one that they may not see does not tell of it. */
const seesParent = (ctx: Context, parent: OkrId): SQL =>
  sql`exists (select 1 from ${okrs} as above where above.id = ${parent} and ${visible(ctx, sql`above`)})`;

const beyond = (columns: SQL[], values: Position) =>
  sql`(${sql.join(columns, sql`, `)}) > (${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )})`;

function positionIn(walk: string, [of, ...values]: Position, length: number): Position {
  if (of !== walk || values.length !== length) throw invalid({ cursor: 'This cursor belongs to another list.' });
  return values;
}
