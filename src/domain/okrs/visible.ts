import { type SQL, sql } from 'drizzle-orm';
import { okrOwners, okrPeople, okrs } from '../../db/schema/okrs.ts';
import { type Context, isSystem } from '../context.ts';

type Onlooker = Pick<Context, 'actor'>;

const table = sql`${okrs}`;

/**
 * Whether the actor may see the OKR whose columns stand under `okr` (an alias, or the table itself). A private OKR is
 * seen by its owners, creator, check-in owner, delegates and viewers, and by nobody else, admins included; the system
 * sees everything, because the numbers of private OKRs count in their parents. `may.seeOkr` is the same rule.
 */
export function visible({ actor }: Onlooker, okr: SQL = table): SQL {
  if (isSystem(actor)) return sql`true`;
  const { memberId } = actor;
  if (memberId === null) return sql`${okr}.visibility = 'public'`;
  return sql`(${okr}.visibility = 'public' or ${okr}.creator_id = ${memberId} or ${okr}.check_in_owner_id = ${memberId}
    or exists (select 1 from ${okrOwners} as its_owner where its_owner.org_id = ${okr}.org_id
      and its_owner.okr_id = ${okr}.id and its_owner.member_id = ${memberId})
    or exists (select 1 from ${okrPeople} as its_person where its_person.org_id = ${okr}.org_id
      and its_person.okr_id = ${okr}.id and its_person.member_id = ${memberId}))`;
}

/** Whether the OKR under `okr` is published: drafts are in no list, count or roll-up. */
export const published = (okr: SQL = table): SQL => sql`${okr}.draft = 0`;

/** What stands in the actor's lists and counts: published, and visible to them. */
export const listed = (ctx: Onlooker, okr: SQL = table): SQL => sql`(${published(okr)} and ${visible(ctx, okr)})`;
