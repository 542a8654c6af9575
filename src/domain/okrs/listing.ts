import { type SQL, sql } from 'drizzle-orm';
import type { MemberId, OkrId, PeriodId, TeamId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { type Cut, cut, type Page, type Position } from '../paging.ts';
import { invalid } from '../refusal.ts';
import type { Kind, Level, Status } from '../words.ts';
import { type FullOkr, listFullOkrs } from './finding-full.ts';
import { wordsOf, wordsQuery } from './searching.ts';

/** What a list of OKRs is narrowed by; all that are given must hold. `q` are words, `updatedSince` ms. */
export type OkrFilters = {
  kind?: Kind;
  level?: Level;
  period?: PeriodId;
  team?: TeamId;
  owner?: MemberId;
  status?: Status;
  parent?: OkrId;
  q?: string;
  updatedSince?: number;
};

type Filter = keyof OkrFilters;
type Key = { column: SQL; of: (full: FullOkr) => string | number };

const id: Key = { column: sql`${okrs.id}`, of: ({ okr }) => okr.id };
const row: Key = { column: sql`${okrs}.rowid`, of: ({ row }) => row };
const top: Key = { column: sql`${okrs.top}`, of: ({ okr }) => Number(okr.top) };
const periodId: Key = { column: sql`${okrs.periodId}`, of: ({ okr }) => okr.periodId };
const updatedAt: Key = { column: sql`${okrs.updatedAt}`, of: ({ okr }) => okr.updatedAt };

/**
 * The ways to walk, best first: the filters that choose an index, and the order in which that index stands. A page is
 * read along it from where the last one ended, so that its cost does not grow with the organization.
 */
const walks: { by: Filter[]; keys: Key[] }[] = [
  { by: ['q'], keys: [row] },
  { by: ['parent'], keys: [id] },
  { by: ['owner'], keys: [id] },
  { by: ['updatedSince'], keys: [updatedAt, id] },
  { by: ['team', 'period'], keys: [id] },
  { by: ['team'], keys: [periodId, id] },
  { by: ['level', 'period'], keys: [id] },
  { by: ['period'], keys: [top, id] },
  { by: ['status'], keys: [id] },
  { by: ['level'], keys: [periodId, id] },
  { by: ['kind'], keys: [id] },
  { by: [], keys: [id] },
];

/**
 * A page of the organization's OKRs, each with what is said of it elsewhere, in one round trip.
 * @throws Refusal `invalid` for a position of another list, or a search without a letter
 */
export async function listOkrs(ctx: Context, filters: OkrFilters, { after, limit }: Cut): Promise<Page<FullOkr>> {
  const { by, keys } = walks.find((walk) => walk.by.every((name) => filters[name] !== undefined))!;
  const walk = by.join();
  const columns = keys.map((key) => key.column);
  const wanted = (Object.keys(filters) as Filter[]).filter((name) => filters[name] !== undefined);
  const where = [
    // A unary plus keeps a condition from choosing the index.
    by.some((name) => name === 'q' || name === 'parent' || name === 'owner') ? sql`+${ofTenant(ctx)}` : ofTenant(ctx),
    ...wanted.map((name) => (by.includes(name) ? conditions[name](ctx, filters) : sql`+${conditions[name](ctx, filters)}`)),
    ...(after ? [beyond(columns, positionIn(walk, after, keys.length))] : []),
  ];
  const from = by.includes('q') ? sql`okr_words cross join ${okrs} on ${okrs}.rowid = okr_words.rowid` : sql`${okrs}`;
  const order = sql.join(columns, sql`, `);
  const ids = sql`select ${okrs.id} from ${from} where ${sql.join(where, sql` and `)} order by ${order} limit ${limit + 1}`;
  const found = await listFullOkrs(ctx, ids, columns);
  return cut(found, limit, (last) => [walk, ...keys.map((key) => key.of(last))]);
}

const ofTenant = ({ org }: Context) => sql`${okrs.orgId} = ${org.id}`;

const conditions: { [F in Filter]: (ctx: Context, filters: OkrFilters) => SQL } = {
  kind: (_, { kind }) => sql`${okrs.kind} = ${kind}`,
  level: (_, { level }) => sql`${okrs.level} = ${level}`,
  period: (_, { period }) => sql`${okrs.periodId} = ${period}`,
  team: (_, { team }) => sql`${okrs.teamId} = ${team}`,
  status: (_, { status }) => sql`${okrs.status} = ${status}`,
  updatedSince: (_, { updatedSince }) => sql`${okrs.updatedAt} >= ${updatedSince}`,
  parent: ({ org }, { parent }) =>
    sql`${okrs.id} in (select child_id from alignments where org_id = ${org.id} and parent_id = ${parent})`,
  owner: ({ org }, { owner }) =>
    sql`${okrs.id} in (select okr_id from okr_owners where org_id = ${org.id} and member_id = ${owner})`,
  q: ({ org }, { q = '' }) => {
    if (wordsOf(q).length === 0) throw invalid({ q: 'Search for a word.' });
    return sql`okr_words match ${wordsQuery(org.id, q)}`;
  },
};

const beyond = (columns: SQL[], values: Position) =>
  sql`(${sql.join(columns, sql`, `)}) > (${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )})`;

function positionIn(walk: string, [of, ...values]: Position, length: number): Position {
  if (of !== walk || values.length !== length) throw invalid({ cursor: 'This cursor belongs to another list.' });
  return values;
}
