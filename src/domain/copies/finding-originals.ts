import { and, asc, eq, getTableColumns, isNull, ne, sql } from 'drizzle-orm';
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { MemberId, OkrId, PeriodId } from '../../db/ids.ts';
import { connections, dataLinks } from '../../db/schema/connections.ts';
import { alignments, okrOwners, okrs } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import { tasks } from '../../db/schema/tasks.ts';
import type { Context } from '../context.ts';
import type { DataLink } from '../okrs/finding-subject.ts';
import type { Okr } from '../okrs/okr.ts';
import { visible } from '../okrs/visible.ts';
import { may } from '../permission.ts';
import type { Task } from '../tasks/task.ts';
import type { Kind } from '../words.ts';

/**
 * An OKR with all that its copy takes over. People who have left, or look on by now, are left out, and so is the link to
 * a private connection that the actor may not use.
 */
export type Original = {
  okr: Okr;
  ownerIds: MemberId[];
  checkInOwnerId: MemberId | null;
  parents: {
    id: OkrId;
    kind: Kind;
    periodId: PeriodId;
    closedAt: number | null;
    fixedWeight: number | null;
    counts: boolean;
  }[];
  link: DataLink | null;
  /** Of a project, in their order. */
  tasks: Task[];
};

/** The originals with these ids, in that order, in one round trip; those that are gone, or hidden from the actor, are left out. */
export async function listOriginals(ctx: Context, ids: readonly OkrId[]): Promise<Original[]> {
  const { db, org, actor } = ctx;
  const named = (column: SQLiteColumn) => sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`;
  const parent = alias(okrs, 'parent');
  const present = and(isNull(members.deactivatedAt), ne(members.role, 'observer'));
  const [found, owners, edges, links, steps] = await Promise.all([
    db
      .select({ okr: okrs, checkInOwnerId: members.id })
      .from(okrs)
      .leftJoin(members, and(eq(members.id, okrs.checkInOwnerId), present))
      .where(and(eq(okrs.orgId, org.id), named(okrs.id), visible(ctx))),
    db
      .select({ okrId: okrOwners.okrId, memberId: okrOwners.memberId })
      .from(okrOwners)
      .innerJoin(members, eq(members.id, okrOwners.memberId))
      .where(and(eq(okrOwners.orgId, org.id), named(okrOwners.okrId), present))
      .orderBy(asc(okrOwners.position)),
    db
      .select({
        okrId: alignments.childId,
        id: parent.id,
        kind: parent.kind,
        periodId: parent.periodId,
        closedAt: parent.closedAt,
        fixedWeight: alignments.fixedWeight,
        counts: alignments.counts,
      })
      .from(alignments)
      .innerJoin(parent, eq(parent.id, alignments.parentId))
      .where(and(eq(alignments.orgId, org.id), named(alignments.childId), visible(ctx, sql`${parent}`))),
    db
      .select({
        link: getTableColumns(dataLinks),
        ties: { ownerId: connections.ownerId, shared: connections.shared },
      })
      .from(dataLinks)
      .innerJoin(connections, eq(connections.id, dataLinks.connectionId))
      .where(and(eq(dataLinks.orgId, org.id), named(dataLinks.okrId))),
    db
      .select({ task: tasks, assigneeId: members.id })
      .from(tasks)
      .leftJoin(members, and(eq(members.id, tasks.assigneeId), present))
      .where(and(eq(tasks.orgId, org.id), named(tasks.okrId)))
      .orderBy(asc(tasks.position), asc(tasks.id)),
  ]);
  return ids.flatMap((id) => {
    const one = found.find(({ okr }) => okr.id === id);
    return one
      ? {
          ...one,
          ownerIds: owners.filter((owner) => owner.okrId === id).map((owner) => owner.memberId),
          parents: edges.filter((edge) => edge.okrId === id),
          tasks: steps.filter(({ task }) => task.okrId === id).map(({ task, assigneeId }) => ({ ...task, assigneeId })),
          link: links.find(({ link, ties }) => link.okrId === id && may.useConnection(actor, ties))?.link ?? null,
        }
      : [];
  });
}
