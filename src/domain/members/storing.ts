import { and, eq, exists, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { guard, LostRace, type Statement } from '../../db/commit.ts';
import { apiTokens, sessions } from '../../db/schema/access.ts';
import { members } from '../../db/schema/organizations.ts';
import { behalves, invitations } from '../../db/schema/people.ts';
import { unchanged } from '../../db/unchanged.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { commitMember } from './creating.ts';
import type { Member } from './member.ts';

/** What a change of a member leaves in the log, and what else belongs into its commit. */
export type Storing = { action: string; data?: Record<string, unknown>; also?: readonly Statement[] };

/**
 * Writes a member as they will be over what was read, with all that ends because of it: whoever is deactivated loses
 * their personal tokens and invitations and is acted for no longer; whoever is no admin any more acts for nobody; an
 * invitation ends with the address that it went to. Organizations keep an owner.
 * @throws Refusal `conflict` when nobody would be left as owner or the address is another member's, `stale`
 */
export async function storeMember(
  ctx: Context,
  before: Member,
  after: Member,
  { action, data, also = [] }: Storing,
): Promise<void> {
  const leaves = isActiveOwner(before) && !isActiveOwner(after);
  const kept = leaves ? exists(otherOwners(ctx, before)) : undefined;
  const rows = [
    ctx.db
      .update(members)
      .set(after)
      .where(and(eq(members.orgId, ctx.org.id), unchanged(members, before), kept)),
    guard(ctx.db),
    ...endings(ctx, before, after),
    ...also,
  ];
  try {
    await commitMember(ctx, after, action, rows, data);
  } catch (reason) {
    if (!(reason instanceof LostRace)) throw reason;
    const [other] = leaves ? await otherOwners(ctx, before).limit(1) : [before];
    if (!other) throw new Refusal('conflict', 'This is the last owner. Make somebody else an owner first.');
    throw new Refusal('stale', 'Somebody changed this member since you read it.');
  }
}

const isActiveOwner = (member: Member) => member.role === 'owner' && member.deactivatedAt === null;

const administers = ({ role, deactivatedAt }: Member) =>
  deactivatedAt === null && (role === 'owner' || role === 'admin');

function otherOwners({ db, org }: Context, { id }: Member) {
  const other = alias(members, 'other');
  return db
    .select({ id: other.id })
    .from(other)
    .where(and(eq(other.orgId, org.id), eq(other.role, 'owner'), isNull(other.deactivatedAt), ne(other.id, id)));
}

function endings(ctx: Context, before: Member, after: Member): Statement[] {
  const goes = before.deactivatedAt === null && after.deactivatedAt !== null;
  return [
    ...(goes ? [revokeTokens(ctx, before), endBehalves(ctx, eq(behalves.memberId, before.id))] : []),
    ...(goes || before.email !== after.email ? [revokeInvitations(ctx, before)] : []),
    ...(administers(before) && !administers(after) ? [endBehalves(ctx, runBy(before))] : []),
  ];
}

const revokeTokens = ({ db, org, now }: Context, { id }: Member): Statement =>
  db
    .update(apiTokens)
    .set({ revokedAt: now })
    .where(
      and(
        eq(apiTokens.orgId, org.id),
        eq(apiTokens.memberId, id),
        eq(apiTokens.kind, 'personal'),
        isNull(apiTokens.revokedAt),
      ),
    );

const revokeInvitations = ({ db, org, now }: Context, { id }: Member): Statement =>
  db
    .update(invitations)
    .set({ revokedAt: now })
    .where(
      and(
        eq(invitations.orgId, org.id),
        eq(invitations.memberId, id),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
      ),
    );

const endBehalves = ({ db, org, now }: Context, which: SQL): Statement =>
  db
    .update(behalves)
    .set({ endedAt: now })
    .where(and(eq(behalves.orgId, org.id), which, isNull(behalves.endedAt)));

/** Found by the sessions of that person, in which alone they can act for somebody. */
const runBy = ({ id, email }: Member): SQL =>
  sql`(${behalves.adminId} = ${id} and ${behalves.sessionHash} in
    (select ${sessions.tokenHash} from ${sessions} where ${sessions.email} = ${email}))`;
