import { and, count, eq, gt, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { commit, isDuplicate } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/ids.ts';
import { sessions } from '../../db/schema/access.ts';
import { members, organizations, periods } from '../../db/schema/organizations.ts';
import { dayOf } from '../../lib/days.ts';
import { hashOf } from '../../lib/tokens.ts';
import type { Context, Organization } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { memberRow } from '../members/member.ts';
import { spansFrom } from '../periods/fiscal.ts';
import { invalid, Refusal } from '../refusal.ts';
import { beginning } from './beginning.ts';
import { settingsPatch } from './settings.ts';

const SLUG = 'An address has 2 to 40 small letters, digits and dashes, and begins with a letter or a digit.';
const { name, time_zone, locale, fiscal_year_start } = settingsPatch.shape;

/** Words that stand in addresses where the slug of an organization could. */
const reserved = ['callback'];

/** What a new organization is told of itself, and its first owner's name. */
export const newOrganizationInput = z.strictObject({
  name: name.unwrap(),
  slug: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9-]{1,39}$/, SLUG)
    .refine((slug) => !reserved.includes(slug), 'Cairn needs this address itself. Choose another one.'),
  owner: z.string().trim().min(1, 'Write your name.').max(120, 'A name has at most 120 characters.'),
  time_zone: time_zone.unwrap(),
  locale: locale.unwrap(),
  fiscal_year_start: fiscal_year_start.unwrap(),
});
export type NewOrganization = z.output<typeof newOrganizationInput>;

/** Organizations that one address may belong to as owner: beyond that somebody plays. */
const MOST_OWNED = 20;

/** Somebody who is signed in and proved their address; `name` as an organization knows them, or null. */
export type Founder = { email: string; name: string | null };

/** Who holds a session, if they proved their address to Cairn; null for nobody and for who only came by single sign-on. */
export async function findFounder(db: Database, token: string, now: number): Promise<Founder | null> {
  const [found] = await db
    .select({ email: sessions.email, name: members.name })
    .from(sessions)
    .leftJoin(members, and(eq(members.email, sessions.email), isNull(members.deactivatedAt)))
    .where(and(eq(sessions.tokenHash, await hashOf(token)), gt(sessions.expiresAt, now), eq(sessions.proved, true)))
    .limit(1);
  return found ?? null;
}

/**
 * Makes an organization with its first owner and the quarters and years around today.
 * @throws Refusal `conflict` at `slug` when another has the address, `limit` for an owner of 20 organizations
 */
export async function foundOrganization(
  db: Database,
  { email }: Founder,
  input: NewOrganization,
  now: number,
): Promise<Organization> {
  const [owned] = await db
    .select({ many: count() })
    .from(members)
    .where(and(eq(members.email, email), eq(members.role, 'owner'), isNull(members.deactivatedAt)));
  if ((owned?.many ?? 0) >= MOST_OWNED)
    throw new Refusal('limit', `You own ${MOST_OWNED} organizations here already. Delete one that you do not need.`);
  const org: Organization = {
    ...beginning,
    id: newId('org', now),
    slug: input.slug,
    name: input.name,
    timeZone: input.time_zone,
    locale: input.locale,
    fiscalYearStart: input.fiscal_year_start,
  };
  const own = { orgId: org.id, createdAt: now };
  const owner = memberRow({ ...own, id: newId('mem', now), name: input.owner, email, role: 'owner' });
  const ctx: Context = {
    db,
    org,
    now,
    actor: { memberId: owner.id, name: owner.name, role: owner.role, via: 'page' },
  };
  const today = dayOf(now, org.timeZone);
  const spans = (['quarter', 'year'] as const).flatMap((kind) => spansFrom(kind, today, org.fiscalYearStart, 1));
  try {
    await commit(db, [
      db.insert(organizations).values({ ...org, createdAt: now }),
      db.insert(members).values(owner),
      db.insert(periods).values(spans.map((span) => ({ ...own, ...span, id: newId('per', now) }))),
      eventRow(ctx, { action: 'organization.founded', subject: org.id }),
    ]);
  } catch (reason) {
    if (!isDuplicate(reason, 'organizations.slug')) throw reason;
    throw invalid({ slug: 'Another organization has this address. Choose one that is free.' });
  }
  return org;
}

/** An address out of a name: “Zoë’s Bäckerei & Co” is `zoes-backerei-co`. Empty where nothing of it can be written so. */
export const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
