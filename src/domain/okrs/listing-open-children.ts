import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { MemberId, OkrId } from '../../db/ids.ts';
import { alignments, okrOwners, okrs } from '../../db/schema/okrs.ts';
import { teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { may } from '../permission.ts';
import { fromJson } from './row.ts';

/** A child that is still open when its parent is closed; `mine` when the actor may close it too. */
export type OpenChild = { id: OkrId; title: string; progress: number | null; mine: boolean };

/** Children that one closing can take along; what is beyond stays open. */
export const MOST_CHILDREN = 30;

/** The open children of an OKR, up to 30, in one statement. */
export async function listOpenChildren(ctx: Context, okrId: OkrId): Promise<OpenChild[]> {
  const { db, org, actor } = ctx;
  const rows = await db
    .select({
      id: okrs.id,
      title: okrs.title,
      progress: okrs.progress,
      checkInOwnerId: okrs.checkInOwnerId,
      creatorId: okrs.creatorId,
      teamLeadId: teams.leadId,
      ownerIds: sql<MemberId[]>`(select json_group_array(${okrOwners.memberId}) from ${okrOwners}
        where ${okrOwners.orgId} = ${org.id} and ${okrOwners.okrId} = ${okrs.id})`
        .mapWith(fromJson)
        .as('owner_ids'),
    })
    .from(alignments)
    .innerJoin(okrs, eq(okrs.id, alignments.childId))
    .leftJoin(teams, eq(teams.id, okrs.teamId))
    .where(and(eq(alignments.orgId, org.id), eq(alignments.parentId, okrId), isNull(okrs.closedAt)))
    .orderBy(asc(alignments.childId))
    .limit(MOST_CHILDREN);
  return rows.map(({ id, title, progress, ...ties }) => ({ id, title, progress, mine: may.changeOkr(actor, ties) }));
}
