import type { TeamId } from '../../db/ids.ts';
import type { Context } from '../context.ts';
import { may } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Level } from '../words.ts';

/**
 * Where team leads approve: a team-level OKR comes into being, or comes to another team, through a lead of that team
 * (`leadsThere`), of a team above it, or an admin. @throws Refusal `conflict` that leads to a proposal
 */
export function demandApproval(
  { org, actor }: Pick<Context, 'org' | 'actor'>,
  level: Level,
  teamId: TeamId | null,
  leadsThere: boolean,
): void {
  if (level !== 'team' || teamId === null || may.publishForTeam(actor, org.approval, leadsThere)) return;
  throw new Refusal(
    'conflict',
    'OKRs of this team are approved by its lead. Save a draft, put it into a proposal of the team and propose that.',
  );
}
