import { and, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { MemberId } from '../../db/ids.ts';
import { bounces } from '../../db/schema/letters.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import type { Bounce } from '../letters/bounce.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Person } from './finding.ts';
import type { Member } from './member.ts';

/** A member with their manager, and what is known of letters that came back from them, for those who look after users. @throws Refusal `not_found`, `forbidden` unless admin */
export async function findUser(
  { db, org, actor }: Context,
  id: MemberId,
): Promise<{ member: Member; manager: Person | null; bounce: Bounce | null }> {
  demand(may.administer(actor), sentences.admin);
  const boss = alias(members, 'boss');
  const [found] = await db
    .select({ member: members, managerId: boss.id, managerName: boss.name, bounce: bounces })
    .from(members)
    .leftJoin(boss, and(eq(boss.orgId, org.id), eq(boss.id, members.managerId)))
    .leftJoin(bounces, eq(bounces.email, members.email))
    .where(and(eq(members.orgId, org.id), eq(members.id, id)));
  if (!found) throw new Refusal('not_found', 'There is no such member.');
  const { member, managerId, managerName, bounce } = found;
  return { member, bounce, manager: managerId && managerName ? { id: managerId, name: managerName } : null };
}
