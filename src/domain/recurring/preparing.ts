import { and, eq, sql } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import { addDays, startOf } from '../../lib/days.ts';
import { type Context, todayOf } from '../context.ts';
import { peopleRows, rowsOf, tagRows } from '../copies/copying.ts';
import { listOriginals, type Original } from '../copies/finding-originals.ts';
import { type Changed, commitChange, refreshTop } from '../okrs/changing.ts';
import { movedCheckpoints } from '../okrs/checkpoints.ts';
import { findSubject, type Subject } from '../okrs/finding-subject.ts';
import { guardPlace } from '../okrs/guarding-place.ts';
import { closedAs } from '../okrs/okr.ts';
import { ruleAgainst } from '../okrs/refusing-parents.ts';
import { listPeriods, type Period } from '../periods/finding.ts';
import { followingOf } from '../periods/following.ts';
import type { Kind } from '../words.ts';
import { nextIdOf } from './recurring.ts';

/**
 * Prepares the next of a recurring OKR, once: a draft in the following period with its measure from the same start to
 * the same target, its checkpoints as far along, its people, tags, data source and what it is aligned to. A parent that
 * recurs too is replaced by its own next, whichever of the two was prepared first. While the following period does not
 * exist, it looks again tomorrow. What was postponed goes on in its copy instead.
 */
export async function prepareNext(ctx: Context, okrId: OkrId): Promise<Changed> {
  const [subject, [original], periods, parents] = await Promise.all([
    findSubject(ctx, okrId),
    listOriginals(ctx, [okrId]),
    listPeriods(ctx),
    listParents(ctx, okrId),
  ]);
  const { okr } = subject;
  if (!original || okr.prepareOn === null || okr.prepareOn > todayOf(ctx)) return { okr, due: [] };
  const period = followingOf(periods, okr);
  const ended = !okr.recurs || closedAs(okr) === 'postponed';
  if (!ended && !period) return lookAgain(ctx, subject);

  const nextId = nextIdOf(okrId);
  const there = await listExisting(ctx, [nextId, ...[...parents, ...subject.children].map(({ id }) => nextIdOf(id))]);
  const made = !ended && period && !there.has(nextId) ? { nextId, period, parents, there } : null;
  return commitChange(ctx, subject, {
    set: { prepareOn: null },
    source: 'roll_up',
    happening: made
      ? { action: 'okr.next_prepared', data: { okr: nextId, period: made.period.name } }
      : { action: 'okr.next_left_out' },
    also: () => (made ? rowsOfNext(ctx, subject, original, made) : []),
  });
}

const AS_IT_WAS = { ownerId: null, postpone: false } as const;

type Made = { nextId: OkrId; period: Period; parents: Above[]; there: ReadonlySet<OkrId> };

function rowsOfNext(ctx: Context, { okr, children }: Subject, original: Original, made: Made): Statement[] {
  const { db, org } = ctx;
  const { nextId, period, there } = made;
  const pairs = [{ from: okr.id, to: nextId }];
  const above = made.parents.flatMap(({ id, kind, fixedWeight, counts, reaches }) => {
    if (ruleAgainst(org, okr.kind, kind)) return [];
    const next = nextIdOf(id);
    if (there.has(next)) return [{ parentId: next, fixedWeight, counts }];
    return reaches >= period.startsOn ? [{ parentId: id, fixedWeight: null, counts }] : [];
  });
  const below = children.filter(({ id, kind }) => there.has(nextIdOf(id)) && !ruleAgainst(org, kind, okr.kind));
  return [
    ...rowsOf(ctx, { ...original, to: nextId }, period, AS_IT_WAS, {
      columns: {
        draft: true,
        recurs: true,
        checkpoints: movedCheckpoints(okr.checkpoints, okr, period),
        creatorId: okr.creatorId,
      },
      readFrom: startOf(period.startsOn, org.timeZone),
    }),
    tagRows(ctx, pairs),
    peopleRows(ctx, pairs),
    ...above.map((edge) =>
      db.insert(alignments).values({ orgId: org.id, childId: nextId, ...edge, createdAt: ctx.now }),
    ),
    ...below.map(({ id }) =>
      db
        .insert(alignments)
        .select(sql`
          select org_id, ${nextIdOf(id)}, ${nextId}, fixed_weight, counts, ${ctx.now} from ${alignments}
            where org_id = ${org.id} and child_id = ${id} and parent_id = ${okr.id}`)
        .onConflictDoNothing(),
    ),
    guardPlace(ctx, { periodId: period.id, parentIds: above.map(({ parentId }) => parentId) }),
    refreshTop(ctx, [nextId, ...below.map(({ id }) => nextIdOf(id))]),
  ];
}

/** A parent with its edge, and the last day up to which it may be aligned to; the empty text where it is closed. */
type Above = { id: OkrId; kind: Kind; fixedWeight: number | null; counts: boolean; reaches: string };

const listParents = ({ db, org }: Context, okrId: OkrId): Promise<Above[]> =>
  db
    .select({
      id: okrs.id,
      kind: okrs.kind,
      fixedWeight: alignments.fixedWeight,
      counts: alignments.counts,
      reaches: sql<string>`case when ${okrs.closedAt} is null then ${okrs.endsOn} else '' end`.as('reaches'),
    })
    .from(alignments)
    .innerJoin(okrs, eq(okrs.id, alignments.parentId))
    .where(and(eq(alignments.orgId, org.id), eq(alignments.childId, okrId)));

async function listExisting({ db, org }: Context, ids: readonly OkrId[]): Promise<ReadonlySet<OkrId>> {
  const rows = await db
    .select({ id: okrs.id })
    .from(okrs)
    .where(and(eq(okrs.orgId, org.id), sql`${okrs.id} in (select value from json_each(${JSON.stringify(ids)}))`));
  return new Set(rows.map(({ id }) => id));
}

async function lookAgain({ db, org, ...acting }: Context, { okr }: Subject): Promise<Changed> {
  await db
    .update(okrs)
    .set({ prepareOn: addDays(todayOf({ org, ...acting }), 1) })
    .where(and(eq(okrs.orgId, org.id), eq(okrs.id, okr.id), eq(okrs.prepareOn, okr.prepareOn!)));
  return { okr, due: [] };
}
