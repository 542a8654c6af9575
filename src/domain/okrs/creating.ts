import { type SQL, sql } from 'drizzle-orm';
import type { TeamId } from '../../db/ids.ts';
import { teams } from '../../db/schema/organizations.ts';
import type { Context, Organization } from '../context.ts';
import { demand, may } from '../permission.ts';
import { type Creators, type Level, levels } from '../words.ts';
import { demandApproval } from './approving.ts';
import { leadsFrom } from './ties.ts';

/** What the actor leads: any team at all, and the team in question or one above it. */
export type Leadership = { any: boolean; there: boolean };

/** Who may make OKRs of a level, by the organization's settings. */
export const creatorsOf = (org: Organization, level: Level): Creators =>
  ({ organization: org.createOrganization, team: org.createTeam, individual: org.createIndividual })[level];

/** What the actor leads, seen from a team (its id, or what selects it). One statement. */
export async function findLeadership({ db, org, actor }: Context, teamId: TeamId | SQL | null): Promise<Leadership> {
  const [found] = await db.all<{ any: number; there: number }>(sql`
    select exists (select 1 from ${teams} where org_id = ${org.id} and lead_id = ${actor.memberId}
        and archived_at is null) as "any",
      exists (select 1 from (${leadsFrom(sql`${teamId}`)}) as lead where lead.id = ${actor.memberId}) as there`);
  return { any: Boolean(found?.any), there: Boolean(found?.there) };
}

/** Whether the actor may make OKRs of a level; of a team's, whether of the team that `leadership` was found for. */
export const mayCreateAt = ({ org, actor }: Pick<Context, 'org' | 'actor'>, level: Level, leads: boolean): boolean =>
  may.createOkr(actor, creatorsOf(org, level), leads);

/** The levels at which the actor may make OKRs somewhere. */
export const levelsOpenTo = (ctx: Pick<Context, 'org' | 'actor'>, { any }: Leadership): Level[] =>
  levels.filter((level) => mayCreateAt(ctx, level, any));

/**
 * @throws Refusal `forbidden` unless the actor may make OKRs of that level, and for a team's in that team; `conflict`
 * where a lead has to approve them
 */
export function demandLevel(
  ctx: Pick<Context, 'org' | 'actor'>,
  level: Level,
  teamId: TeamId | null,
  { any, there }: Leadership,
): void {
  const creators = creatorsOf(ctx.org, level);
  demand(mayCreateAt(ctx, level, level === 'team' && teamId ? there : any), refusalOf(level, creators));
  demandApproval(ctx, level, teamId, there);
}

const whose: Record<Level, string> = {
  organization: 'OKRs of the organization',
  team: 'OKRs of a team',
  individual: 'individual OKRs',
};

const refusalOf = (level: Level, creators: Creators): string => {
  if (creators === 'admins') return `Only owners and admins make ${whose[level]} here.`;
  return level === 'team'
    ? 'Only its lead, the leads of teams above it and admins make OKRs of a team here.'
    : `Only team leads and admins make ${whose[level]} here.`;
};
