import { guardThat, type Statement } from '../../db/commit.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { demandFor } from './creating.ts';
import { bindsToRole, findHoldings, holdsNothing } from './holdings.ts';
import { checkManager, guardManaging } from './managing.ts';
import { type Member, type MemberPatch, searchWords } from './member.ts';
import { checkSeats, seatRows } from './seating.ts';
import { storeMember } from './storing.ts';

/**
 * Changes a member, as they were read. `active: false` ends their access and keeps all they did.
 * @throws Refusal `forbidden` unless admin, or for an owner unless owner; `conflict` when nobody would be left as owner,
 * the address is another member's, their data was deleted, or they would observe what they own; `invalid` for a manager
 * who stands below the member, and teams that are not there; `stale` when the member has changed since
 */
export const editMember = (ctx: Context, before: Member, patch: MemberPatch): Promise<Member> =>
  changeMember(ctx, before, patch);

/** As `editMember`, with what else belongs into the same commit. */
export async function changeMember(
  ctx: Context,
  before: Member,
  patch: MemberPatch,
  also: readonly Statement[] = [],
): Promise<Member> {
  demandFor(ctx, before.role);
  if (before.erasedAt !== null) throw new Refusal('conflict', 'The data of this person was deleted. Invite them anew.');
  const after = patched(ctx, before, patch);
  demandFor(ctx, after.role);
  const observes = after.role === 'observer' && before.role !== 'observer';
  await Promise.all([
    after.managerId === before.managerId ? null : checkManager(ctx, after.managerId, before.id),
    patch.team_ids ? checkSeats(ctx, patch.team_ids) : null,
    observes ? refuseObserver(ctx, before) : null,
  ]);
  await storeMember(ctx, before, after, {
    action: before.deactivatedAt === after.deactivatedAt ? 'member.edited' : actionOf(after),
    data: { fields: Object.keys(patch), ...(patch.team_ids && { team_ids: patch.team_ids }) },
    also: [
      ...(patch.manager_id ? [guardManaging(ctx, before.id)] : []),
      ...(observes ? [guardThat(ctx.db, holdsNothing(ctx.org.id, before.id))] : []),
      ...(patch.team_ids ? seatRows(ctx, before.id, patch.team_ids) : []),
      ...also,
    ],
  });
  return after;
}

/** Ends a member's access; what they own and said stays. Undone by `editMember` with `active: true`. @throws as there */
export const deactivateMember = (ctx: Context, member: Member): Promise<Member> =>
  editMember(ctx, member, { active: false });

function patched(ctx: Context, before: Member, patch: MemberPatch): Member {
  const { active, manager_id: managerId, time_zone: timeZone, team_ids: _, ...said } = patch;
  const after: Member = {
    ...before,
    ...said,
    managerId: managerId === undefined ? before.managerId : managerId,
    timeZone: timeZone === undefined ? before.timeZone : timeZone,
    changedAt: ctx.now,
  };
  after.words = searchWords(after);
  if (active !== undefined) after.deactivatedAt = active ? null : (before.deactivatedAt ?? ctx.now);
  return after;
}

const actionOf = ({ deactivatedAt }: Member) => (deactivatedAt === null ? 'member.reactivated' : 'member.deactivated');

async function refuseObserver(ctx: Context, { id, name }: Member): Promise<void> {
  if (bindsToRole(await findHoldings(ctx, id)))
    throw new Refusal(
      'conflict',
      `Observers own nothing, check in for nothing and lead nobody. Hand over what ${name} has first.`,
    );
}
