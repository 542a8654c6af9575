import { and, eq, sql } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import { progressPoints } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import type { Okr } from '../okrs/okr.ts';
import { redrawn, type Stretch } from './history.ts';

/** Seven values each, a hundred in one statement. */
const POINTS_PER_STATEMENT = 14;

/** Writes the chart anew from the day of a word that came, changed or went, to the next one that gives a value. */
export function redraw(ctx: Context, okr: Okr, stretch: Stretch): Statement[] {
  const { db, org } = ctx;
  const own = { orgId: org.id, okrId: okr.id };
  const { points, erased } = redrawn(ctx, okr, stretch);
  const statements: Statement[] = [];
  if (erased)
    statements.push(
      db
        .delete(progressPoints)
        .where(
          and(eq(progressPoints.orgId, org.id), eq(progressPoints.okrId, okr.id), eq(progressPoints.day, stretch.day)),
        ),
    );
  for (let i = 0; i < points.length; i += POINTS_PER_STATEMENT)
    statements.push(
      db
        .insert(progressPoints)
        .values(points.slice(i, i + POINTS_PER_STATEMENT).map((point) => ({ ...own, ...point })))
        .onConflictDoUpdate({
          target: [progressPoints.orgId, progressPoints.okrId, progressPoints.day],
          set: {
            value: sql`excluded.value`,
            progress: sql`excluded.progress`,
            status: sql`excluded.status`,
            source: sql`excluded.source`,
          },
        }),
    );
  return statements;
}
