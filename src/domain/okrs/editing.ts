import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Statement } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { alignments, okrOwners } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { findPeriod } from '../periods/finding.ts';
import { invalid, Refusal } from '../refusal.ts';
import { findTagging, tagRows } from '../tags/tagging.ts';
import { checkNoCycle, guardCircle } from './aligning.ts';
import { type Changed, commitChange, refreshTop } from './changing.ts';
import { checkReferences } from './checking-references.ts';
import { okrFields } from './drafting.ts';
import { findChangeable, type Subject } from './finding-subject.ts';
import { measureColumns, type Okr } from './okr.ts';
import { refuseStale } from './refusing-stale.ts';

export const okrPatch = okrFields.partial();
export type OkrPatch = z.infer<typeof okrPatch>;

/**
 * Edits what was said of an OKR. Its value stays; progress and status follow a changed measure or date at once.
 * `expected` is the version that the editor saw, if they insist on it.
 * @throws Refusal `stale` when it has changed since, `not_found`, `forbidden`, `conflict` when closed, `invalid`
 */
export async function editOkr(ctx: Context, okrId: OkrId, patch: OkrPatch, expected?: number): Promise<Changed> {
  const parentIds = patch.parents?.map((parent) => parent.okrId);
  const [subject, period, tagging] = await Promise.all([
    findChangeable(ctx, okrId),
    patch.period_id ? findPeriod(ctx, patch.period_id) : null,
    patch.tags ? findTagging(ctx, patch.tags) : null,
    checkReferences(ctx, patch),
    parentIds?.length ? checkNoCycle(ctx, okrId, parentIds) : null,
  ]);
  refuseStale(subject.okr, expected);
  if (subject.okr.closedAt !== null) throw new Refusal('conflict', 'This OKR is closed. Reopen it to edit it.');

  const set = columnsOf(subject, patch, period);
  const startsOn = set.startsOn ?? subject.okr.startsOn;
  if ((set.endsOn ?? subject.okr.endsOn) < startsOn) throw invalid({ ends_on: 'The last day lies before the first.' });
  const before = subject.parents.map((parent) => parent.okrId);
  return commitChange(ctx, subject, {
    set,
    source: 'person',
    happening: { action: 'okr.edited', data: { fields: Object.keys(patch) } },
    also: () => [...edges(ctx, subject, patch), ...(tagging ? tagRows(ctx, okrId, tagging) : [])],
    parents: [...new Set([...before, ...(parentIds ?? [])])],
  });
}

function columnsOf(
  { okr, link }: Subject,
  patch: OkrPatch,
  period: { startsOn: string; endsOn: string } | null,
): Partial<Okr> {
  const moved = period && patch.period_id !== okr.periodId ? { startsOn: period.startsOn, endsOn: period.endsOn } : {};
  return {
    ...given('title', patch.title),
    ...given('description', patch.description),
    ...given('level', patch.level),
    ...given('teamId', patch.team_id),
    ...given('checkInOwnerId', patch.check_in_owner_id),
    ...given('periodId', patch.period_id),
    ...moved,
    ...given('startsOn', patch.starts_on),
    ...given('endsOn', patch.ends_on),
    ...given('ambition', patch.ambition),
    ...given('visibility', patch.visibility),
    ...(patch.measure ? measureColumns(patch.measure) : {}),
    ...given('mode', link ? undefined : patch.mode),
    ...(!link && patch.mode === 'manual' && { heldAt: null }),
  };
}

const given = <K extends keyof Okr>(name: K, value: Okr[K] | undefined): Partial<Okr> =>
  value === undefined ? {} : ({ [name]: value } as Partial<Okr>);

function edges(ctx: Context, { okr, children }: Subject, patch: OkrPatch): Statement[] {
  const { db, org } = ctx;
  const rows: Statement[] = [];
  if (patch.owner_ids) {
    rows.push(db.delete(okrOwners).where(and(eq(okrOwners.orgId, org.id), eq(okrOwners.okrId, okr.id))));
    for (const [position, memberId] of [...new Set(patch.owner_ids)].entries())
      rows.push(db.insert(okrOwners).values({ orgId: org.id, okrId: okr.id, memberId, position }));
  }
  if (patch.parents) {
    rows.push(db.delete(alignments).where(and(eq(alignments.orgId, org.id), eq(alignments.childId, okr.id))));
    for (const { okrId: parentId, fixedWeight } of patch.parents)
      rows.push(
        db.insert(alignments).values({ orgId: org.id, childId: okr.id, parentId, fixedWeight, createdAt: ctx.now }),
      );
    rows.push(guardCircle(ctx, okr.id));
  }
  if (patch.parents || patch.period_id) rows.push(refreshTop(ctx, [okr.id, ...children.map((child) => child.id)]));
  return rows;
}
