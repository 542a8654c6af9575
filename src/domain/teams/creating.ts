import { and, eq, sql } from 'drizzle-orm';
import { commit, isDuplicate, LostRace, type Statement } from '../../db/commit.ts';
import { type MemberId, newId, type TeamId } from '../../db/ids.ts';
import { teamMembers, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { eventRow, type Happening } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { checkTeamReferences } from './checking-references.ts';
import { guardNesting } from './guarding-nesting.ts';
import type { NewTeam, Team } from './team.ts';

/** Adds a team. @throws Refusal `forbidden` unless admin, `invalid` references, `conflict` when the name is taken */
export async function createTeam(ctx: Context, input: NewTeam): Promise<Team> {
  demand(may.administer(ctx.actor), sentences.admin);
  await checkTeamReferences(ctx, input, null);
  const { name, type = null, parent_id: parentId = null, lead_id: leadId = null, member_ids = [] } = input;
  const id = newId('tm', ctx.now);
  const row = {
    id,
    orgId: ctx.org.id,
    name,
    type,
    parentId,
    leadId,
    archivedAt: null,
    changedAt: ctx.now,
    externalId: null,
    createdAt: ctx.now,
  };
  const memberIds = [...new Set(member_ids)].sort();
  try {
    await commitTeam(ctx, row, { action: 'team.created', data: { name } }, [
      ctx.db.insert(teams).values(row),
      ...(parentId ? [guardNesting(ctx, [id])] : []),
      ...seat(ctx, id, memberIds),
    ]);
  } catch (reason) {
    throw reason instanceof LostRace
      ? new Refusal('stale', 'The team above it is gone or archived since you chose it.')
      : reason;
  }
  return { ...row, memberIds };
}

/** Writes a team as it will be, with its event. @throws Refusal `conflict` when another team has its name */
export async function commitTeam(
  ctx: Context,
  { id, name }: Pick<Team, 'id' | 'name'>,
  happening: Omit<Happening, 'subject'>,
  statements: Statement[],
): Promise<void> {
  try {
    await commit(ctx.db, [...statements, eventRow(ctx, { ...happening, subject: id })]);
  } catch (reason) {
    throw isDuplicate(reason, 'teams.name')
      ? new Refusal('conflict', `There is a team named “${name}” already.`)
      : reason;
  }
}

/** Makes these the members of a team, and nobody else. */
export const seat = ({ db, org }: Context, teamId: TeamId, memberIds: readonly MemberId[]): Statement[] => [
  db.delete(teamMembers).where(and(eq(teamMembers.orgId, org.id), eq(teamMembers.teamId, teamId))),
  db.insert(teamMembers).select(sql`select ${org.id}, ${teamId}, value from json_each(${JSON.stringify(memberIds)})`),
];
