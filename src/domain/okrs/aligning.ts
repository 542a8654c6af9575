import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { invalid, Refusal } from '../refusal.ts';
import { type Changed, commitChange, refreshTop } from './changing.ts';
import { checkDraftParents } from './checking-drafts.ts';
import { checkReferences } from './checking-references.ts';
import { findChangeable } from './finding-subject.ts';
import { guardPlace } from './guarding-place.ts';
import { PRIVATE } from './listing-children.ts';
import { refuseClosed } from './refusing-closed.ts';
import { refuseParents } from './refusing-parents.ts';
import { refuseStale } from './refusing-stale.ts';
import { visible } from './visible.ts';

/** An OKR and how far it stands above those asked about: the length of the longest way up. */
export type Ancestor = { id: OkrId; height: number };

// Cross joins keep SQLite on the way from child to parent.

/** Levels beyond which no plan reaches; keeps a walk finite whatever the edges say. */
const DEEPEST = 50;

/**
 * These OKRs and everything above them, nearest first. One that is reached on several ways counts with the longest,
 * so that each comes after all that it is computed from.
 */
export async function listUpwards(ctx: Context, ids: readonly OkrId[]): Promise<Ancestor[]> {
  if (ids.length === 0) return [];
  return ctx.db.all<Ancestor>(sql`${upwards(ctx, ids)} order by height, id`);
}

/** What selects the ids of these OKRs and of everything above them, each with its height. */
export const upwards = ({ org }: Context, ids: readonly OkrId[]): SQL => sql`
    with recursive up(id, height) as (
      select value, 0 from json_each(${JSON.stringify(ids)})
      union
      select edge.parent_id, up.height + 1 from up
        cross join ${alignments} as edge on edge.org_id = ${org.id} and edge.child_id = up.id
        where up.height < ${DEEPEST}
    )
    select id, max(height) as height from up group by id`;

/** @throws Refusal `invalid` with the way that would close, if one of the parents stands below the child */
export async function checkNoCycle(ctx: Context, childId: OkrId, parentIds: readonly OkrId[]): Promise<void> {
  const { db, org } = ctx;
  const named = sql`case when ${visible(ctx, sql`okr`)} then '“' || okr.title || '”' else ${PRIVATE} end`;
  const [way] = await db.all<{ titles: string }>(sql`
    with recursive up(id, way, height) as (
      select okr.id, json_array(${named}), 0 from ${okrs} as okr
        where okr.org_id = ${org.id} and okr.id in (select value from json_each(${JSON.stringify(parentIds)}))
      union
      select okr.id, json_insert(up.way, '$[#]', ${named}), up.height + 1 from up
        cross join ${alignments} as edge on edge.org_id = ${org.id} and edge.child_id = up.id
        cross join ${okrs} as okr on okr.id = edge.parent_id
        where up.height < ${DEEPEST} and up.id <> ${childId}
    )
    select way as titles from up where id = ${childId} limit 1`);
  if (!way) return;
  const titles = JSON.parse(way.titles) as string[];
  throw invalid({ parents: `This would close a circle: ${[titles.at(-1), ...titles].join(' → ')}.` });
}

/**
 * Placed after new edges of a child, rolls the whole commit back when they close a circle. `checkNoCycle` finds the way
 * and says it; two people who align two OKRs to each other at the same moment both pass it, and one of them fails here.
 */
export const guardCircle = ({ db, org }: Context, childId: OkrId): Statement =>
  db
    .select({
      guarded: sql`case when exists (
        with recursive up(id, height) as (
          select edge.parent_id, 1 from ${alignments} as edge where edge.org_id = ${org.id} and edge.child_id = ${childId}
          union
          select edge.parent_id, up.height + 1 from up
            cross join ${alignments} as edge on edge.org_id = ${org.id} and edge.child_id = up.id
            where up.height < ${DEEPEST}
        )
        select 1 from up where id = ${childId}
      ) then json('conflict') else 1 end`,
    })
    .from(okrs)
    .where(and(eq(okrs.orgId, org.id), eq(okrs.id, childId)));

/**
 * Aligns a child to a parent, or changes how much it contributes there: a number (0..100) fixes it, null returns it to
 * sharing. `said` switches a project on or off; a share above 0 switches it on, and off it has none.
 * @throws Refusal `invalid` for a circle, a parent that is closed or takes none, or a switch on what is no project,
 * `conflict` when the child is closed, `not_found`, `forbidden`, `stale`
 */
export async function align(
  ctx: Context,
  childId: OkrId,
  parentId: OkrId,
  fixedWeight: number | null,
  expected?: number,
  said?: boolean,
): Promise<Changed> {
  const [subject, above] = await Promise.all([
    findChangeable(ctx, childId),
    checkReferences(ctx, { parents: [{ okrId: parentId }] }),
    checkDraftParents(ctx, childId, [parentId]),
    checkNoCycle(ctx, childId, [parentId]),
  ]);
  refuseStale(subject.okr, expected);
  refuseClosed(subject.okr, 'align it');
  refuseParents(ctx.org, subject.okr.kind, above, subject.parents);
  const counts = switchSaid({ fixedWeight, counts: said });
  if (counts === false && subject.okr.kind !== 'project')
    throw invalid({ counts: 'Only a project is switched off. Give any other OKR a contribution of 0.' });
  if (counts === false && fixedWeight)
    throw invalid({ counts: 'It cannot have a share and be switched off. Say one of the two.' });
  const { db, org } = ctx;
  const row = {
    orgId: org.id,
    childId,
    parentId,
    fixedWeight,
    counts: counts ?? org.projectsContribute,
    createdAt: ctx.now,
  };
  const switched = counts === undefined || subject.okr.kind !== 'project' ? {} : { counts };
  return commitChange(ctx, subject, {
    set: {},
    source: 'person',
    happening: { action: 'okr.aligned', data: { parent: parentId, contribution: fixedWeight, ...switched } },
    parents: [parentId],
    also: (): Statement[] => [
      db
        .insert(alignments)
        .values(row)
        .onConflictDoUpdate({
          target: [alignments.orgId, alignments.childId, alignments.parentId],
          set: { fixedWeight, ...switched },
        }),
      guardPlace(ctx, { parentIds: [parentId] }),
      guardCircle(ctx, childId),
      refreshTop(ctx, [childId]),
    ],
  });
}

/** What is said of the switch of a project: what it says itself, or that a share above 0 switches it on. */
export const switchSaid = ({
  fixedWeight,
  counts,
}: {
  fixedWeight: number | null;
  counts?: boolean | undefined;
}): boolean | undefined => counts ?? (fixedWeight ? true : undefined);

/** Takes a child away from a parent; it stays where else it is aligned. @throws Refusal as `align` */
export async function unalign(ctx: Context, childId: OkrId, parentId: OkrId, expected?: number): Promise<Changed> {
  const subject = await findChangeable(ctx, childId);
  refuseStale(subject.okr, expected);
  refuseClosed(subject.okr, 'align it');
  if (!subject.parents.some((parent) => parent.okrId === parentId && parent.seen))
    throw new Refusal('not_found', 'This OKR is not aligned to that one.');
  const { db, org } = ctx;
  return commitChange(ctx, subject, {
    set: {},
    source: 'person',
    happening: { action: 'okr.unaligned', data: { parent: parentId } },
    parents: [parentId],
    also: (): Statement[] => [
      db
        .delete(alignments)
        .where(and(eq(alignments.orgId, org.id), eq(alignments.childId, childId), eq(alignments.parentId, parentId))),
      refreshTop(ctx, [childId]),
    ],
  });
}
