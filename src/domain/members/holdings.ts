import { type SQL, sql } from 'drizzle-orm';
import type { MemberId, OkrId, OrgId } from '../../db/ids.ts';
import { connections } from '../../db/schema/connections.ts';
import { okrOwners, okrPeople, okrs } from '../../db/schema/okrs.ts';
import { members, teams } from '../../db/schema/organizations.ts';
import { tasks } from '../../db/schema/tasks.ts';
import { MOST_CONNECTIONS } from '../connections/finding.ts';
import type { Context } from '../context.ts';
import { visible } from '../okrs/visible.ts';
import { demand, may, sentences } from '../permission.ts';

/**
 * What would be left behind if a member went, by what they are to it. OKRs are the open ones; `hidden` is how many of all
 * these OKRs the actor may not see, of which nothing but the number is told.
 */
export type Holdings = {
  owned: number;
  checkIns: number;
  delegated: number;
  drafts: number;
  tasks: number;
  teams: number;
  reports: number;
  connections: number;
  /** OKRs that any of this is about, each once. */
  okrs: number;
  hidden: number;
};

/** How many things there are to hand over. */
export const sizeOf = ({ okrs, teams, reports, connections }: Holdings): number => okrs + teams + reports + connections;

/** Whether a member has something that an observer cannot have. */
export const bindsToRole = ({ owned, checkIns, delegated, drafts, tasks, teams }: Holdings): boolean =>
  owned + checkIns + delegated + drafts + tasks + teams > 0;

/** Counts what a member holds; rows read depend on what is theirs. @throws Refusal `forbidden` unless admin or oneself */
export async function findHoldings(ctx: Context, memberId: MemberId): Promise<Holdings> {
  const { db, org, actor } = ctx;
  demand(may.administer(actor) || actor.memberId === memberId, sentences.admin);
  const part = (name: string) => sql.raw(`coalesce(sum(held.part like '%${name}%'), 0)`);
  const [found] = await db.all<Holdings>(sql`
    select ${part('owner')} as owned, ${part('checker')} as checkIns, ${part('delegate')} as delegated,
      ${part('drafter')} as drafts, ${part('doer')} as tasks, count(*) as okrs,
      coalesce(sum(not ${visible(ctx, sql`okr`)}), 0) as hidden,
      (select count(*) from ${teams} as led where led.org_id = ${org.id} and led.lead_id = ${memberId}
        and led.archived_at is null) as teams,
      (select count(*) from ${members} as report where report.org_id = ${org.id} and report.manager_id = ${memberId}
        and report.deactivated_at is null) as reports,
      (select count(*) from (${sharedOf(org.id, memberId)})) as connections
    from (select id, group_concat(part) as part from (${partsOf(org.id, memberId, sql`''`)}) group by id) as held
    cross join ${okrs} as okr on okr.id = held.id and okr.closed_at is null`);
  return found!;
}

/** The ids of the next open OKRs that a member is something to, in their order. At most `limit`. */
export async function listHeldOkrs(
  { db, org }: Context,
  memberId: MemberId,
  after: OkrId | null,
  limit: number,
): Promise<OkrId[]> {
  const rows = await db.all<{ id: OkrId }>(sql`
    select okr.id from (select distinct id from (${partsOf(org.id, memberId, sql`${after ?? ''}`)})) as held
    cross join ${okrs} as okr on okr.id = held.id and okr.closed_at is null
    order by okr.id limit ${limit}`);
  return rows.map(({ id }) => id);
}

/** True while a member has nothing that an observer cannot have; for the commit that makes one of them. */
export const holdsNothing = (orgId: OrgId, memberId: MemberId): SQL => sql`not exists (
    select 1 from (${partsOf(orgId, memberId, sql`''`)}) as held
    cross join ${okrs} as okr on okr.id = held.id and okr.closed_at is null)
  and not exists (select 1 from ${teams} as led where led.org_id = ${orgId} and led.lead_id = ${memberId}
    and led.archived_at is null)`;

/** Subquery: the ids of the shared connections that a member looks after. */
export const sharedOf = (orgId: OrgId, memberId: MemberId): SQL => sql`
  select account.id from (select id, owner_id, shared from ${connections} where org_id = ${orgId}
    limit ${MOST_CONNECTIONS}) as account
  where account.owner_id = ${memberId} and account.shared = 1`;

/** What selects as `id` each OKR that a member is something to, closed ones too, and what they are as `part`. */
const partsOf = (orgId: OrgId, memberId: MemberId, after: SQL): SQL => sql`
  select okr_id as id, 'owner' as part from ${okrOwners}
    where org_id = ${orgId} and member_id = ${memberId} and okr_id > ${after}
  union all
  select id, 'checker' from ${okrs} where org_id = ${orgId} and check_in_owner_id = ${memberId} and id > ${after}
  union all
  select okr_id, part from ${okrPeople}
    where org_id = ${orgId} and member_id = ${memberId} and okr_id > ${after} and part = 'delegate'
  union all
  select id, 'drafter' from ${okrs} where org_id = ${orgId} and creator_id = ${memberId} and draft = 1 and id > ${after}
  union all
  select okr_id, 'doer' from ${tasks}
    where org_id = ${orgId} and assignee_id = ${memberId} and done_at is null and okr_id > ${after}`;
