import { and, asc, eq, gt } from 'drizzle-orm';
import type { MemberId } from '../../db/ids.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import { Refusal } from '../refusal.ts';
import type { Member } from './member.ts';

/** A page of the members, oldest first, deactivated ones included. */
export async function listMemberPage({ db, org }: Context, { after, limit }: Cut): Promise<Page<Member>> {
  const last = valuesOf(after, 'string');
  const rows = await db
    .select()
    .from(members)
    .where(and(eq(members.orgId, org.id), last ? gt(members.id, last[0] as MemberId) : undefined))
    .orderBy(asc(members.id))
    .limit(limit + 1);
  return cut(rows, limit, (last) => [last.id]);
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
