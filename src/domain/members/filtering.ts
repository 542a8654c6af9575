import { type SQL, sql } from 'drizzle-orm';
import type { MemberId, OrgId } from '../../db/ids.ts';
import { members, teamMembers, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { type Cut, valuesOf } from '../paging.ts';
import type { MemberState, Role } from '../words.ts';
import { idsFound } from './finding.ts';

/** Which members a list is about. `q`: beginnings of words of a name or an address, or the beginning of a team's name. */
export type MemberFilter = {
  q: string;
  role: Role | null;
  state: MemberState | null;
  managerId: MemberId | null;
};

export const everybody: MemberFilter = { q: '', role: null, state: null, managerId: null };

/** Whether a filter leaves anybody out. */
export const narrows = ({ q, role, state, managerId }: MemberFilter): boolean =>
  q.trim() !== '' || role !== null || state !== null || managerId !== null;

/**
 * Subquery: `id` and `name` of a page of the members whom the filter leaves, by name, one more than the limit. An index is
 * named where the filter has one of its own, so that what is read is the page and not the organization.
 */
export function pageOfIds({ org }: Pick<Context, 'org'>, filter: MemberFilter, { after, limit }: Cut): SQL {
  const last = valuesOf(after, 'string', 'string');
  const { q, role, managerId } = filter;
  const conditions = [
    sql`${q.trim() === '' ? sql`person.org_id` : sql`+person.org_id`} = ${org.id}`,
    ...(last ? [sql`(person.name, person.id) > (${last[0]}, ${last[1]})`] : []),
    ...(role ? [sql`person.role = ${role}`] : []),
    ...(managerId ? [sql`person.manager_id = ${managerId}`] : []),
    ...stateConditions(filter.state),
  ];
  const from =
    q.trim() === ''
      ? sql`${members} as person ${indexFor(filter)}`
      : sql`(${sought(org.id, q)}) as hit cross join ${members} as person on person.id = hit.member_id`;
  return sql`select person.id, person.name from ${from}
    where ${sql.join(conditions, sql` and `)} order by person.name, person.id limit ${limit + 1}`;
}

function indexFor({ role, state, managerId }: MemberFilter): SQL {
  if (managerId) return sql`indexed by members_by_manager`;
  if (state === 'deactivated') return sql`indexed by members_deactivated`;
  if (state === 'invited') return sql`indexed by members_invited`;
  return role ? sql`indexed by members_by_role` : sql`indexed by members_by_name`;
}

function stateConditions(state: MemberState | null): SQL[] {
  if (state === 'deactivated') return [sql`person.deactivated_at is not null`];
  if (state === 'invited') return [sql`person.invited_at is not null`, sql`person.deactivated_at is null`];
  return state ? [sql`person.deactivated_at is null`, sql`person.invited_at is null`] : [];
}

/** Teams whose names begin alike; beyond that somebody types more. */
const MOST_TEAMS = 20;

/** Subquery: who has these words in their name or address, and who is of a team whose name begins with them. */
const sought = (orgId: OrgId, q: string): SQL =>
  sql.join(
    [
      ...[idsFound(orgId, q)].filter((ids) => ids !== null),
      sql`select seat.member_id from (${teamsNamed(orgId, q.trim())}) as named
        cross join ${teamMembers} as seat on seat.org_id = ${orgId} and seat.team_id = named.id`,
    ],
    sql` union `,
  );

/** The index knows names as they are written, so that a beginning is looked up in the ways that people write it. */
const teamsNamed = (orgId: OrgId, beginning: string): SQL =>
  sql`${sql.join(
    [...spellings(beginning)].map(
      (spelling) =>
        sql`select team.id from ${teams} as team where team.org_id = ${orgId} and team.archived_at is null
          and team.name between ${spelling} and ${`${spelling}\u{10ffff}`}`,
    ),
    sql` union `,
  )} limit ${MOST_TEAMS}`;

function spellings(text: string): Set<string> {
  const small = text.toLowerCase();
  const words = small.replace(/(^|\s)\p{L}/gu, (start) => start.toUpperCase());
  return new Set([text, small, text.toUpperCase(), words, small.replace(/^\p{L}/u, (start) => start.toUpperCase())]);
}
