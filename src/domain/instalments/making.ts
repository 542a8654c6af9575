import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Statement } from '../../db/commit.ts';
import { newId, type OkrId } from '../../db/ids.ts';
import { alignments, okrOwners, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { peopleRows, tagRows } from '../copies/copying.ts';
import { eventRow } from '../events/event.ts';
import { commitChange, refreshTop, statusNow } from '../okrs/changing.ts';
import { demandLevel, findLeadership } from '../okrs/creating.ts';
import { findChangeable, type Subject } from '../okrs/finding-subject.ts';
import { guardPlace } from '../okrs/guarding-place.ts';
import { measureColumns, type Okr, untouched } from '../okrs/okr.ts';
import { refuseParents } from '../okrs/refusing-parents.ts';
import { listPeriods } from '../periods/finding.ts';
import { Refusal } from '../refusal.ts';
import { divisions } from './dividing.ts';
import { findMade, type Instalment, planInstalments } from './planning.ts';

/** What may be said of instalments. Names as in the API. */
export const instalmentsInput = z.strictObject({
  division: z.enum(divisions, 'A number is divided into steps or into parts.').optional(),
});

export type InstalmentsInput = z.infer<typeof instalmentsInput>;

/** The instalments of an OKR, those that were there before among them, and the parents to recompute. */
export type Divided = { okr: Okr; instalments: (Instalment & { okrId: OkrId })[]; due: OkrId[] };

/**
 * Makes an instalment of an OKR for each quarter that it reaches into: aligned to it, with its owners, people, team and
 * tags. What is there from an earlier request stays as it is, so that a repeat makes only what is missing.
 * @throws Refusal `not_found`, `forbidden` for who may not change it or not make OKRs of its level, `conflict` when closed, a draft, or a quarter is missing, `invalid`
 */
export async function makeInstalments(ctx: Context, okrId: OkrId, input: InstalmentsInput): Promise<Divided> {
  const [subject, leadership, periods, made] = await Promise.all([
    findChangeable(ctx, okrId),
    findLeadership(ctx, sql`(select ${okrs.teamId} from ${okrs} where ${okrs.id} = ${okrId})`),
    listPeriods(ctx),
    findMade(ctx, okrId),
  ]);
  const { okr } = subject;
  demandLevel(ctx, okr.level, okr.teamId, leadership);
  if (okr.closedAt !== null) throw new Refusal('conflict', 'This OKR is closed. Reopen it to divide it.');
  if (okr.draft) throw new Refusal('conflict', 'This OKR is a draft. Publish it to divide it.');
  refuseParents(ctx.org, okr.kind, [okr]);
  const instalments = planInstalments(ctx.org, okr, periods, made, input.division).map((each, i) => ({
    ...each,
    // A millisecond apart, so that they stand in the order of their quarters.
    okrId: each.okrId ?? newId('okr', ctx.now + i),
    isNew: each.okrId === null,
  }));
  const missing = instalments.filter(({ isNew }) => isNew);
  if (missing.length === 0) return { okr, instalments, due: [] };

  const { okr: after, due } = await commitChange(ctx, subject, {
    set: {},
    source: 'person',
    happening: { action: 'okr.divided', data: { periods: missing.map(({ period }) => period.name) } },
    also: () => rowsOf(ctx, subject, missing),
    parents: [okrId, ...subject.parents.map((parent) => parent.okrId)],
  });
  return { okr: after, instalments, due };
}

function rowsOf(ctx: Context, { okr }: Subject, instalments: Divided['instalments']): Statement[] {
  const { db, org } = ctx;
  const pairs = instalments.map(({ okrId }) => ({ from: okr.id, to: okrId }));
  return [
    ...instalments.flatMap((instalment) => {
      const child = childOf(ctx, okr, instalment);
      return [
        db.insert(okrs).values(child),
        eventRow(ctx, {
          action: 'okr.created',
          subject: child.id,
          data: { kind: child.kind, title: child.title, instalment_of: okr.id },
        }),
      ];
    }),
    db.insert(okrOwners).select(sql`
      select own.org_id, pair.value ->> 'to', own.member_id, own.position
      from json_each(${JSON.stringify(pairs)}) as pair
        cross join ${okrOwners} as own on own.org_id = ${org.id} and own.okr_id = pair.value ->> 'from'`),
    db.insert(alignments).select(sql`
      select ${org.id}, pair.value ->> 'to', pair.value ->> 'from', null, ${org.projectsContribute ? 1 : 0}, ${ctx.now}
      from json_each(${JSON.stringify(pairs)}) as pair`),
    tagRows(ctx, pairs),
    peopleRows(ctx, pairs),
    ...instalments.map(({ period }) => guardPlace(ctx, { periodId: period.id })),
    refreshTop(
      ctx,
      instalments.map(({ okrId }) => okrId),
    ),
  ];
}

function childOf(ctx: Context, okr: Okr, { okrId, title, period, span, measure }: Divided['instalments'][number]): Okr {
  const child: Okr = {
    ...okr,
    ...untouched,
    ...measureColumns(measure),
    ...span,
    id: okrId,
    title,
    periodId: period.id,
    creatorId: ctx.actor.memberId,
    mode: okr.mode === 'data_source' ? 'manual' : okr.mode,
    decimals: okr.decimals,
    copiedFromId: okr.id,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  return { ...child, ...statusNow(ctx, child, null) };
}
