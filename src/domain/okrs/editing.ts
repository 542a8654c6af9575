import { and, eq, inArray, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Statement } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { alignments, okrOwners, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { findPeople } from '../mentions/finding-people.ts';
import { seersOf, type Woven, weave } from '../mentions/weaving.ts';
import { findPeriod } from '../periods/finding.ts';
import type { Ties } from '../permission.ts';
import { preparationDay } from '../recurring/recurring.ts';
import { invalid, Refusal } from '../refusal.ts';
import { findTagging, tagRows } from '../tags/tagging.ts';
import { refuseUncountable } from '../tasks/measuring.ts';
import { checkNoCycle, guardCircle, switchSaid } from './aligning.ts';
import { commitChange, refreshTop } from './changing.ts';
import { checkDraftParents } from './checking-drafts.ts';
import { checkReferences } from './checking-references.ts';
import { checkCheckpoints } from './checkpoints.ts';
import { demandLevel, findLeadership, type Leadership } from './creating.ts';
import { okrFields, toldEdge, type Written } from './drafting.ts';
import { findChangeable, type Subject } from './finding-subject.ts';
import { guardPlace, type Place } from './guarding-place.ts';
import { measureColumns, measureOf, type Okr } from './okr.ts';
import { refuseParents } from './refusing-parents.ts';
import { refuseStale } from './refusing-stale.ts';
import { refuseHiding, sharingRows, visibilityEvent } from './sharing.ts';

export const okrPatch = okrFields.partial();
export type OkrPatch = z.infer<typeof okrPatch>;

/**
 * Edits what was said of an OKR. Its value stays; progress and status follow a changed measure or date at once.
 * `expected` is the version that the editor saw, if they insist on it.
 * Parents that the actor may not see stay. @throws Refusal `stale` when it has changed since, `not_found`, `forbidden`,
 * `conflict` when closed, `invalid`
 */
export async function editOkr(ctx: Context, okrId: OkrId, patch: OkrPatch, expected?: number): Promise<Written> {
  const parentIds = patch.parents?.map((parent) => parent.okrId);
  const moves = patch.level !== undefined || patch.team_id !== undefined;
  const [subject, leadership, period, tagging, above] = await Promise.all([
    findChangeable(ctx, okrId),
    moves ? findLeadership(ctx, patch.team_id === undefined ? teamOf(okrId) : patch.team_id) : null,
    patch.period_id ? findPeriod(ctx, patch.period_id) : null,
    patch.tags ? findTagging(ctx, patch.tags) : null,
    checkReferences(ctx, patch, okrId),
    checkDraftParents(ctx, okrId, parentIds ?? []),
    parentIds?.length ? checkNoCycle(ctx, okrId, parentIds) : null,
  ]);
  refuseStale(subject.okr, expected);
  if (subject.okr.closedAt !== null) throw new Refusal('conflict', 'This OKR is closed. Reopen it to edit it.');

  refuseParents(ctx.org, subject.okr.kind, above, subject.parents);
  const set = columnsOf(subject, patch, period);
  if (leadership && !subject.okr.draft) demandPlace(ctx, subject.okr, set, leadership);
  refuseHiding(ctx, tiesAfter(subject, patch));
  const startsOn = set.startsOn ?? subject.okr.startsOn;
  if ((set.endsOn ?? subject.okr.endsOn) < startsOn) throw invalid({ ends_on: 'The last day lies before the first.' });
  const next = { ...subject.okr, ...set };
  refuseUncountable(next);
  checkCheckpoints(next.checkpoints, measureOf(next), next);
  set.prepareOn = preparationDay(next, subject.okr);
  const before = subject.parents.map((parent) => parent.okrId);
  const place = placeOf(patch);
  const described = patch.description === undefined ? null : await describe(ctx, subject, patch);
  if (described) set.description = described.text;
  const changed = await commitChange(ctx, subject, {
    set,
    source: 'person',
    happening: {
      action: 'okr.edited',
      data: { fields: Object.keys(patch), ...(patch.parents && { parents: patch.parents.map(toldEdge) }) },
    },
    also: () => [
      ...edges(ctx, subject, patch),
      ...(place ? [guardPlace(ctx, place)] : []),
      ...sharingRows(ctx, okrId, patch),
      ...visibilityEvent(ctx, okrId, subject.okr.visibility, patch.visibility),
      ...(tagging ? tagRows(ctx, okrId, tagging) : []),
      ...(described?.rows ?? []),
    ],
    // What begins to follow its children or its tasks catches up with them.
    parents: [...new Set([...(set.mode === 'rollup' ? [okrId] : []), ...before, ...(parentIds ?? [])])],
  });
  return { ...changed, outsiders: described?.outsiders ?? [] };
}

/** Where the patch puts the OKR; null where it stays where it is. */
const placeOf = ({ period_id: periodId, team_id: teamId, parents }: OkrPatch): Place | null =>
  periodId || teamId || parents?.length ? { periodId, teamId, parentIds: parents?.map(({ okrId }) => okrId) } : null;

/** The new description with its mentions, for those who will see the OKR. */
async function describe(ctx: Context, subject: Subject, patch: OkrPatch): Promise<Woven> {
  const { id, description } = subject.okr;
  const text = patch.description ?? null;
  const people = await findPeople(ctx, text, description);
  return weave(ctx, { okrId: id, subjectId: id, seers: seersOf(tiesAfter(subject, patch)) }, text, people);
}

/** What selects the id of an OKR's team. */
export const teamOf = (okrId: OkrId) => sql`(select ${okrs.teamId} from ${okrs} where ${okrs.id} = ${okrId})`;

/** @throws Refusal `forbidden` when it moves to where the actor may not make OKRs */
function demandPlace(ctx: Context, before: Okr, set: Partial<Okr>, leadership: Leadership): void {
  const { level, teamId } = { ...before, ...set };
  if (level !== before.level || teamId !== before.teamId) demandLevel(ctx, level, teamId, leadership);
}

/** Who may see it after the patch. */
const tiesAfter = ({ ties }: Subject, patch: OkrPatch): Ties => ({
  ...ties,
  visibility: patch.visibility ?? ties.visibility,
  ownerIds: patch.owner_ids ?? ties.ownerIds,
  checkInOwnerId: patch.check_in_owner_id === undefined ? ties.checkInOwnerId : patch.check_in_owner_id,
  viewerIds: patch.viewer_ids ?? ties.viewerIds,
  delegateIds: patch.delegate_ids ?? ties.delegateIds,
});

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
    ...given('checkpoints', patch.checkpoints),
    ...given('recurs', patch.recurs),
    ...given('visibility', patch.visibility),
    ...(patch.measure ? measureColumns(patch.measure) : {}),
    ...given('mode', link ? undefined : patch.mode),
    ...(!link && patch.mode === 'manual' && { heldAt: null }),
  };
}

