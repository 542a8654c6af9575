import { asc, eq, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { commit, guard, type Statement, written } from '../../db/commit.ts';
import type { CommentId, OkrId } from '../../db/ids.ts';
import { comments, mentions, reactions } from '../../db/schema/conversations.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { checkIns, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { eventRows } from '../events/event.ts';
import { renamed } from '../mentions/mention.ts';
import type { Position } from '../paging.ts';
import { type ErasureJob, NOBODY } from './erasure-job.ts';

/** Where people mention others: a table, the key by which its rows of one organization are read, and its texts. */
type Place = { table: SQLiteTable; org: SQLiteColumn; key: readonly SQLiteColumn[]; texts: readonly SQLiteColumn[] };

export const places: readonly Place[] = [
  { table: okrs, org: okrs.orgId, key: [okrs.id], texts: [okrs.description, okrs.closingNote] },
  { table: checkIns, org: checkIns.orgId, key: [checkIns.okrId, checkIns.version], texts: [checkIns.note] },
  { table: comments, org: comments.orgId, key: [comments.okrId, comments.id], texts: [comments.text] },
];

/** Rows read at once, and of those how many may be written anew: with their texts they stay under 1 MB. */
const ROWS = 1_000;
const FOUND = 40;

/**
 * Takes the name of a former member out of the next texts, and their comments away if that was asked for. A page and how
 * far the job is are one commit, so that a repeated message goes on where the last one ended.
 * @throws LostRace when another delivery was faster, or somebody edits one of the texts at this moment
 */
export async function clearNext(ctx: Context, job: ErasureJob): Promise<ErasureJob> {
  const { place: at, after } = job.result;
  const place = places[at];
  if (!place) return job;
  const { rows, end } = await readPage(ctx, place, job, after);
  const said = rows.filter(({ own }) => own === 1);
  const others = rows.filter(({ own }) => own !== 1);
  const result = end === null ? { place: at + 1, after: null } : { place: at, after: end };
  const next: ErasureJob = {
    ...job,
    result,
    done: result.place,
    state: result.place === places.length ? 'done' : 'running',
    updatedAt: ctx.now,
  };
  await commit(ctx.db, [
    moveOn(ctx, job, next),
    guard(ctx.db),
    ...place.texts.flatMap((column, i) => rewriting(ctx, place, column, changesOf(others, i, job))),
    ...(said.length > 0 ? withoutComments(ctx, said, job) : []),
  ]);
  return next;
}

/** A row that holds the member's id in a text, or is their own. */
type Row = Record<string, string | number | null> & { id: string; own: number };

/** The rows of a page that matter, and where it ends: null when the table is through. */
async function readPage({ db, org }: Context, place: Place, { input }: ErasureJob, after: Position | null) {
  const keys = place.key.map((column, i) => sql`${column} as ${sql.identifier(`key_${i}`)}`);
  const texts = place.texts.map(
    (column, i) =>
      sql`case when instr(${column}, ${input.member}) then ${column} end as ${sql.identifier(`text_${i}`)}`,
  );
  const own = place.table === comments && input.comments ? sql`${comments.authorId} is ${input.member}` : sql`0`;
  const beyond =
    after === null
      ? sql``
      : sql`and (${list(place.key.map((column) => sql`${column}`))}) > (${list(after.map((value) => sql`${value}`))})`;
  const read = await db.all<Row>(sql`
    select id, ${list(keys)}, ${list(texts)}, ${own} as own from ${place.table}
    where ${eq(place.org, org.id)} ${beyond} order by ${list(place.key.map((column) => asc(column)))} limit ${ROWS}`);
  const matters = (row: Row) => row.own === 1 || place.texts.some((_, i) => row[`text_${i}`] !== null);
  const cut = read.filter(matters)[FOUND];
  const page = cut ? read.slice(0, read.indexOf(cut)) : read;
  const last = cut || read.length === ROWS ? page.at(-1) : undefined;
  const end = last ? place.key.map((_, i) => last[`key_${i}`] as string | number) : null;
  return { rows: page.filter(matters), end };
}

const list = (all: readonly SQL[]): SQL => sql.join([...all], sql`, `);

type Change = { id: string; from: string; to: string };

const changesOf = (rows: readonly Row[], i: number, { input }: ErasureJob): Change[] =>
  rows.flatMap((row) => {
    const from = row[`text_${i}`];
    if (typeof from !== 'string') return [];
    const to = renamed(from, { id: input.member, name: NOBODY });
    return to === from ? [] : [{ id: row.id, from, to }];
  });

/** Writes texts anew that are still as they were read, and lets the page be read again when one is not. */
const rewriting = (
  { db, org }: Context,
  { table, org: own }: Place,
  column: SQLiteColumn,
  changes: readonly Change[],
): Statement[] =>
  changes.length === 0
    ? []
    : [
        written(
          db,
          sql`update ${table} set ${sql.identifier(column.name)} = changed.value ->> 'to'
            from json_each(${JSON.stringify(changes)}) as changed
            where ${table}.id = changed.value ->> 'id' and ${eq(own, org.id)} and ${column} = changed.value ->> 'from'`,
        ),
        guard(db, changes.length),
      ];

function withoutComments(ctx: Context, said: readonly Row[], { input }: ErasureJob): Statement[] {
  const { db, org } = ctx;
  const gone = said.map((row) => ({ id: row.id as CommentId, okr: row.key_0 as OkrId }));
  const ids = JSON.stringify(gone.map(({ id }) => id));
  const under = JSON.stringify(gone);
  const places = sql`select value ->> 'okr', value ->> 'id' from json_each(${under})`;
  return [
    written(db, sql`delete from ${comments} where org_id = ${org.id} and id in (select value from json_each(${ids}))`),
    written(db, sql`delete from ${reactions} where org_id = ${org.id} and (okr_id, subject_id) in (${places})`),
    written(db, sql`delete from ${mentions} where org_id = ${org.id} and (okr_id, subject_id) in (${places})`),
    eventRows(
      ctx,
      gone.map(({ id, okr }) => ({ action: 'comment.deleted', subject: id, data: { okr, author: input.member } })),
    ),
  ];
}

const moveOn = ({ db, org }: Context, before: ErasureJob, { state, result, done, updatedAt }: ErasureJob): Statement =>
  db
    .update(jobs)
    .set({ state, result, done, updatedAt })
    .where(
      sql`${jobs.id} = ${before.id} and ${jobs.orgId} = ${org.id} and ${jobs.state} in ('waiting', 'running')
        and json(${jobs.result}) = json(${JSON.stringify(before.result)})`,
    );
