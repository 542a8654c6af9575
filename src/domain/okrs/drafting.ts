import { z } from 'zod';
import { LostRace, type Statement } from '../../db/commit.ts';
import { type MemberId, newId, type OkrId, type PeriodId, type ProposalId, type TeamId } from '../../db/ids.ts';
import { alignments, okrOwners, okrs } from '../../db/schema/okrs.ts';
import { isDay } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { findPeople } from '../mentions/finding-people.ts';
import { seersOf, weave } from '../mentions/weaving.ts';
import { findCurrentPeriod, findPeriod } from '../periods/finding.ts';
import { demand, may, sentences } from '../permission.ts';
import { commitInto, findWorkable } from '../proposals/finding-workable.ts';
import { preparationDay } from '../recurring/recurring.ts';
import { invalid, Refusal } from '../refusal.ts';
import { tagNames } from '../tags/tag.ts';
import { findTagging, tagRows } from '../tags/tagging.ts';
import { refuseUncountable } from '../tasks/measuring.ts';
import { ambitions, kinds, levels, visibilities } from '../words.ts';
import { switchSaid } from './aligning.ts';
import { type Changed, dueRows, refreshTop, statusNow } from './changing.ts';
import { checkDraftParents } from './checking-drafts.ts';
import { checkReferences } from './checking-references.ts';
import { checkCheckpoints, checkpointsInput } from './checkpoints.ts';
import { demandLevel, findLeadership } from './creating.ts';
import { guardPlace } from './guarding-place.ts';
import { measureInput } from './measure.ts';
import { measureColumns, measureOf, type Okr, untouched } from './okr.ts';
import { refuseParents } from './refusing-parents.ts';
import { sharingRows } from './sharing.ts';

const day = z.string().refine(isDay, 'Write a day as YYYY-MM-DD.');
const id = <T extends string>() => z.string().max(60) as unknown as z.ZodType<T>;

// `fixed` comes back with a parent that was read; a share that was not fixed then stays unfixed.
const parent = z
  .union([
    id<OkrId>(),
    z.strictObject({
      okr_id: id<OkrId>(),
      contribution: z.number().min(0).max(100).nullish(),
      fixed: z.boolean().optional(),
      counts: z.boolean().optional(),
    }),
  ])
  .transform((given): { okrId: OkrId; fixedWeight: number | null; counts?: boolean } => {
    if (typeof given === 'string') return { okrId: given, fixedWeight: null };
    const { okr_id: okrId, contribution = null, fixed, counts } = given;
    const fixedWeight = fixed === false || counts === false ? null : contribution;
    return counts === undefined ? { okrId, fixedWeight } : { okrId, fixedWeight, counts };
  });

/** People whom a private OKR can be shown to. */
const MOST_SHARED = 200;

/** What may be said of an OKR when it is made or edited. Names as in the API. */
export const okrFields = z.strictObject({
  title: z.string().trim().min(1, 'Give it a title.').max(300, 'A title has at most 300 characters.'),
  description: z.string().trim().max(10_000).nullable(),
  level: z.enum(levels),
  team_id: id<TeamId>().nullable(),
  owner_ids: z.array(id<MemberId>()).min(1, 'Name at least one owner.').max(20),
  check_in_owner_id: id<MemberId>().nullable(),
  period_id: id<PeriodId>(),
  starts_on: day,
  ends_on: day,
  ambition: z.enum(ambitions),
  visibility: z.enum(visibilities, 'An OKR is public or private.'),
  viewer_ids: z.array(id<MemberId>()).max(MOST_SHARED, `At most ${MOST_SHARED} people.`),
  delegate_ids: z.array(id<MemberId>()).max(20, 'An OKR has at most 20 delegates.'),
  tags: tagNames,
  parents: z.array(parent).max(20),
  measure: measureInput,
  mode: z.enum(['manual', 'rollup']),
  checkpoints: checkpointsInput,
  /** Whether it comes again every period. */
  recurs: z.boolean(),
});

