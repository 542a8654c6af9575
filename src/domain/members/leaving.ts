import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { findMember } from './listing.ts';
import type { Member } from './member.ts';
import { storeMember } from './storing.ts';

/**
 * The acting member leaves the organization: their access ends, what they own and said stays, and an admin can bring
 * them back. @throws Refusal `forbidden` unless they ask for it themselves on a page, `conflict` for the last owner
 */
export async function leaveOrganization(ctx: Context): Promise<Member> {
  const { actor, now } = ctx;
  if (actor.via !== 'page' || actor.by) throw new Refusal('forbidden', 'Only they themselves leave.');
  const before = await findMember(ctx, actor.memberId);
  const after: Member = { ...before, deactivatedAt: now, changedAt: now };
  await storeMember(ctx, before, after, { action: 'member.left' });
  return after;
}
