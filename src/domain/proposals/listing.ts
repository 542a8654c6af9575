import { desc, eq, type SQL, sql } from 'drizzle-orm';
import type { OkrId, PeriodId, ProposalId, TeamId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { proposals } from '../../db/schema/proposals.ts';
import type { Context } from '../context.ts';
import type { Line } from '../okrs/line.ts';
import { listLines } from '../okrs/listing-lines.ts';
import { visible } from '../okrs/visible.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import { type ProposalState, proposalStates } from '../words.ts';
import { inFull, withTies } from './finding.ts';
import { MOST_DRAFTS, type ProposalInFull } from './proposal.ts';

/** What a list of proposals is narrowed by; all that are given must hold. */
export type ProposalFilters = { team?: TeamId; period?: PeriodId; state?: ProposalState };

/** A page of proposals, newest first. */
export async function listProposals(
  ctx: Context,
  { team, period, state }: ProposalFilters,
  { after, limit }: Cut,
): Promise<Page<ProposalInFull>> {
  const [last] = valuesOf(after, 'string') ?? [];
  const { org } = ctx;
  // There is an order for each team and for each state: of all together, the newest of each are taken.
  const stretches = (team || state ? [state] : proposalStates).map(
    (each) => sql`select * from (select own.id from ${proposals} as own where own.org_id = ${org.id}
      ${team ? sql`and own.team_id = ${team}` : sql``} ${period ? sql`and own.period_id = ${period}` : sql``}
      ${each ? sql`and own.state = ${each}` : sql``} ${last ? sql`and own.id < ${last}` : sql``}
      order by own.id desc limit ${limit + 1})`,
  );
  const rows = await inFull(ctx)
    .where(sql`${proposals.id} in (${sql.join(stretches, sql` union all `)})`)
    .orderBy(desc(proposals.id))
    .limit(limit + 1);
  return cut(rows.map(withTies), limit, ({ proposal }) => [proposal.id]);
}

/** The drafts of a proposal that the actor may see. One round trip. */
export const listDraftsOf = (ctx: Context, id: ProposalId): Promise<Line[]> => listLines(ctx, draftsOf(ctx, id));

/** Selects the drafts of a proposal, one more than it may have. */
export const draftsOf = ({ org }: Context, id: ProposalId): SQL =>
  sql`select own.id from ${okrs} as own where own.org_id = ${org.id} and own.proposal_id = ${id} and own.draft = 1
    order by own.id limit ${MOST_DRAFTS + 1}`;

/** What was published with a proposal, as far as it still belongs to it. At most as many as it may have had. */
export const listPublishedWith = (ctx: Context, id: ProposalId): Promise<{ id: OkrId; title: string }[]> =>
  ctx.db
    .select({ id: okrs.id, title: okrs.title })
    .from(okrs)
    .where(sql`${eq(okrs.orgId, ctx.org.id)} and ${eq(okrs.proposalId, id)} and ${okrs.draft} = 0 and ${visible(ctx)}`)
    .orderBy(okrs.id)
    .limit(MOST_DRAFTS);
