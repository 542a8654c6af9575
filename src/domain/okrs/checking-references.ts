import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { MemberId, OkrId, TeamId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { members, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { may } from '../permission.ts';
import { type FieldErrors, invalid } from '../refusal.ts';
import type { Above } from './refusing-parents.ts';
import { visible } from './visible.ts';

type References = {
  level?: string;
  team_id?: TeamId | null;
  owner_ids?: readonly MemberId[];
  check_in_owner_id?: MemberId | null;
  viewer_ids?: readonly MemberId[];
  delegate_ids?: readonly MemberId[];
  parents?: readonly { okrId: OkrId }[];
};

/**
 * @param okrId the OKR that this is said of, which stays in its team also when that is archived
 * @returns the parents that are named
 * @throws Refusal `invalid` unless team, people and parents exist in this organization and may play their part
 */
export async function checkReferences(ctx: Context, given: References, okrId: OkrId | null = null): Promise<Above[]> {
  const { db, org } = ctx;
  const { owner_ids = [], check_in_owner_id, viewer_ids = [], delegate_ids = [] } = given;
  const people = [...owner_ids, check_in_owner_id, ...viewer_ids, ...delegate_ids].filter((id) => id != null);
  const parentIds = (given.parents ?? []).map((parent) => parent.okrId);
  const [foundPeople, foundTeams, foundParents] = await Promise.all([
    people.length
      ? db
          .select({ id: members.id, role: members.role })
          .from(members)
          .where(
            and(
              eq(members.orgId, org.id),
              sql`${members.id} in (select value from json_each(${JSON.stringify(people)}))`,
              isNull(members.deactivatedAt),
            ),
          )
      : [],
    given.team_id
      ? db
          .select({
            name: teams.name,
            takes: sql<number>`(${teams.archivedAt} is null or exists (
              select 1 from ${okrs} as own where own.id = ${okrId} and own.team_id = teams.id))`.as('takes'),
          })
          .from(teams)
          .where(and(eq(teams.orgId, org.id), eq(teams.id, given.team_id)))
      : [],
    parentIds.length
      ? db
          .select({ id: okrs.id, kind: okrs.kind, closedAt: okrs.closedAt })
          .from(okrs)
          .where(and(eq(okrs.orgId, org.id), inArray(okrs.id, parentIds), visible(ctx)))
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
  for (const id of delegate_ids) {
    const role = roles.get(id);
    if (!role) errors.delegate_ids = `No member ${id} in this organization.`;
    else if (!may.ownOkr(role)) errors.delegate_ids = 'Observers look on; they cannot act for its owners.';
  }
  const stranger = viewer_ids.find((id) => !roles.has(id));
  if (stranger) errors.viewer_ids = `No member ${stranger} in this organization.`;
  const [team] = foundTeams;
  if (given.team_id && !team) errors.team_id = `No team ${given.team_id} in this organization.`;
  else if (team && !team.takes) errors.team_id = `${team.name} is archived. Choose another team.`;
  if (given.level === 'team' && given.team_id === null) errors.team_id = 'Name the team that this OKR belongs to.';
  for (const id of parentIds) {
    const parent = foundParents.find((each) => each.id === id);
    if (!parent) errors.parents = `No OKR ${id} in this organization.`;
    else if (parent.kind === 'project')
      errors.parents = 'A project has tasks instead of OKRs below it. Align to what the project works towards.';
    else if (parent.closedAt !== null) errors.parents = 'This parent is closed. Reopen it to align to it.';
  }
  if (new Set(parentIds).size < parentIds.length) errors.parents = 'A parent is named twice.';
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return foundParents;
}
