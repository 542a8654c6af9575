import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { commit, isDuplicate, type Statement } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/ids.ts';
import { members } from '../../db/schema/organizations.ts';
import { domains, identities, identityProviders } from '../../db/schema/people.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Context } from '../context.ts';
import { domainOf } from '../domains/domain.ts';
import { eventRow } from '../events/event.ts';
import { type Member, memberRow } from '../members/member.ts';
import type { Unwelcome } from './failure.ts';
import type { Way } from './finding.ts';
import { type Claims, type Known, type Welcome, welcome } from './welcoming.ts';

/** Who somebody would be who comes with these claims. Changes nothing. One trip. */
export async function consider(db: Database, way: Way, claims: Claims): Promise<Result<Welcome, Unwelcome>> {
  return welcome(way.provider, claims, await findKnown(db, way, claims));
}

/**
 * Lets somebody in who came through an organization's provider: binds their subject the first time, admits them where the
 * organization does so, and notes that the way works when it is an owner. @returns the member they are
 */
export async function arrive(db: Database, way: Way, claims: Claims, now: number): Promise<Result<Member, Unwelcome>> {
  const welcomed = await consider(db, way, claims);
  if (!welcomed.ok) return welcomed;
  try {
    return ok(await enter(db, way, claims, welcomed.value, now));
  } catch (reason) {
    if (!isDuplicate(reason, 'identities') && !isDuplicate(reason, 'members.email')) throw reason;
    // Somebody came twice at the same moment; by now they are known.
    const known = await consider(db, way, claims);
    return known.ok && known.value.does === 'enters' ? ok(known.value.member) : err('bound_elsewhere');
  }
}

async function enter(db: Database, way: Way, claims: Claims, welcomed: Welcome, now: number): Promise<Member> {
  const { org, provider } = way;
  const member = welcomed.does === 'admits' ? newMember(way, claims, welcomed.email, now) : welcomed.member;
  const ctx = contextOf(db, way, member, now);
  const { issuer, subject } = claims;
  const bound = db.insert(identities).values({ orgId: org.id, issuer, subject, memberId: member.id, createdAt: now });
  const statements: Record<Welcome['does'], Statement[]> = {
    enters: [],
    binds: [bound, eventRow(ctx, { action: 'member.bound', subject: member.id, data: { issuer } })],
    admits: [
      db.insert(members).values(member),
      bound,
      eventRow(ctx, { action: 'member.admitted', subject: member.id, data: { role: member.role, issuer } }),
    ],
  };
  await commit(db, [...statements[welcomed.does], ...(member.role === 'owner' ? [works(db, provider, now)] : [])]);
  return member;
}

function newMember({ org, provider }: Way, { name }: Claims, email: string, now: number): Member {
  const own = { id: newId('mem', now), orgId: org.id, createdAt: now };
  const known = name ?? email.slice(0, email.indexOf('@'));
  return memberRow({ ...own, email, name: known.slice(0, 120), role: provider.admitsAs });
}

const works = (db: Database, { orgId, issuer, clientId }: Way['provider'], now: number): Statement =>
  db
    .update(identityProviders)
    .set({ provedAt: now })
    .where(
      and(
        eq(identityProviders.orgId, orgId),
        eq(identityProviders.issuer, issuer),
        eq(identityProviders.clientId, clientId),
      ),
    );

async function findKnown(db: Database, { org }: Way, { issuer, subject, email }: Claims): Promise<Known> {
  const ofIssuer = and(eq(identities.orgId, org.id), eq(identities.issuer, issuer));
  const [[bySubject], [byEmail], [domain]] = await Promise.all([
    db
      .select({ member: members })
      .from(identities)
      .innerJoin(members, and(eq(members.id, identities.memberId), eq(members.orgId, org.id)))
      .where(and(ofIssuer, eq(identities.subject, subject)))
      .limit(1),
    db
      .select({ member: members, bound: identities.subject })
      .from(members)
      .leftJoin(identities, and(eq(identities.memberId, members.id), ofIssuer))
      .where(and(eq(members.orgId, org.id), eq(members.email, email ?? ''), isNull(members.erasedAt)))
      .limit(1),
    db
      .select({ domain: domains.domain })
      .from(domains)
      .where(
        and(eq(domains.orgId, org.id), eq(domains.domain, domainOf(email ?? '') ?? ''), isNotNull(domains.provedAt)),
      )
      .limit(1),
  ]);
  return {
    bySubject: bySubject?.member ?? null,
    byEmail: byEmail?.member ?? null,
    isBound: (byEmail?.bound ?? null) !== null,
    ownsDomain: domain !== undefined,
  };
}

const contextOf = (db: Database, { org }: Way, { id, name, role }: Member, now: number): Context => ({
  db,
  org,
  actor: { memberId: id, name, role, via: 'page' },
  now,
});
