import { and, eq, inArray, sql } from 'drizzle-orm';
import type { MemberId, OkrId, TeamId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { members, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { may } from '../permission.ts';
import { type FieldErrors, invalid } from '../refusal.ts';

type References = {
  level?: string;
  team_id?: TeamId | null;
  owner_ids?: readonly MemberId[];
  check_in_owner_id?: MemberId | null;
  parents?: readonly { okrId: OkrId }[];
};

/** @throws Refusal `invalid` unless team, people and parents exist in this organization and may play their part */
export async function checkReferences(ctx: Context, given: References): Promise<void> {
  const { db, org } = ctx;
  const people = [...new Set([...(given.owner_ids ?? []), given.check_in_owner_id].filter((id) => id != null))];
  const parentIds = (given.parents ?? []).map((parent) => parent.okrId);
  const [foundPeople, foundTeams, foundParents] = await Promise.all([
    people.length
      ? db
          .select({ id: members.id, role: members.role })
          .from(members)
          .where(and(eq(members.orgId, org.id), inArray(members.id, people), sql`${members.deactivatedAt} is null`))
      : [],
    given.team_id
      ? db
          .select({ id: teams.id })
          .from(teams)
          .where(and(eq(teams.orgId, org.id), eq(teams.id, given.team_id)))
      : [],
    parentIds.length
      ? db
          .select({ id: okrs.id, closedAt: okrs.closedAt })
          .from(okrs)
          .where(and(eq(okrs.orgId, org.id), inArray(okrs.id, parentIds)))
      : [],
  ]);

  const roles = new Map(foundPeople.map((person) => [person.id, person.role]));
  const errors: FieldErrors = {};
  for (const id of given.owner_ids ?? []) {
    const role = roles.get(id);
    if (!role) errors.owner_ids = `No member ${id} in this organization.`;
    else if (!may.ownOkr(role)) errors.owner_ids = 'Observers look on; they cannot own an OKR.';
  }
  if (given.check_in_owner_id) {
    const role = roles.get(given.check_in_owner_id);
    if (!role) errors.check_in_owner_id = `No member ${given.check_in_owner_id} in this organization.`;
    else if (!may.ownOkr(role)) errors.check_in_owner_id = 'Observers look on; they cannot check in.';
  }
  if (given.team_id && foundTeams.length === 0) errors.team_id = `No team ${given.team_id} in this organization.`;
  if (given.level === 'team' && given.team_id === null) errors.team_id = 'Name the team that this OKR belongs to.';
  for (const id of parentIds) {
    const parent = foundParents.find((each) => each.id === id);
    if (!parent) errors.parents = `No OKR ${id} in this organization.`;
    else if (parent.closedAt !== null) errors.parents = 'This parent is closed. Reopen it to align to it.';
  }
  if (new Set(parentIds).size < parentIds.length) errors.parents = 'A parent is named twice.';
  if (Object.keys(errors).length > 0) throw invalid(errors);
}
