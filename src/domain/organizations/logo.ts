import { eq } from 'drizzle-orm';
import { base64url } from 'jose';
import { commit } from '../../db/commit.ts';
import { logos, organizations } from '../../db/schema/organizations.ts';
import { hashOf } from '../../lib/tokens.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';

/** Bytes of a logo, at most. */
export const MOST_BYTES = 64 * 1024;

/** How pictures begin that every browser shows and that carry no script; what a file calls itself says nothing. */
const kinds: readonly { type: string; begins: readonly (number | null)[] }[] = [
  { type: 'image/png', begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', begins: [0xff, 0xd8, 0xff] },
  { type: 'image/webp', begins: [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50] },
];

/** The type of a picture by its first bytes; null for anything else. */
export const typeOf = (bytes: Uint8Array): string | null =>
  kinds.find(({ begins }) => begins.every((byte, i) => byte === null || bytes[i] === byte))?.type ?? null;

/**
 * Gives the organization a logo in place of the one it had.
 * @throws Refusal `forbidden` unless admin, `invalid` for more than 64 KiB and for what is no PNG, JPEG or WebP
 */
export async function setLogo(ctx: Context, bytes: Uint8Array): Promise<void> {
  demand(may.administer(ctx.actor), sentences.admin);
  if (bytes.length === 0) throw invalid({ logo: 'Choose a picture.' });
  if (bytes.length > MOST_BYTES) throw invalid({ logo: 'A logo has at most 64 KiB. Make the picture smaller.' });
  const type = typeOf(bytes);
  if (!type) throw invalid({ logo: 'Cairn shows PNG, JPEG and WebP pictures. Choose one of these.' });
  const encoded = base64url.encode(bytes);
  const hash = (await hashOf(encoded)).slice(0, 16);
  const { db, org, now } = ctx;
  const picture = { type, bytes: encoded, hash, changedAt: now };
  await commit(db, [
    db
      .insert(logos)
      .values({ orgId: org.id, ...picture })
      .onConflictDoUpdate({ target: logos.orgId, set: picture }),
    db.update(organizations).set({ logoHash: hash }).where(eq(organizations.id, org.id)),
    eventRow(ctx, { action: 'organization.logo_set', subject: org.id, data: { hash } }),
  ]);
}

/** Takes the logo away. Without one nothing happens. @throws Refusal `forbidden` unless admin */
export async function removeLogo(ctx: Context): Promise<void> {
  demand(may.administer(ctx.actor), sentences.admin);
  if (ctx.org.logoHash === null) return;
  const { db, org } = ctx;
  await commit(db, [
    db.delete(logos).where(eq(logos.orgId, org.id)),
    db.update(organizations).set({ logoHash: null }).where(eq(organizations.id, org.id)),
    eventRow(ctx, { action: 'organization.logo_removed', subject: org.id }),
  ]);
}

/** The picture of the organization. @throws Refusal `not_found` without one */
export async function findLogo({ db, org }: Context): Promise<{ type: string; bytes: Uint8Array; hash: string }> {
  const [found] = await db.select().from(logos).where(eq(logos.orgId, org.id));
  if (!found) throw new Refusal('not_found', 'This organization has no logo.');
  return { ...found, bytes: base64url.decode(found.bytes) };
}
