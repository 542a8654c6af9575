import { sql } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Changed } from './changing.ts';
import { checkCircles } from './circles.ts';
import { findLeadership } from './creating.ts';
import { findChangeable } from './finding-subject.ts';
import { isChange, type Line } from './line.ts';
import { listLines } from './listing-lines.ts';
import { publicationOf } from './publication-rows.ts';
import { refuseStale } from './refusing-stale.ts';
import { demandPublishable, refuseUnpublishable } from './refusing-unpublishable.ts';

/** Levels below a draft that come along; keeps a walk finite whatever the edges say. */
const DEEPEST = 10;
const MOST_ALONG = 41;

/**
 * Publishes a draft: from now on it counts. The drafts below it that its maker made come along, all of them or none. A
 * proposed change is applied to the OKR that it is a change of and is gone then. Answers with what is published.
 * @throws Refusal `not_found`, `forbidden`, `stale`, `conflict` when it is published already, belongs to a proposal,
 * needs approval, or does not go together with how things are
 */
export async function publishOkr(ctx: Context, okrId: OkrId, expected?: number): Promise<Changed> {
  const [lines, { any }] = await Promise.all([listAlong(ctx, okrId), findLeadership(ctx, null)]);
  const own = lines.find(({ draft }) => draft.okr.id === okrId);
  if (!own) throw await whyNot(ctx, okrId);
  refuseStale(own.draft.okr, expected);
  for (const { draft } of lines)
    demand(may.changeOkr(ctx.actor, draft.ties), ctx.actor.role === 'observer' ? sentences.observer : sentences.okr);
  if (own.draft.okr.proposalId !== null)
    throw new Refusal('conflict', 'This draft belongs to a proposal and is published together with it.');
  demandPublishable(ctx, lines, any);
  refuseUnpublishable(lines);
  await checkCircles(ctx, lines);
  const { statements, due, after } = publicationOf(ctx, lines, null);
  await commit(ctx.db, statements);
  return { okr: after.get(isChange(own) ? own.live!.okr.id : okrId)!, due };
}

/** Selects the draft and the drafts below it by the same hand that belong to no proposal. */
const along = ({ org }: Context, okrId: OkrId) => sql`
  with recursive down(id, creator_id, height) as (
    select id, creator_id, 0 from ${okrs} where org_id = ${org.id} and id = ${okrId} and draft = 1
    union
    select child.id, child.creator_id, down.height + 1 from down
      cross join ${alignments} as edge on edge.org_id = ${org.id} and edge.parent_id = down.id
      cross join ${okrs} as child on child.id = edge.child_id and child.draft = 1 and child.draft_of_id is null
        and child.proposal_id is null and child.creator_id is down.creator_id
      where down.height < ${DEEPEST}
  )
  select distinct id from down limit ${MOST_ALONG}`;

async function whyNot(ctx: Context, okrId: OkrId): Promise<Refusal> {
  await findChangeable(ctx, okrId);
  return new Refusal('conflict', 'This OKR is published already.');
}

/** The drafts that publishing this one takes along, itself included. One round trip. */
export const listAlong = (ctx: Context, okrId: OkrId): Promise<Line[]> => listLines(ctx, along(ctx, okrId));
