import { commit, isDuplicate, type Statement } from '../../db/commit.ts';
import { newId } from '../../db/ids.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Role } from '../words.ts';
import { checkManager } from './managing.ts';
import { type Member, memberRow, type NewMember } from './member.ts';

/**
 * Adds a member, who can sign in with that address from now on.
 * @throws Refusal `forbidden` unless admin, or for an owner unless owner; `conflict` when the address is a member's,
 * `invalid` for a manager who is not there
 */
export async function addMember(
  ctx: Context,
  { name, email, role, manager_id: managerId = null }: NewMember,
): Promise<Member> {
  demandFor(ctx, role);
  await checkManager(ctx, managerId, null);
  const own = { id: newId('mem', ctx.now), orgId: ctx.org.id, createdAt: ctx.now };
  const member = memberRow({ ...own, name, email, role, managerId });
  await commitMember(ctx, member, 'member.added', [ctx.db.insert(members).values(member)]);
  return member;
}

/** @throws Refusal `forbidden` unless the actor may make, change or deactivate members of that role */
export function demandFor({ actor }: Context, role: Role): void {
  demand(may.administer(actor), sentences.admin);
  demand(role !== 'owner' || actor.role === 'owner', 'Only owners make owners, and only they change one.');
}

/** Writes a member as they will be, with the event. @throws Refusal `conflict` when the address is another member's */
export async function commitMember(
  ctx: Context,
  member: Member,
  action: string,
  statements: readonly Statement[],
  data: Record<string, unknown> = {},
): Promise<void> {
  const { id, role } = member;
  try {
    await commit(ctx.db, [...statements, eventRow(ctx, { action, subject: id, data: { role, ...data } })]);
  } catch (reason) {
    if (!isDuplicate(reason, 'members.email')) throw reason;
    throw new Refusal(
      'conflict',
      'A member has this address already. One who was deactivated can be made active again.',
    );
  }
}
