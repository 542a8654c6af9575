import { and, eq, inArray, sql } from 'drizzle-orm';
import { commit, guard, type Statement } from '../../db/commit.ts';
import type { MemberId, OkrId } from '../../db/ids.ts';
import { dataLinks } from '../../db/schema/connections.ts';
import { jobs } from '../../db/schema/jobs.ts';
import { alignments, okrOwners, okrs } from '../../db/schema/okrs.ts';
import { okrTags } from '../../db/schema/tags.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { dueRows, refreshTop, statusNow } from '../okrs/changing.ts';
import { measureColumns, measureOf, type Okr, untouched } from '../okrs/okr.ts';
import type { Period } from '../periods/finding.ts';
import { demand, may, sentences } from '../permission.ts';
import type { Original } from './finding-originals.ts';
import type { CopyJob, Order, Pair } from './order.ts';
import { restarted } from './restarting.ts';

/** An original and the id of its copy. */
type Task = Original & { to: OkrId };

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
  const due = [...new Set(edges.map((edge) => edge.parentId))];
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
    ...tasks.flatMap((task) => rowsOf(ctx, task, period, job.input)),
    ...edges.map((edge) => ctx.db.insert(alignments).values(edge)),
    ...(tasks.length > 0
      ? [
          tagRows(
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

/** Copies among each other stand as their originals do; of other parents those stay that live in the period. */
const edgesOf = (ctx: Context, { to, parents }: Task, copyOf: ReadonlyMap<OkrId, OkrId>, period: Period) =>
  parents.flatMap(({ id, periodId, closedAt, fixedWeight }) => {
    const row = { orgId: ctx.org.id, childId: to, createdAt: ctx.now };
    const copied = copyOf.get(id);
    if (copied) return [{ ...row, parentId: copied, fixedWeight }];
    return periodId === period.id && closedAt === null ? [{ ...row, parentId: id, fixedWeight: null }] : [];
  });

function rowsOf(ctx: Context, task: Task, period: Period, order: Order): Statement[] {
  const { db, org } = ctx;
  const { to, okr: original, link } = task;
  const ownerIds = ownersOf(ctx, task, order);
  const okr = draftCopy(ctx, task, period, order, ownerIds[0] ?? null);
  const owners = ownerIds.map((memberId, position) => ({ orgId: org.id, okrId: to, memberId, position }));
  return [
    db.insert(okrs).values(okr),
    ...(owners.length > 0 ? [db.insert(okrOwners).values(owners)] : []),
    ...(link ? [db.insert(dataLinks).values(linkOf(ctx, to, link))] : []),
    eventRow(ctx, {
      action: 'okr.created',
      subject: to,
      data: { kind: okr.kind, title: okr.title, copied_from: original.id },
    }),
  ];
}

function ownersOf({ actor }: Context, { ownerIds }: Task, { ownerId }: Order): MemberId[] {
  if (ownerId) return [ownerId];
  if (ownerIds.length > 0) return ownerIds;
  return actor.memberId ? [actor.memberId] : [];
}

function draftCopy(
  ctx: Context,
  { to, okr, link, checkInOwnerId }: Task,
  period: Period,
  { ownerId, postpone }: Order,
  firstOwner: MemberId | null,
): Okr {
  const measure = measureOf(okr);
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
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  return { ...copy, ...statusNow(ctx, copy, null) };
}

/** The same query, not read yet. */
const linkOf = (
  ctx: Context,
  okrId: OkrId,
  { connectionId, query, queryKey, count }: NonNullable<Original['link']>,
) => ({
  okrId,
  orgId: ctx.org.id,
  connectionId,
  query,
  queryKey,
  count,
  dueAt: ctx.now,
  createdAt: ctx.now,
});

const tagRows = ({ db, org }: Context, pairs: readonly Pair[]): Statement =>
  db.insert(okrTags).select(sql`
    select tagged.org_id, pair.value ->> 'to', tagged.tag_id from json_each(${JSON.stringify(pairs)}) as pair
      cross join ${okrTags} as tagged on tagged.org_id = ${org.id} and tagged.okr_id = pair.value ->> 'from'`);
