import { type SQL, sql } from 'drizzle-orm';
import { okrOwners, okrPeople } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';

/**
 * Whether the actor may see the OKR whose columns stand under `okr` (an alias, or the table itself). A private OKR is
 * seen by its owners, creator, check-in owner, delegates and viewers, and by nobody else, admins included; the system
 * sees everything, because the numbers of private OKRs count in their parents.
 */
export function visible({ actor }: Pick<Context, 'actor'>, okr: SQL): SQL {
  const { memberId } = actor;
  if (memberId === null) return sql`true`;
  return sql`(${okr}.visibility = 'public' or ${okr}.creator_id = ${memberId} or ${okr}.check_in_owner_id = ${memberId}
    or exists (select 1 from ${okrOwners} as own where own.org_id = ${okr}.org_id and own.okr_id = ${okr}.id
      and own.member_id = ${memberId})
    or exists (select 1 from ${okrPeople} as part where part.org_id = ${okr}.org_id and part.okr_id = ${okr}.id
      and part.member_id = ${memberId}))`;
}

/** Whether the OKR under `okr` is published: drafts are in no list, count or roll-up. */
export const published = (okr: SQL): SQL => sql`${okr}.draft = 0`;

/** What stands in the actor's lists and counts: published, and visible to them. */
export const listed = (ctx: Pick<Context, 'actor'>, okr: SQL): SQL => sql`${published(okr)} and ${visible(ctx, okr)}`;
