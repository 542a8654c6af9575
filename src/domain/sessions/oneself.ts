import { type SQL, sql } from 'drizzle-orm';
import type { MemberId } from '../../db/ids.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { demand, may, sentences } from '../permission.ts';

/**
 * How somebody signs in is theirs alone, and done on a page. @throws Refusal `forbidden` while an admin acts for them, and
 * for a script
 */
export const demandOneself = ({ actor }: Context): void =>
  demand(actor.via === 'page' && may.keepAccount(actor), sentences.account);

/** The address of a member of the organization, for a comparison in SQL; the acting member's unless said otherwise. */
export const addressOf = ({ org, actor }: Context, memberId: MemberId | null = actor.memberId): SQL<string> =>
  sql`(select own.email from ${members} as own where own.org_id = ${org.id} and own.id = ${memberId})`;
