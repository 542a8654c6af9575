import { and, eq, gt, isNull } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import { members, organizations } from '../../db/schema/organizations.ts';
import { challenges } from '../../db/schema/people.ts';
import { hashOf, newToken } from '../../lib/tokens.ts';
import { eventRow } from '../events/event.ts';
import { Refusal } from '../refusal.ts';
import { LINK_MS } from '../sessions/signing-in.ts';

type Asking = { slug: string; address: string; browser: string };

/**
 * Makes a link that lets an owner into an organization although single sign-on is its only way in. Good once, for 15
 * minutes, in the browser that holds `browser`. Null, without a hint to the person, for anybody else.
 */
export async function makeRecoveryLink(
  db: Database,
  { slug, address, browser }: Asking,
  now: number,
): Promise<string | null> {
  const [owner] = await db
    .select({ orgId: organizations.id })
    .from(organizations)
    .innerJoin(members, eq(members.orgId, organizations.id))
    .where(
      and(
        eq(organizations.slug, slug),
        eq(organizations.ssoOnly, true),
        eq(members.email, address),
        eq(members.role, 'owner'),
        isNull(members.deactivatedAt),
      ),
    )
    .limit(1);
  if (!owner) return null;
  const token = newToken();
  await db.insert(challenges).values({
    hash: await hashFor(token, browser),
    purpose: purposeOf(owner.orgId),
    email: address,
    expiresAt: now + LINK_MS,
  });
  return token;
}

/**
 * Uses a recovery link up, for somebody who still is an owner.
 * @returns their address, and that of the organization
 * @throws Refusal `unauthorized` when it was used, has expired, belongs to another browser or to nobody who is an owner
 */
export async function useRecoveryLink(
  db: Database,
  { token, browser }: { token: string; browser: string },
  now: number,
): Promise<{ address: string; slug: string }> {
  const [used] = await db
    .delete(challenges)
    .where(and(eq(challenges.hash, await hashFor(token, browser)), gt(challenges.expiresAt, now)))
    .returning({ purpose: challenges.purpose, email: challenges.email });
  const [prefix, orgId = ''] = used?.purpose.split(' ') ?? [];
  if (prefix !== RECOVERY || !used?.email) throw outworn();
  const [found] = await db
    .select({ org: organizations, member: members })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.orgId))
    .where(
      and(
        eq(members.orgId, orgId as typeof members.$inferSelect.orgId),
        eq(members.email, used.email),
        eq(members.role, 'owner'),
        isNull(members.deactivatedAt),
      ),
    )
    .limit(1);
  if (!found) throw outworn();
  const { org, member } = found;
  const actor = { memberId: member.id, name: member.name, role: member.role, via: 'page' as const };
  await commit(db, [eventRow({ db, org, actor, now }, { action: 'organization.recovered', subject: org.id })]);
  return { address: member.email, slug: org.slug };
}

const RECOVERY = 'recovery';
const purposeOf = (orgId: string) => `${RECOVERY} ${orgId}`;

const hashFor = (token: string, browser: string) => hashOf(`${RECOVERY} ${token} ${browser}`);

const outworn = () =>
  new Refusal(
    'unauthorized',
    'This link has been used, is older than 15 minutes or was made in another browser. Ask for a new one.',
  );
