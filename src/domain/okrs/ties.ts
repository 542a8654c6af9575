import { type SQL, sql } from 'drizzle-orm';
import { alignments, okrOwners, okrPeople, okrs } from '../../db/schema/okrs.ts';
import { members, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import type { Ties } from '../permission.ts';

/** Levels of teams beyond which nobody nests; keeps a walk finite whatever the rows say. */
const DEEPEST = 50;

/**
 * Column: how everybody stands to the OKR whose columns stand under `okr` (an alias, or the table itself), for the rules
 * of permission.ts. The rows read depend on that OKR alone.
 */
export const tiesOf = ({ org }: Pick<Context, 'org'>, okr: SQL = sql`${okrs}`): SQL.Aliased<Ties> =>
  tiesJson(org.id, okr).mapWith({ mapFromDriverValue: readTies }).as('ties');

/** As `tiesOf`, in a statement of one's own; `readTies` reads it. */
export const tiesJson = (orgId: string, okr: SQL): SQL<Ties> => sql<Ties>`json_object(
  'visibility', ${okr}.visibility,
  'creatorId', ${okr}.creator_id,
  'checkInOwnerId', ${okr}.check_in_owner_id,
  'ownerIds', ${ids(sql`select its_owner.member_id as id from ${okrOwners} as its_owner
    where its_owner.org_id = ${orgId} and its_owner.okr_id = ${okr}.id order by its_owner.position`)},
  'delegateIds', ${ids(partsOf('delegate', orgId, okr))},
  'viewerIds', ${ids(partsOf('viewer', orgId, okr))},
  'managerIds', ${ids(sql`select its_member.manager_id as id from ${okrOwners} as its_owner
    cross join ${members} as its_member on its_member.id = its_owner.member_id
    where its_owner.org_id = ${orgId} and its_owner.okr_id = ${okr}.id and its_member.manager_id is not null`)},
  'parentOwnerIds', ${ids(sql`select its_owner.member_id as id from ${alignments} as edge
    cross join ${okrOwners} as its_owner on its_owner.org_id = ${orgId} and its_owner.okr_id = edge.parent_id
    where edge.org_id = ${orgId} and edge.child_id = ${okr}.id`)},
  'leadIds', ${ids(leadsFrom(sql`${okr}.team_id`))}
)`;

export const readTies = (text: unknown): Ties => JSON.parse(String(text)) as Ties;

/** What selects as `id` those who lead a team or one of the teams above it. */
export const leadsFrom = (teamId: SQL): SQL => sql`
  with recursive up(lead_id, parent_id, height) as (
    select led.lead_id, led.parent_id, 0 from ${teams} as led where led.id = ${teamId}
    union
    select led.lead_id, led.parent_id, up.height + 1 from up cross join ${teams} as led on led.id = up.parent_id
      where up.height < ${DEEPEST}
  )
  select lead_id as id from up where lead_id is not null`;

const partsOf = (part: 'delegate' | 'viewer', orgId: string, okr: SQL): SQL =>
  sql`select its_person.member_id as id from ${okrPeople} as its_person
    where its_person.org_id = ${orgId} and its_person.okr_id = ${okr}.id and its_person.part = ${part}
    order by its_person.member_id`;

const ids = (selected: SQL): SQL => sql`json((select json_group_array(tied.id) from (${selected}) as tied))`;
