import { sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { byKind } from './nesting.ts';
import { listRows, type OkrRow, type Stone, stonesOf } from './row.ts';

/** A child of an OKR as lists show it. `fixedWeight` (percent) is a contribution somebody set; null shares what is left. */
export type ChildRow = OkrRow & { fixedWeight: number | null; stones: Stone[] };

/** All children of an OKR, of whatever period. */
export async function listChildren(ctx: Context, okrId: OkrId): Promise<ChildRow[]> {
  const children = await listRows(
    ctx,
    sql`select child_id as id, fixed_weight from ${alignments} where org_id = ${ctx.org.id} and parent_id = ${okrId}`,
    {
      fixedWeight: sql<number | null>`picked.fixed_weight`.as('fixed_weight'),
      stones: stonesOf(ctx, sql`${okrs.id}`).as('stones'),
    },
  );
  return children.sort(byKind);
}
