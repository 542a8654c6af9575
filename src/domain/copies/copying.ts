import { and, eq, inArray, sql } from 'drizzle-orm';
import { commit, guard, type Statement } from '../../db/commit.ts';
import type { MemberId, OkrId } from '../../db/ids.ts';
import { dataLinks } from '../../db/schema/connections.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { alignments, okrOwners, okrPeople, okrs } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import { okrTags } from '../../db/schema/tags.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { dueRows, refreshTop, statusNow } from '../okrs/changing.ts';
import { guardPlace } from '../okrs/guarding-place.ts';
import { measureColumns, measureOf, type Okr, untouched } from '../okrs/okr.ts';
import { ruleAgainst } from '../okrs/refusing-parents.ts';
import type { Period } from '../periods/finding.ts';
import { demand, may, sentences } from '../permission.ts';
import { preparationDay } from '../recurring/recurring.ts';
import { copiedTaskRows } from '../tasks/copying.ts';
import { goesByTasks } from '../tasks/task.ts';
import type { Original } from './finding-originals.ts';
import type { CopyJob, Order, Pair } from './order.ts';
import { restarted } from './restarting.ts';

/** An original and the id of its copy. */
type Task = Original & { to: OkrId };

/** Whose the copies are, and whether they go on where their originals end. */
type Manner = Pick<Order, 'ownerId' | 'postpone'>;

/** What is different about a copy: columns of the OKR, and when (ms) its data source is first read. */
type Different = { columns?: Partial<Okr>; readFrom?: number };

/** The job after a step, the parents to recompute because of it, and the copies that a connection feeds. */
export type Stepped = { job: CopyJob; due: OkrId[]; fed: NonNullable<Original['link']>[] };

/**
 * Takes a job one step further: copies these originals of its next `taken` pairs and moves the job on, in one commit.
 * A step that another delivery has made writes nothing. @throws LostRace then, Refusal `forbidden` for observers
 */
export async function copyStep(
  ctx: Context,
  job: CopyJob,
  period: Period,
  originals: readonly Original[],
  taken: number,
): Promise<Stepped> {
  demand(may.createOkr(ctx.actor), sentences.observer);
  const { pairs } = job.input;
  const copyOf = new Map(pairs.map(({ from, to }) => [from, to]));
  const tasks = originals.map((original) => ({ ...original, to: copyOf.get(original.okr.id)! }));
  const edges = tasks.flatMap((task) => edgesOf(ctx, task, copyOf, period));
  const ofTasks = tasks.filter((task) => task.tasks.length > 0 && goesByTasks(task.okr)).map(({ to }) => to);
  const due = [...new Set([...ofTasks, ...edges.map((edge) => edge.parentId)])];
  const fed = tasks.flatMap(({ to, link }) => (link ? [{ ...link, okrId: to }] : []));

  const done = job.done + taken;
  const next: CopyJob = {
    ...job,
    done,
    state: done >= job.total ? 'done' : 'running',
    result: { okr_ids: [...job.result.okr_ids, ...tasks.map(({ to }) => to)] },
    updatedAt: ctx.now,
  };
  await commit(ctx.db, [
    moveOn(ctx, job, next),
    guard(ctx.db),
    guardPlace(ctx, { periodId: period.id }),
    ...tasks.flatMap((task) => rowsOf(ctx, task, period, job.input)),
    ...(edges.length > 0 ? [edgeRows(ctx, edges)] : []),
    ...(tasks.length > 0
      ? [
          tagRows(
            ctx,
            tasks.map(({ okr, to }) => ({ from: okr.id, to })),
          ),
          peopleRows(
            ctx,
            tasks.map(({ okr, to }) => ({ from: okr.id, to })),
          ),
          refreshTop(
            ctx,
            tasks.map(({ to }) => to),
          ),
        ]
      : []),
    ...dueRows(ctx, due),
  ]);
  return { job: next, due, fed };
}

const moveOn = ({ db, org }: Context, before: CopyJob, { done, state, result, updatedAt }: CopyJob): Statement =>
  db
    .update(jobs)
    .set({ done, state, result, updatedAt })
    .where(
      and(
        eq(jobs.orgId, org.id),
        eq(jobs.id, before.id),
        eq(jobs.done, before.done),
        inArray(jobs.state, ['waiting', 'running']),
      ),
    );

/**
 * Copies among each other stand as their originals do; of other parents those stay that live in the period. A copy is
 * new: it does not stand where the organization lets nothing of its kind stand any more.
 */
const edgesOf = (ctx: Context, { to, okr, parents }: Task, copyOf: ReadonlyMap<OkrId, OkrId>, period: Period) =>
  parents.flatMap(({ id, kind, periodId, closedAt, fixedWeight, counts }) => {
    if (ruleAgainst(ctx.org, okr.kind, kind)) return [];
    const row = { orgId: ctx.org.id, childId: to, counts, createdAt: ctx.now };
    const copied = copyOf.get(id);
    if (copied) return [{ ...row, parentId: copied, fixedWeight }];
    return periodId === period.id && closedAt === null ? [{ ...row, parentId: id, fixedWeight: null }] : [];
  });

