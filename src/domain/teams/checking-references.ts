import { and, eq, isNull, sql } from 'drizzle-orm';
import type { MemberId, TeamId } from '../../db/ids.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { may } from '../permission.ts';
import { type FieldErrors, invalid } from '../refusal.ts';
import { listUpwards } from './finding-path.ts';
import type { TeamPatch } from './team.ts';

/**
 * @throws Refusal `invalid` unless lead, members and parent exist in this organization, the lead is no observer, and the
 * parent is not archived and does not stand below the team itself
 */
export async function checkTeamReferences(ctx: Context, given: TeamPatch, teamId: TeamId | null): Promise<void> {
  const people = [...new Set([...(given.member_ids ?? []), given.lead_id].filter((id) => id != null))];
  const [known, above] = await Promise.all([
    people.length ? listActive(ctx, people) : [],
    given.parent_id ? listUpwards(ctx, given.parent_id) : [],
  ]);
  const roles = new Map(known.map(({ id, role }) => [id, role]));
  const errors: FieldErrors = {};
  const missing = people.find((id) => !roles.has(id));
  const lead = given.lead_id && roles.get(given.lead_id);
  if (missing)
    errors[missing === given.lead_id ? 'lead_id' : 'member_ids'] = `No member ${missing} in this organization.`;
  else if (lead && !may.leadTeam(lead)) errors.lead_id = 'Observers look on; they cannot lead a team.';
  const [parent] = above;
  if (given.parent_id && !parent) errors.parent_id = `No team ${given.parent_id} in this organization.`;
  else if (teamId && above.some((team) => team.id === teamId)) errors.parent_id = 'A team cannot stand below itself.';
  else if (parent && parent.archivedAt !== null)
    errors.parent_id = `${parent.name} is archived. Restore it first, or choose another team.`;
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

/** Those of these people who are active members of the organization. */
export const listActive = ({ db, org }: Context, ids: readonly MemberId[]) =>
  db
    .select({ id: members.id, role: members.role })
    .from(members)
    .where(
      and(
        eq(members.orgId, org.id),
        sql`${members.id} in (select value from json_each(${JSON.stringify(ids)}))`,
        isNull(members.deactivatedAt),
      ),
    );