export const newOkrInput = okrFields.partial().extend({
  kind: z.enum(kinds),
  title: okrFields.shape.title,
  /** Whether it only counts once it is published. */
  draft: z.boolean().optional(),
  /** The proposal that it is a draft of. */
  proposal_id: id<ProposalId>().optional(),
});

export type NewOkr = z.infer<typeof newOkrInput>;

/**
 * Makes an OKR. Defaults: the actor owns it, the current period and its dates, individual level (team when a team is
 * named), committed, public, percent; an objective does as the organization has set, a project goes by its tasks, a key
 * result is checked in by hand.
 * @throws Refusal `forbidden` for observers and for whom the organization lets not make OKRs of that level, `invalid` for things that are not in the organization or do not fit
 */
export async function createOkr(ctx: Context, input: NewOkr): Promise<Written> {
  const planned = await planOkr(ctx, input);
  await commitNew(ctx, input.proposal_id ?? null, [planned]);
  const { statements: _, ...written } = planned;
  return written;
}

/** An OKR that is to be made: as it will be, and the statements that make it. */
export type Planned = Written & { statements: Statement[] };

/**
 * Works out what making an OKR writes. `under` is one that the same commit makes before it, for it to stand under.
 * @throws Refusal as `createOkr`
 */
export async function planOkr(ctx: Context, input: NewOkr, under?: Okr): Promise<Planned> {
  demand(may.createOkr(ctx.actor), sentences.observer);
  const known = input.parents ?? [];
  const parents = under ? [...known, { okrId: under.id, fixedWeight: null }] : known;
  const parentIds = known.map((each) => each.okrId);
  const ownerIds = [...new Set(input.owner_ids ?? (ctx.actor.memberId ? [ctx.actor.memberId] : []))];
  if (ownerIds.length === 0 && ctx.actor.via === 'api')
    throw invalid({ owner_ids: 'Name at least one owner: a token of the organization owns nothing.' });
  const drafted = isDraft(input);
  const [leadership, period, tagging, above, people] = await Promise.all([
    findLeadership(ctx, input.team_id ?? null),
    input.period_id ? findPeriod(ctx, input.period_id) : findCurrentPeriod(ctx),
    input.tags?.length ? findTagging(ctx, input.tags) : null,
    checkReferences(ctx, { ...input, owner_ids: ownerIds, parents: known }),
    findPeople(ctx, input.description ?? null),
    checkDraftParents(ctx, { draft: drafted }, parentIds),
    input.proposal_id ? findWorkable(ctx, input.proposal_id) : null,
  ]);
  if (!drafted) demandLevel(ctx, levelOf(input), input.team_id ?? null, leadership);
  refuseParents(ctx.org, input.kind, under ? [...above, under] : above);
  if (!period) throw invalid({ period_id: 'No time period covers today. Add one first, or name one.' });

  const okrId = newId('okr', ctx.now);
  const okr = draft(ctx, okrId, input, period);
  if (okr.endsOn < okr.startsOn) throw invalid({ ends_on: 'The last day lies before the first.' });
  refuseUncountable(okr);
  checkCheckpoints(okr.checkpoints, measureOf(okr), okr);
  okr.prepareOn = preparationDay(okr);
  Object.assign(okr, statusNow(ctx, okr, null));
  const described = weave(
    ctx,
    { okrId, subjectId: okrId, seers: seersOf(tiesOf(okr, ownerIds, input)) },
    okr.description,
    people,
  );
  okr.description = described.text;
  const due = drafted ? [] : parents.map((each) => each.okrId);
  const statements = [
    ctx.db.insert(okrs).values(okr),
    ...ownerIds.map((memberId, position) =>
      ctx.db.insert(okrOwners).values({ orgId: ctx.org.id, okrId, memberId, position }),
    ),
    ...parents.map((each) =>
      ctx.db.insert(alignments).values({
        orgId: ctx.org.id,
        childId: okrId,
        parentId: each.okrId,
        fixedWeight: each.fixedWeight,
        counts: switchSaid(each) ?? ctx.org.projectsContribute,
        createdAt: ctx.now,
      }),
    ),
    ...sharingRows(ctx, okrId, input),
    ...(tagging ? tagRows(ctx, okrId, tagging) : []),
    ...(input.description ? described.rows : []),
    guardPlace(ctx, { periodId: period.id, teamId: okr.teamId, parentIds }),
    refreshTop(ctx, [okrId]),
    ...dueRows(ctx, due),
    eventRow(ctx, {
      action: drafted ? 'okr.drafted' : 'okr.created',
      subject: okrId,
      data: { kind: okr.kind, title: okr.title, ...(parents.length > 0 && { parents: parents.map(toldEdge) }) },
    }),
  ];
  return { okr, due, outsiders: described.outsiders, statements };
}

