import { type SQL, sql } from 'drizzle-orm';
import type { MemberId, OrgId } from '../../db/ids.ts';
import { events } from '../../db/schema/access.ts';
import { okrOwners, okrPeople, okrs } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import { behalves } from '../../db/schema/people.ts';

/** Whether a member holds what is private: is named in such an OKR, or made one. */
export const holdsPrivate = (orgId: OrgId, memberId: MemberId): SQL => sql`(
  ${isNamedInPrivate(sql`${orgId}`, sql`${memberId}`)}
  or exists (select 1 from ${events} as made cross join ${okrs} as okr on okr.id = made.subject_id and okr.org_id = made.org_id
    where made.org_id = ${orgId} and made.actor_id = ${memberId} and +made.action = 'okr.created'
      and okr.visibility = 'private' and okr.creator_id = made.actor_id))`;

/**
 * Whether the member of a row of `behalves` may still be acted for: since it began they may have been deactivated, become
 * an owner, or been named in something private. What they make private themselves names them as its owner.
 */
export const stillLets = (): SQL => sql`exists (select 1 from ${members} as target
  where target.id = ${behalves.memberId} and target.org_id = ${behalves.orgId} and target.deactivated_at is null
    and target.role <> 'owner'
    and (target.allows_behalf = 1 or not ${isNamedInPrivate(sql`${behalves.orgId}`, sql`${behalves.memberId}`)}))`;

/** Whether a member owns, checks in, stands in for or was shown an OKR that is private. */
function isNamedInPrivate(orgId: SQL, memberId: SQL): SQL {
  const among = (people: typeof okrOwners | typeof okrPeople) => sql`
    select 1 from ${people} as part cross join ${okrs} as okr on okr.id = part.okr_id and okr.org_id = part.org_id
      where part.org_id = ${orgId} and part.member_id = ${memberId} and okr.visibility = 'private'`;
  return sql`(exists (${among(okrOwners)}) or exists (${among(okrPeople)}) or exists (
    select 1 from ${okrs} as okr
      where okr.org_id = ${orgId} and okr.check_in_owner_id = ${memberId} and okr.visibility = 'private'))`;
}