type Edge = ReturnType<typeof edgesOf>[number];

/** The edges as far as their parents are still there: a copy may be deleted before the next step of its job. */
const edgeRows = ({ db, org }: Context, edges: readonly Edge[]): Statement =>
  db.insert(alignments).select(sql`
    select ${org.id}, edge.value ->> 'childId', parent.id, edge.value ->> 'fixedWeight', edge.value ->> 'counts',
      edge.value ->> 'createdAt' from json_each(${JSON.stringify(edges)}) as edge
      cross join ${okrs} as parent on parent.id = edge.value ->> 'parentId'`);

/**
 * The rows of one copy: the OKR with its owners and its data source. Checkpoints are not copied, for the values promised
 * for days of one period say little about another, and with `postpone` the way begins elsewhere. What is postponed goes
 * on in its copy, recurring where it did; any other copy is made once.
 */
export function rowsOf(
  ctx: Context,
  task: Task,
  period: Period,
  manner: Manner,
  { columns = {}, readFrom = ctx.now }: Different = {},
): Statement[] {
  const { db, org } = ctx;
  const { to, okr: original, link } = task;
  const ownerIds = ownersOf(ctx, task, manner);
  const okr = draftCopy(ctx, task, period, manner, ownerIds[0] ?? null, columns);
  const owners = ownerIds.map((memberId, position) => ({ orgId: org.id, okrId: to, memberId, position }));
  return [
    db.insert(okrs).values(okr),
    ...copiedTaskRows(ctx, to, task.tasks),
    ...(owners.length > 0 ? [db.insert(okrOwners).values(owners)] : []),
    ...(link ? [db.insert(dataLinks).values({ ...linkOf(ctx, to, link), dueAt: readFrom })] : []),
    eventRow(ctx, {
      action: 'okr.created',
      subject: to,
      data: { kind: okr.kind, title: okr.title, copied_from: original.id },
    }),
  ];
}

function ownersOf({ actor }: Context, { ownerIds }: Task, { ownerId }: Manner): MemberId[] {
  if (ownerId) return [ownerId];
  if (ownerIds.length > 0) return ownerIds;
  return actor.memberId ? [actor.memberId] : [];
}

function draftCopy(
  ctx: Context,
  { to, okr, link, checkInOwnerId }: Task,
  period: Period,
  { ownerId, postpone }: Manner,
  firstOwner: MemberId | null,
  columns: Partial<Okr>,
): Okr {
  const measure = measureOf(okr);
  const recurs = postpone && okr.recurs;
  const copy: Okr = {
    ...okr,
    ...untouched,
    id: to,
    periodId: period.id,
    startsOn: period.startsOn,
    endsOn: period.endsOn,
    creatorId: ctx.actor.memberId,
    checkInOwnerId: ownerId ?? checkInOwnerId ?? firstOwner,
    ...measureColumns(postpone ? restarted(measure, okr.value) : measure),
    mode: okr.mode === 'data_source' && !link ? 'manual' : okr.mode,
    provider: link ? okr.provider : null,
    weighing: okr.weighing,
    copiedFromId: okr.id,
    recurs,
    prepareOn: preparationDay({ ...period, recurs, draft: false }),
    createdAt: ctx.now,
    updatedAt: ctx.now,
    ...columns,
  };
  return { ...copy, ...statusNow(ctx, copy, null) };
}

/** The same query, not read yet. */
const linkOf = (
  ctx: Context,
  okrId: OkrId,
  { connectionId, query, queryKey, sourceKey, count }: NonNullable<Original['link']>,
) => ({
  okrId,
  orgId: ctx.org.id,
  connectionId,
  query,
  queryKey,
  sourceKey,
  count,
  createdAt: ctx.now,
});

/** Those who may see it, or act for its owners, as far as they are still here to. */
export const peopleRows = ({ db, org }: Context, pairs: readonly Pair[]): Statement =>
  db.insert(okrPeople).select(sql`
    select part.org_id, pair.value ->> 'to', part.member_id, part.part from json_each(${JSON.stringify(pairs)}) as pair
      cross join ${okrPeople} as part on part.org_id = ${org.id} and part.okr_id = pair.value ->> 'from'
      cross join ${members} as person on person.id = part.member_id and person.deactivated_at is null
        and (part.part = 'viewer' or person.role <> 'observer')`);

export const tagRows = ({ db, org }: Context, pairs: readonly Pair[]): Statement =>
  db.insert(okrTags).select(sql`
    select tagged.org_id, pair.value ->> 'to', tagged.tag_id from json_each(${JSON.stringify(pairs)}) as pair
      cross join ${okrTags} as tagged on tagged.org_id = ${org.id} and tagged.okr_id = pair.value ->> 'from'`);
