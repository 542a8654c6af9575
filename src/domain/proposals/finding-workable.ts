import { sql } from 'drizzle-orm';
import { commit, guardThat, LostRace, type Statement } from '../../db/commit.ts';
import type { ProposalId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { proposals } from '../../db/schema/proposals.ts';
import type { Context } from '../context.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { findProposal } from './finding.ts';
import { isWorkable, MOST_DRAFTS, type ProposalInFull } from './proposal.ts';

/** The proposal, if the actor may put drafts into it now. @throws Refusal `not_found`, `forbidden`, `conflict` */
export async function findWorkable(ctx: Context, id: ProposalId): Promise<ProposalInFull> {
  const found = await findProposal(ctx, id);
  demandWork(ctx, found);
  if (isWorkable(found.proposal)) return found;
  throw new Refusal(
    'conflict',
    found.proposal.state === 'published'
      ? 'This proposal is published. Start a new one.'
      : 'This is proposed already. Have it returned to change what belongs to it.',
  );
}

/** @throws Refusal `forbidden` */
export const demandWork = ({ actor }: Context, { ties }: ProposalInFull): void =>
  demand(may.workOnProposal(actor, ties), actor.role === 'observer' ? sentences.observer : sentences.proposal);

/**
 * Writes statements that put drafts into a proposal, or none of them when that was proposed meanwhile or becomes too full;
 * without a proposal, just writes them. @throws Refusal `conflict`
 */
export async function commitInto(ctx: Context, id: ProposalId | null, statements: Statement[]): Promise<void> {
  if (id === null) return commit(ctx.db, statements);
  try {
    await commit(ctx.db, [...statements, guardWorkable(ctx, id)]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    throw new Refusal(
      'conflict',
      `The proposal was changed just now, or holds ${MOST_DRAFTS} drafts already. Look again, then repeat it.`,
    );
  }
}

const guardWorkable = ({ db, org }: Context, id: ProposalId): Statement =>
  guardThat(
    db,
    sql`exists (select 1 from ${proposals} as own where own.org_id = ${org.id} and own.id = ${id}
        and own.state in ('open', 'returned'))
      and (select count(*) from (select 1 from ${okrs} as drafted where drafted.org_id = ${org.id}
        and drafted.proposal_id = ${id} and drafted.draft = 1 limit ${MOST_DRAFTS + 1})) <= ${MOST_DRAFTS}`,
  );
