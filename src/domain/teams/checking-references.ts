import { and, eq, isNull, sql } from 'drizzle-orm';
import type { TeamId } from '../../db/ids.ts';
import { members, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { type FieldErrors, invalid } from '../refusal.ts';
import type { TeamPatch } from './team.ts';

/** Levels beyond which no organization nests; keeps a walk finite whatever the rows say. */
export const DEEPEST = 50;

/**
 * @throws Refusal `invalid` unless lead, members and parent exist in this organization and the parent does not stand
 * below the team itself
 */
export async function checkTeamReferences(ctx: Context, given: TeamPatch, teamId: TeamId | null): Promise<void> {
  const { db, org } = ctx;
  const people = [...new Set([...(given.member_ids ?? []), given.lead_id].filter((id) => id != null))];
  const [known, above] = await Promise.all([
    people.length
      ? db
          .select({ id: members.id })
          .from(members)
          .where(
            and(
              eq(members.orgId, org.id),
              sql`${members.id} in (select value from json_each(${JSON.stringify(people)}))`,
              isNull(members.deactivatedAt),
            ),
          )
      : [],
    given.parent_id ? listUpwards(ctx, given.parent_id) : [],
  ]);
  const errors: FieldErrors = {};
  const missing = people.find((id) => !known.some((person) => person.id === id));
  if (missing)
    errors[missing === given.lead_id ? 'lead_id' : 'member_ids'] = `No member ${missing} in this organization.`;
  if (given.parent_id && above.length === 0) errors.parent_id = `No team ${given.parent_id} in this organization.`;
  else if (teamId && above.some((team) => team.id === teamId)) errors.parent_id = 'A team cannot stand below itself.';
  if (Object.keys(errors).length > 0) throw invalid(errors);
}

/** A team and all above it. The unary plus leads the walk by id, not through all teams of the organization. */
const listUpwards = ({ db, org }: Context, id: TeamId) =>
  db.all<{ id: TeamId }>(sql`
    with recursive up(id, parent_id, height) as (
      select id, parent_id, 0 from ${teams} where org_id = ${org.id} and id = ${id}
      union
      select team.id, team.parent_id, up.height + 1 from up
        join ${teams} as team on team.id = up.parent_id and +team.org_id = ${org.id}
        where up.height < ${DEEPEST}
    )
    select id from up`);
