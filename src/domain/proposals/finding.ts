import { and, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { MemberId, ProposalId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { members, periods, teamMembers, teams } from '../../db/schema/organizations.ts';
import { proposals } from '../../db/schema/proposals.ts';
import type { Context } from '../context.ts';
import { fromJson } from '../okrs/row.ts';
import { leadsFrom } from '../okrs/ties.ts';
import { visible } from '../okrs/visible.ts';
import { Refusal } from '../refusal.ts';
import type { Held, ProposalInFull } from './proposal.ts';

/** @throws Refusal `not_found` */
export async function findProposal(ctx: Context, id: ProposalId): Promise<ProposalInFull> {
  const [found] = await inFull(ctx).where(and(eq(proposals.orgId, ctx.org.id), eq(proposals.id, id)));
  if (!found) throw new Refusal('not_found', 'There is no such proposal.');
  return withTies(found);
}

/** Proposals with everything that is said of them elsewhere; the caller narrows them. */
export function inFull(ctx: Context) {
  const { db, org, actor } = ctx;
  const creator = alias(members, 'creator');
  const decider = alias(members, 'decider');
  return db
    .select({
      proposal: proposals,
      team: teams.name,
      period: periods.name,
      creator: creator.name,
      decidedBy: decider.name,
      drafts: sql<Held[]>`(select json_group_array(json_object('id', each.id, 'version', each.version,
          'seen', json(iif(each.seen, 'true', 'false')))) from (
          select drafted.id, drafted.version, ${visible(ctx, sql`drafted`)} as seen from ${okrs} as drafted where drafted.org_id = ${org.id}
            and drafted.proposal_id = ${proposals.id} and drafted.draft = 1 order by drafted.id) as each)`
        .mapWith(fromJson)
        .as('drafts'),
      leadIds: sql<MemberId[]>`(select json_group_array(lead.id) from (${leadsFrom(sql`${proposals.teamId}`)}) as lead)`
        .mapWith(fromJson)
        .as('lead_ids'),
      belongs: sql<boolean>`exists (select 1 from ${teamMembers} as seat where seat.org_id = ${org.id}
        and seat.team_id = ${proposals.teamId} and seat.member_id = ${actor.memberId})`
        .mapWith(Boolean)
        .as('belongs'),
    })
    .from(proposals)
    .innerJoin(teams, eq(teams.id, proposals.teamId))
    .innerJoin(periods, eq(periods.id, proposals.periodId))
    .leftJoin(creator, eq(creator.id, proposals.creatorId))
    .leftJoin(decider, eq(decider.id, proposals.decidedById));
}

type Found = Awaited<ReturnType<typeof inFull>>[number];

export const withTies = ({ leadIds, belongs, ...found }: Found): ProposalInFull => ({
  ...found,
  ties: { creatorId: found.proposal.creatorId, leadIds, belongs },
});
