import { and, asc, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { InvitationId, MemberId } from '../../db/ids.ts';
import { bounces } from '../../db/schema/letters.ts';
import { members } from '../../db/schema/organizations.ts';
import { invitations } from '../../db/schema/people.ts';
import type { Context } from '../context.ts';
import type { Member } from '../members/member.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Invitation } from './invitation.ts';

/** A member who has not come yet, with their newest invitation (null: nobody wrote to them). `bounced`: why letters come back. */
export type Pending = { member: Member; invitation: Invitation | null; inviter: string | null; bounced: string | null };

/** Members who have not come yet, by name. @throws Refusal `forbidden` unless admin */
export async function listPending(ctx: Context, { after, limit }: Cut): Promise<Page<Pending>> {
  demand(may.administer(ctx.actor), sentences.admin);
  const last = valuesOf(after, 'string', 'string');
  const beyond =
    last && or(gt(members.name, last[0]), and(eq(members.name, last[0]), gt(members.id, last[1] as MemberId)));
  const rows = await pending(ctx)
    .where(and(waiting(ctx), last ? sql`${members.name} >= ${last[0]}` : undefined, beyond ?? undefined))
    .orderBy(asc(members.name), asc(members.id))
    .limit(limit + 1);
  return cut(rows, limit, ({ member }) => [member.name, member.id]);
}

/**
 * A member who has not come yet. @throws Refusal `not_found`, `conflict` when they have come or may not come any more,
 * `forbidden` unless admin
 */
export async function findPending(ctx: Context, memberId: MemberId): Promise<Pending> {
  demand(may.administer(ctx.actor), sentences.admin);
  const [found] = await pending(ctx).where(and(eq(members.orgId, ctx.org.id), eq(members.id, memberId)));
  return demandPending(found);
}

/** The same by one of their invitations. @throws as `findPending` */
export async function findPendingBy(ctx: Context, id: InvitationId): Promise<Pending> {
  demand(may.administer(ctx.actor), sentences.admin);
  const named = sql`(select member_id from ${invitations} as named where named.id = ${id} and +named.org_id = ${ctx.org.id})`;
  const [found] = await pending(ctx).where(and(eq(members.orgId, ctx.org.id), sql`${members.id} = ${named}`));
  return demandPending(found);
}

/** @throws Refusal `not_found` without one, `conflict` for a member who is not waited for */
function demandPending(found: Pending | undefined): Pending {
  if (!found) throw new Refusal('not_found', 'There is no such invitation.');
  const { name, deactivatedAt, invitedAt } = found.member;
  if (deactivatedAt !== null) throw new Refusal('conflict', `${name} was deactivated. Make them active again first.`);
  if (invitedAt === null) throw new Refusal('conflict', `${name} has come already.`);
  return found;
}

/** Members of the organization who were asked to come and have not. */
export const waiting = ({ org }: Pick<Context, 'org'>) =>
  and(eq(members.orgId, org.id), isNotNull(members.invitedAt), isNull(members.deactivatedAt));

/** Of the table `invitations` the newest one of the member at hand: the only one that opens the door. */
export const newest = sql`${invitations.id} = (select max(id) from invitations as each_one
  where each_one.org_id = ${members.orgId} and each_one.member_id = ${members.id})`;

const inviter = alias(members, 'inviter');

const pending = ({ db }: Context) =>
  db
    .select({ member: members, invitation: invitations, inviter: inviter.name, bounced: bounces.reason })
    .from(members)
    .leftJoin(invitations, and(eq(invitations.orgId, members.orgId), eq(invitations.memberId, members.id), newest))
    .leftJoin(inviter, and(eq(inviter.id, invitations.invitedById), eq(inviter.orgId, members.orgId)))
    .leftJoin(bounces, eq(bounces.email, members.email));
