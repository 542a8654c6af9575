import { z } from 'zod';
import { commit } from '../../db/commit.ts';
import { type MemberId, newId, type OkrId, type PeriodId, type TeamId } from '../../db/ids.ts';
import { alignments, okrOwners, okrs } from '../../db/schema/okrs.ts';
import { isDay } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { findCurrentPeriod, findPeriod } from '../periods/finding.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid } from '../refusal.ts';
import { tagNames } from '../tags/tag.ts';
import { findTagging, tagRows } from '../tags/tagging.ts';
import { ambitions, kinds, levels } from '../words.ts';
import { type Changed, dueRows, refreshTop, statusNow } from './changing.ts';
import { checkReferences } from './checking-references.ts';
import { measureInput } from './measure.ts';
import { measureColumns, type Okr, untouched } from './okr.ts';

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
    }),
  ])
  .transform((given) =>
    typeof given === 'string'
      ? { okrId: given, fixedWeight: null }
      : { okrId: given.okr_id, fixedWeight: given.fixed === false ? null : (given.contribution ?? null) },
  );

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
  visibility: z.literal('public', 'Every OKR is public to its organization.'),
  tags: tagNames,
  parents: z.array(parent).max(20),
  measure: measureInput,
  mode: z.enum(['manual', 'rollup']),
});

export const newOkrInput = okrFields.partial().extend({ kind: z.enum(kinds), title: okrFields.shape.title });

export type NewOkr = z.infer<typeof newOkrInput>;

/**
 * Makes an OKR. Defaults: the actor owns it, the current period and its dates, individual level (team when a team is
 * named), committed, public, percent; an objective rolls up, anything else is checked in by hand.
 * @throws Refusal `forbidden` for observers, `invalid` for things that are not in the organization or do not fit
 */
export async function createOkr(ctx: Context, input: NewOkr): Promise<Changed> {
  demand(may.createOkr(ctx.actor), sentences.observer);
  const parents = input.parents ?? [];
  const ownerIds = [...new Set(input.owner_ids ?? (ctx.actor.memberId ? [ctx.actor.memberId] : []))];
  const [period, tagging] = await Promise.all([
    input.period_id ? findPeriod(ctx, input.period_id) : findCurrentPeriod(ctx),
    input.tags?.length ? findTagging(ctx, input.tags) : null,
    checkReferences(ctx, { ...input, owner_ids: ownerIds, parents }),
  ]);
  if (!period) throw invalid({ period_id: 'No time period covers today. Add one first, or name one.' });

  const okrId = newId('okr', ctx.now);
  const okr = draft(ctx, okrId, input, period);
  if (okr.endsOn < okr.startsOn) throw invalid({ ends_on: 'The last day lies before the first.' });
  Object.assign(okr, statusNow(ctx, okr, null));
  const due = parents.map((each) => each.okrId);
  await commit(ctx.db, [
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
        createdAt: ctx.now,
      }),
    ),
    ...(tagging ? tagRows(ctx, okrId, tagging) : []),
    refreshTop(ctx, [okrId]),
    ...dueRows(ctx, due),
    eventRow(ctx, { action: 'okr.created', subject: okrId, data: { kind: okr.kind, title: okr.title } }),
  ]);
  return { okr, due };
}

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
    level: input.level ?? (input.team_id ? 'team' : 'individual'),
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
    mode: input.mode ?? (input.kind === 'objective' ? 'rollup' : 'manual'),
    ...untouched,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
}