const given = <K extends keyof Okr>(name: K, value: Okr[K] | undefined): Partial<Okr> =>
  value === undefined ? {} : ({ [name]: value } as Partial<Okr>);

function edges(ctx: Context, { okr, parents, children }: Subject, patch: OkrPatch): Statement[] {
  const { db, org } = ctx;
  const rows: Statement[] = [];
  if (patch.owner_ids) {
    rows.push(db.delete(okrOwners).where(and(eq(okrOwners.orgId, org.id), eq(okrOwners.okrId, okr.id))));
    for (const [position, memberId] of [...new Set(patch.owner_ids)].entries())
      rows.push(db.insert(okrOwners).values({ orgId: org.id, okrId: okr.id, memberId, position }));
  }
  if (patch.parents) {
    const seen = parents.filter((parent) => parent.seen).map((parent) => parent.okrId);
    rows.push(
      db
        .delete(alignments)
        .where(and(eq(alignments.orgId, org.id), eq(alignments.childId, okr.id), inArray(alignments.parentId, seen))),
    );
    for (const given of patch.parents) {
      const { okrId: parentId, fixedWeight } = given;
      const before = parents.find((parent) => parent.okrId === parentId)?.counts;
      const edge = { fixedWeight, counts: switchSaid(given) ?? before ?? org.projectsContribute };
      rows.push(
        db.insert(alignments).values({ orgId: org.id, childId: okr.id, parentId, ...edge, createdAt: ctx.now }),
      );
    }
    rows.push(guardCircle(ctx, okr.id));
  }
  if (patch.parents || patch.period_id || patch.visibility)
    rows.push(refreshTop(ctx, [okr.id, ...children.map((child) => child.id)]));
  return rows;
}
