import { type SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { guard, guardThat, type Statement, written } from '../../db/commit.ts';
import type { OkrId, ProposalId } from '../../db/ids.ts';
import { dataLinks } from '../../db/schema/connections.ts';
import { comments, mentions, reactions } from '../../db/schema/conversations.ts';
import { alignments, okrOwners, okrPeople, okrs, progressPoints } from '../../db/schema/okrs.ts';
import { okrTags } from '../../db/schema/tags.ts';
import { type Context, todayOf } from '../context.ts';
import { eventRows, type Happening } from '../events/event.ts';
import { mentionedIn } from '../mentions/mention.ts';
import { preparationDay } from '../recurring/recurring.ts';
import { goesByTasks } from '../tasks/task.ts';
import { dueRows, refreshTop, statusNow } from './changing.ts';
import { circles } from './circles.ts';
import { definitionColumns } from './comparing.ts';
import { statusesOfChildren } from './finding-subject.ts';
import { isChange, type Line } from './line.ts';
import { measureOf, type Okr } from './okr.ts';
import { progressOf } from './progress.ts';

/** The proposal that drafts are published with; `approvedBy` names the lead who said yes, null when nobody was asked. */
export type With = { id: ProposalId; title: string; approvedBy: string | null };

/** What publishing writes, the OKRs as they are afterwards by id, and the parents to recompute. */
export type Publication = { statements: Statement[]; after: Map<OkrId, Okr>; due: OkrId[] };

type Pair = { draft: Okr; before: Okr; after: Okr };

/**
 * The statements that publish these drafts as one: about thirty, however many drafts there are. Every draft and every
 * OKR that a draft changes is guarded by its version, so that a commit either has it all as it was read or writes nothing.
 */
export function publicationOf(ctx: Context, lines: readonly Line[], proposal: With | null): Publication {
  const made = lines.filter((line) => !isChange(line)).map((line) => published(ctx, line, proposal));
  const changed = lines.flatMap((line) => (line.live ? [applied(ctx, line, proposal)] : []));
  const all = [...made, ...changed.map(({ after }) => after)];
  const ids = all.map(({ id }) => id);
  const due = dueOf(lines, made, changed);
  return {
    after: new Map(all.map((okr) => [okr.id, okr])),
    due,
    statements: [
      ...(made.length > 0 ? publish(ctx, made) : []),
      ...(changed.length > 0 ? [...apply(ctx, changed), ...remove(ctx, changed)] : []),
      guardThat(ctx.db, sql`not exists (${circles(ctx, ids)})`),
      refreshTop(ctx, ids),
      ...dueRows(ctx, due),
      eventRows(
        ctx,
        lines.map((line) => happeningOf(line, proposal)),
      ),
    ],
  };
}

function published(ctx: Context, { draft: { okr } }: Line, proposal: With | null): Okr {
  const next: Okr = {
    ...okr,
    draft: false,
    proposalId: proposal?.id ?? null,
    version: okr.version + 1,
    updatedAt: ctx.now,
  };
  return { ...next, prepareOn: preparationDay(next), ...statusNow(ctx, next, null) };
}

/** The published OKR as a change leaves it: what was said of it is new, its value and its story stay. */
function applied(ctx: Context, { draft, live }: Line, proposal: With | null): Pair {
  const before = live!.okr;
  const mode = before.mode === 'data_source' ? before.mode : draft.okr.mode;
  const next: Okr = {
    ...before,
    ...Object.fromEntries(definitionColumns.map((column) => [column, draft.okr[column]])),
    mode,
    heldAt: mode === 'manual' ? null : before.heldAt,
    proposalId: proposal?.id ?? before.proposalId,
    version: before.version + 1,
    updatedAt: ctx.now,
  };
  next.progress = progressOf(measureOf(next), next.value);
  next.prepareOn = preparationDay(next, before);
  const status = statusNow(ctx, next, statusesOfChildren(ctx, next, live!.below));
  return { draft: draft.okr, before, after: { ...next, ...status } };
}

/** Parents of what is new, all parents before and after of what is changed, and those that begin to follow what is below them. */
function dueOf(lines: readonly Line[], made: readonly Okr[], changed: readonly Pair[]): OkrId[] {
  const above = lines.flatMap(({ draft, live }) => [...draft.parents, ...(live?.parents ?? [])].map(({ id }) => id));
  const rolling = changed.filter(({ after }) => after.mode === 'rollup').map(({ after }) => after.id);
  const ofTasks = made.filter(goesByTasks).map(({ id }) => id);
  return [...new Set([...above, ...rolling, ...ofTasks])];
}

function publish({ db, org, now }: Context, made: readonly Okr[]): Statement[] {
  const rows = made.map(({ id, version, status, turnsAt, prepareOn, proposalId }) => ({
    id,
    read: version - 1,
    status,
    turnsAt,
    prepareOn,
    proposalId,
  }));
  return [
    written(
      db,
      sql`update ${okrs} set draft = 0, status = row.value ->> 'status', turns_at = row.value ->> 'turnsAt',
        prepare_on = row.value ->> 'prepareOn', proposal_id = row.value ->> 'proposalId',
        version = ${okrs.version} + 1, updated_at = ${now}
      from json_each(${JSON.stringify(rows)}) as row
      where ${okrs.id} = row.value ->> 'id' and +${okrs.orgId} = ${org.id} and ${okrs.version} = row.value ->> 'read'
        and ${okrs.draft} = 1`,
    ),
    guard(db, made.length),
    written(
      db,
      sql`update ${dataLinks} set due_at = ${now}
      where ${dataLinks.orgId} = ${org.id} and ${dataLinks.okrId} in (${idsIn(made.map(({ id }) => id))})`,
    ),
  ];
}

function apply(ctx: Context, changed: readonly Pair[]): Statement[] {
  const { db, org, now } = ctx;
  const rows = json(
    changed.map(({ draft, before, after }) => ({
      draft: draft.id,
      draftRead: draft.version,
      id: before.id,
      read: before.version,
      mode: after.mode,
      heldAt: after.heldAt,
      progress: after.progress,
      status: after.status,
      turnsAt: after.turnsAt,
      prepareOn: after.prepareOn,
      proposalId: after.proposalId,
    })),
  );
  const columns = definitionColumns.map((column) => {
    const name = sql.identifier(okrs[column].name);
    return sql`${name} = draft.${name}`;
  });
  const ids = idsIn(changed.map(({ before }) => before.id));
  const moved = idsIn(changed.filter(hasMoved).map(({ before }) => before.id));
  return [
    written(
      db,
      sql`update ${okrs} set ${sql.join(columns, sql`, `)}, mode = row.value ->> 'mode',
        held_at = row.value ->> 'heldAt', progress = row.value ->> 'progress', status = row.value ->> 'status',
        turns_at = row.value ->> 'turnsAt', prepare_on = row.value ->> 'prepareOn',
        proposal_id = row.value ->> 'proposalId', version = ${okrs.version} + 1,
        updated_at = ${now}
      from ${rows} as row cross join ${okrs} as draft
      where ${okrs.id} = row.value ->> 'id' and +${okrs.orgId} = ${org.id} and ${okrs.version} = row.value ->> 'read'
        and ${okrs.closedAt} is null and draft.id = row.value ->> 'draft'
        and draft.version = row.value ->> 'draftRead' and draft.draft = 1`,
    ),
    guard(db, changed.length),
    ...replace(ctx, okrOwners, 'member_id, position', rows, ids),
    ...replace(ctx, okrPeople, 'member_id, part', rows, ids),
    ...replace(ctx, okrTags, 'tag_id', rows, ids),
    // What a parent gives to a child that stays under it is that parent's matter.
    written(
      db,
      sql`delete from ${alignments} where org_id = ${org.id} and child_id in (${ids}) and parent_id not in (
      select edge.parent_id from ${rows} as row cross join ${alignments} as edge
        on edge.org_id = ${org.id} and edge.child_id = row.value ->> 'draft'
        where row.value ->> 'id' = ${alignments.childId})`,
    ),
    written(
      db,
      sql`insert into ${alignments} (org_id, child_id, parent_id, fixed_weight, counts, created_at)
      select edge.org_id, row.value ->> 'id', edge.parent_id, edge.fixed_weight, edge.counts, ${now}
        from ${rows} as row cross join ${alignments} as edge
        on edge.org_id = ${org.id} and edge.child_id = row.value ->> 'draft'
        where true on conflict do nothing`,
    ),
    written(
      db,
      sql`insert into ${progressPoints} (org_id, okr_id, day, value, progress, status, source)
      select org_id, id, ${todayOf(ctx)}, value, progress, status, 'person' from ${okrs}
        where +${okrs.orgId} = ${org.id} and ${okrs.id} in (${moved})
      on conflict do update set value = excluded.value, progress = excluded.progress, status = excluded.status,
        source = excluded.source`,
    ),
  ];
}

const hasMoved = ({ before, after }: Pair) => before.progress !== after.progress || before.status !== after.status;

/** What the OKRs `ids` have in a table becomes what their drafts have there. */
const replace = ({ db, org }: Context, table: SQLiteTable, columns: string, rows: SQL, ids: SQL): Statement[] => [
  written(db, sql`delete from ${table} where org_id = ${org.id} and okr_id in (${ids})`),
  written(
    db,
    sql`insert into ${table} (org_id, okr_id, ${sql.raw(columns)})
    select own.org_id, row.value ->> 'id', ${sql.raw(columns)} from ${rows} as row cross join ${table} as own
      on own.org_id = ${org.id} and own.okr_id = row.value ->> 'draft'`,
  ),
];

/** The drafts of changes go; what was said about them goes over to the OKR. */
function remove(ctx: Context, changed: readonly Pair[]): Statement[] {
  const { db, org } = ctx;
  const drafts = idsIn(changed.map(({ draft }) => draft.id));
  const rows = json(changed.map(({ draft, before }) => ({ draft: draft.id, id: before.id })));
  const target = (okrId: SQL) =>
    sql`(select row.value ->> 'id' from ${rows} as row where row.value ->> 'draft' = ${okrId})`;
  return [
    ...remention(ctx, changed),
    ...[comments, reactions, mentions].map((table) =>
      written(
        db,
        sql`update or ignore ${table} set okr_id = ${target(sql`${table}.okr_id`)}
        where org_id = ${org.id} and okr_id in (${drafts})`,
      ),
    ),
    ...[okrOwners, okrPeople, okrTags].map((table) =>
      written(db, sql`delete from ${table} where org_id = ${org.id} and okr_id in (${drafts})`),
    ),
    written(db, sql`delete from ${alignments} where org_id = ${org.id} and child_id in (${drafts})`),
    written(db, sql`delete from ${okrs} where +${okrs.orgId} = ${org.id} and ${okrs.id} in (${drafts})`),
  ];
}

/** The description of the OKR mentions whom that of its draft does; who was mentioned already is not told again. */
function remention({ db, org, now }: Context, changed: readonly Pair[]): Statement[] {
  const rows = json(
    changed.map(({ draft, before }) => ({ draft: draft.id, id: before.id, named: mentionedIn(draft.description) })),
  );
  return [
    written(
      db,
      sql`delete from ${mentions} where org_id = ${org.id} and (okr_id, subject_id) in (
        select row.value ->> 'id', row.value ->> 'id' from ${rows} as row)
      and member_id not in (select named.value from ${rows} as row cross join json_each(row.value, '$.named') as named
        where row.value ->> 'id' = ${mentions}.okr_id)`,
    ),
    written(
      db,
      sql`update or ignore ${mentions} set at = ${now}, (okr_id, subject_id) = (
        select row.value ->> 'id', row.value ->> 'id' from ${rows} as row where row.value ->> 'draft' = ${mentions}.okr_id)
      where org_id = ${org.id} and okr_id in (select row.value ->> 'draft' from ${rows} as row)
        and subject_id = okr_id`,
    ),
    written(
      db,
      sql`delete from ${mentions} where org_id = ${org.id} and (okr_id, subject_id) in (
        select row.value ->> 'draft', row.value ->> 'draft' from ${rows} as row)`,
    ),
  ];
}

function happeningOf({ draft, live, changes }: Line, proposal: With | null): Happening {
  const data = proposal ? { proposal: proposal.id, with: proposal.title, approved_by: proposal.approvedBy } : {};
  return live
    ? { action: 'okr.edited', subject: live.okr.id, data: { fields: changes.map(({ field }) => field), ...data } }
    : { action: 'okr.published', subject: draft.okr.id, data };
}

const json = (rows: readonly object[]): SQL => sql`json_each(${JSON.stringify(rows)})`;

const idsIn = (ids: readonly OkrId[]): SQL => sql`select value from json_each(${JSON.stringify(ids)})`;