/** Makes planned OKRs, all of them or none. @throws Refusal `conflict` when what they would stand in is gone or full by now */
export async function commitNew(
  ctx: Context,
  proposalId: ProposalId | null,
  planned: readonly Planned[],
): Promise<void> {
  try {
    await commitInto(
      ctx,
      proposalId,
      planned.flatMap(({ statements }) => statements),
    );
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal('conflict', 'Its time period, its team or a parent was deleted just now. Choose again.');
  }
}

/** An edge as events tell of it. */
export const toldEdge = ({ okrId, fixedWeight }: { okrId: OkrId; fixedWeight: number | null }) => ({
  parent: okrId,
  contribution: fixedWeight,
});

/** An OKR that was written, and the names of those named in its description who may not see it. */
export type Written = Changed & { outsiders: string[] };

const tiesOf = ({ visibility, creatorId, checkInOwnerId }: Okr, ownerIds: readonly MemberId[], input: NewOkr) => ({
  visibility,
  creatorId,
  checkInOwnerId,
  ownerIds,
  delegateIds: input.delegate_ids ?? [],
  viewerIds: input.viewer_ids ?? [],
});

/** An objective follows the organization's setting, and a project its tasks, unless it counts something of its own. */
function modeAtFirst({ org }: Context, { kind, measure }: NewOkr): Okr['mode'] {
  if (kind === 'objective') return org.objectiveMode;
  return kind === 'project' && measure?.type !== 'metric' ? 'rollup' : 'manual';
}

const isDraft = ({ draft, proposal_id }: NewOkr): boolean => draft === true || proposal_id !== undefined;

const levelOf = ({ level, team_id: teamId }: NewOkr) => level ?? (teamId ? 'team' : 'individual');

function draft(
  ctx: Context,
  okrId: OkrId,
  input: NewOkr,
  period: { id: PeriodId; startsOn: string; endsOn: string },
): Okr {
  return {
    id: okrId,
    orgId: ctx.org.id,
    kind: input.kind,
    title: input.title,
    description: input.description ?? null,
    level: levelOf(input),
    teamId: input.team_id ?? null,
    periodId: period.id,
    startsOn: input.starts_on ?? period.startsOn,
    endsOn: input.ends_on ?? period.endsOn,
    ambition: input.ambition ?? 'committed',
    visibility: input.visibility ?? 'public',
    creatorId: ctx.actor.memberId,
    checkInOwnerId: input.check_in_owner_id ?? input.owner_ids?.[0] ?? ctx.actor.memberId,
    top: true,
    ...measureColumns(input.measure ?? { type: 'percent' }),
    mode: input.mode ?? modeAtFirst(ctx, input),
    ...untouched,
    draft: isDraft(input),
    proposalId: input.proposal_id ?? null,
    checkpoints: input.checkpoints ?? null,
    recurs: input.recurs ?? false,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
}
