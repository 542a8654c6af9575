import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { MemberId } from '../../db/ids.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import { Refusal } from '../refusal.ts';
import { type MemberFilter, narrows, pageOfIds } from './filtering.ts';
import type { Member } from './member.ts';

/**
 * A page of the members, deactivated ones included: all of them oldest first, or by name those whom a filter leaves.
 * A cursor belongs to the one or the other.
 */
export async function listMemberPage(ctx: Context, at: Cut, filter?: MemberFilter): Promise<Page<Member>> {
  return filter && narrows(filter) ? listNarrowed(ctx, at, filter) : listAll(ctx, at);
}

async function listAll({ db, org }: Context, { after, limit }: Cut): Promise<Page<Member>> {
  const last = valuesOf(after, 'string');
  const rows = await db
    .select()
    .from(members)
    .where(and(eq(members.orgId, org.id), last ? gt(members.id, last[0] as MemberId) : undefined))
    .orderBy(asc(members.id))
    .limit(limit + 1);
  return cut(rows, limit, (last) => [last.id]);
}

async function listNarrowed(ctx: Context, at: Cut, filter: MemberFilter): Promise<Page<Member>> {
  const ids = sql`select id from (${pageOfIds(ctx, filter, at)})`;
  // The unary plus leads SQLite by these ids, not through all that the organization has.
  const rows = await ctx.db
    .select()
    .from(members)
    .where(and(sql`+${members.orgId} = ${ctx.org.id}`, sql`${members.id} in (${ids})`))
    .orderBy(asc(members.name), asc(members.id));
  return cut(rows, at.limit, (last) => [last.name, last.id]);
}

/** @throws Refusal `not_found` */
export async function findMember({ db, org }: Context, id: MemberId): Promise<Member> {
  const [found] = await db
    .select()
    .from(members)
    .where(and(eq(members.orgId, org.id), eq(members.id, id)));
  if (!found) throw new Refusal('not_found', 'There is no such member.');
  return found;
}
