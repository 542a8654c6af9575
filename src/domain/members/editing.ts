import { and, eq, exists, isNull, ne } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { guard, LostRace } from '../../db/commit.ts';
import { members } from '../../db/schema/organizations.ts';
import { unchanged } from '../../db/unchanged.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { commitMember, demandFor } from './creating.ts';
import { checkManager, guardManaging } from './managing.ts';
import { type Member, type MemberPatch, searchWords } from './member.ts';

/**
 * Changes a member, as they were read. `active: false` ends their access and keeps all they did.
 * @throws Refusal `forbidden` unless admin, or for an owner unless owner; `conflict` when nobody would be left as owner or
 * the address is another member's; `invalid` for a manager who stands below the member; `stale` when the member has changed since
 */
export async function editMember(ctx: Context, before: Member, patch: MemberPatch): Promise<Member> {
  demandFor(ctx, before.role);
  const { active, manager_id: managerId = before.managerId, ...said } = patch;
  const after: Member = { ...before, ...said, managerId, changedAt: ctx.now };
  after.words = searchWords(after);
  if (active !== undefined) after.deactivatedAt = active ? null : (before.deactivatedAt ?? ctx.now);
  demandFor(ctx, after.role);
  if (managerId !== before.managerId) await checkManager(ctx, managerId, before.id);
  const leaves = isActiveOwner(before) && !isActiveOwner(after);
  const kept = leaves ? exists(otherOwners(ctx, before)) : undefined;
  try {
    await commitMember(ctx, after, before.deactivatedAt === after.deactivatedAt ? 'member.edited' : actionOf(after), [
      ctx.db
        .update(members)
        .set(after)
        .where(and(eq(members.orgId, ctx.org.id), unchanged(members, before), kept)),
      guard(ctx.db),
      ...(patch.manager_id ? [guardManaging(ctx, before.id)] : []),
    ]);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    const [other] = leaves ? await otherOwners(ctx, before).limit(1) : [before];
    if (!other) throw new Refusal('conflict', 'This is the last owner. Make somebody else an owner first.');
    throw new Refusal('stale', 'Somebody changed this member since you read it.');
  }
  return after;
}

/** Ends a member's access; what they own and said stays. Undone by `editMember` with `active: true`. @throws as there */
export const deactivateMember = (ctx: Context, member: Member): Promise<Member> =>
  editMember(ctx, member, { active: false });

const isActiveOwner = (member: Member) => member.role === 'owner' && member.deactivatedAt === null;

const actionOf = ({ deactivatedAt }: Member) => (deactivatedAt === null ? 'member.reactivated' : 'member.deactivated');

function otherOwners({ db, org }: Context, { id }: Member) {
  const other = alias(members, 'other');
  return db
    .select({ id: other.id })
    .from(other)
    .where(and(eq(other.orgId, org.id), eq(other.role, 'owner'), isNull(other.deactivatedAt), ne(other.id, id)));
}
