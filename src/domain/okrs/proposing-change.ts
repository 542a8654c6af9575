import { eq, sql } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import { newId, type OkrId, type ProposalId } from '../../db/ids.ts';
import { alignments, okrOwners, okrPeople, okrs } from '../../db/schema/okrs.ts';
import { okrTags } from '../../db/schema/tags.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { commitInto, findWorkable } from '../proposals/finding-workable.ts';
import { Refusal } from '../refusal.ts';
import type { Changed } from './changing.ts';
import { type Okr, untouched } from './okr.ts';
import { refuseClosed } from './refusing-closed.ts';
import { refuseDraft } from './refusing-drafts.ts';
import { visible } from './visible.ts';

/**
 * Makes a draft that carries what is said of a published OKR today, to be edited and then published onto it. Everybody
 * who takes part may propose; publishing takes the right to change the OKR.
 * @throws Refusal `forbidden` for observers, `not_found`, `conflict` for drafts and closed OKRs
 */
export async function proposeChange(
  ctx: Context,
  okrId: OkrId,
  proposalId: ProposalId | null = null,
): Promise<Changed> {
  demand(may.createOkr(ctx.actor), sentences.observer);
  const { db, org, now } = ctx;
  const [[live]] = await Promise.all([
    db
      .select()
      .from(okrs)
      .where(sql`${eq(okrs.orgId, org.id)} and ${eq(okrs.id, okrId)} and ${visible(ctx)}`),
    proposalId ? findWorkable(ctx, proposalId) : null,
  ]);
  if (!live) throw new Refusal('not_found', 'There is no such OKR.');
  refuseDraft(live, 'propose changes of it');
  refuseClosed(live, 'propose a change');
  const id = newId('okr', now);
  const okr: Okr = {
    ...live,
    ...untouched,
    id,
    creatorId: ctx.actor.memberId,
    decimals: live.decimals,
    checkpoints: live.checkpoints,
    recurs: live.recurs,
    // Where a linked OKR takes its value from stays as it is; the draft has no link of its own.
    mode: live.mode === 'data_source' ? 'manual' : live.mode,
    draft: true,
    draftOfId: okrId,
    proposalId,
    createdAt: now,
    updatedAt: now,
  };
  await commitInto(ctx, proposalId, [
    db.insert(okrs).values(okr),
    ...copied(ctx, okrId, id),
    eventRow(ctx, { action: 'okr.change_proposed', subject: okrId, data: { draft: id } }),
  ]);
  return { okr, due: [] };
}

const copied = ({ db, org, now }: Context, from: OkrId, to: OkrId): Statement[] => [
  db
    .insert(okrOwners)
    .select(
      sql`select org_id, ${to}, member_id, position from ${okrOwners} where org_id = ${org.id} and okr_id = ${from}`,
    ),
  db
    .insert(okrPeople)
    .select(sql`select org_id, ${to}, member_id, part from ${okrPeople} where org_id = ${org.id} and okr_id = ${from}`),
  db
    .insert(okrTags)
    .select(sql`select org_id, ${to}, tag_id from ${okrTags} where org_id = ${org.id} and okr_id = ${from}`),
  db
    .insert(alignments)
    .select(
      sql`select org_id, ${to}, parent_id, null, counts, ${now} from ${alignments} where org_id = ${org.id} and child_id = ${from}`,
    ),
];
