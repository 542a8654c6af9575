import { and, asc, eq, isNull } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { may } from '../permission.ts';
import { tiesOf } from './ties.ts';
import { listed } from './visible.ts';

/** A child that is still open when its parent is closed; `mine` when the actor may close it too. */
export type OpenChild = { id: OkrId; title: string; progress: number | null; mine: boolean };

/** Children that one closing can take along; what is beyond stays open. */
export const MOST_CHILDREN = 30;

/** The open children of an OKR that the actor may see, up to 30, in one statement. */
export async function listOpenChildren(ctx: Context, okrId: OkrId): Promise<OpenChild[]> {
  const { db, org, actor } = ctx;
  const rows = await db
    .select({
      id: okrs.id,
      title: okrs.title,
      progress: okrs.progress,
      ties: tiesOf(ctx),
    })
    .from(alignments)
    .innerJoin(okrs, eq(okrs.id, alignments.childId))
    .where(and(eq(alignments.orgId, org.id), eq(alignments.parentId, okrId), isNull(okrs.closedAt), listed(ctx)))
    .orderBy(asc(alignments.childId))
    .limit(MOST_CHILDREN);
  return rows.map(({ ties, ...child }) => ({ ...child, mine: may.changeOkr(actor, ties) }));
}
