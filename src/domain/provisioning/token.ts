import { eq } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import type { MemberId } from '../../db/ids.ts';
import { members } from '../../db/schema/organizations.ts';
import { scimTokens } from '../../db/schema/people.ts';
import { hashOf, newToken } from '../../lib/tokens.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, notOnBehalf, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';

/** What may be shown of the token of an organization. Times in ms. */
export type ProvisioningToken = {
  createdAt: number;
  lastUsedAt: number | null;
  madeBy: { id: MemberId; name: string } | null;
};

/** The token of the organization's identity system, if there is one. @throws Refusal `forbidden` unless admin */
export async function findProvisioningToken(ctx: Context): Promise<ProvisioningToken | null> {
  const { db, org, actor } = ctx;
  demand(may.administer(actor), sentences.admin);
  const [found] = await db
    .select({ token: scimTokens, memberId: members.id, name: members.name })
    .from(scimTokens)
    .leftJoin(members, eq(members.id, scimTokens.createdById))
    .where(eq(scimTokens.orgId, org.id));
  if (!found) return null;
  const { token, memberId, name } = found;
  const madeBy = memberId !== null && name !== null ? { id: memberId, name } : null;
  return { createdAt: token.createdAt, lastUsedAt: token.lastUsedAt, madeBy };
}

/**
 * Makes the token with which an identity system keeps the people of the organization, and ends the one before. It is kept
 * nowhere but as a hash, so this is the only time that anybody sees it.
 * @throws Refusal `forbidden` unless admin, and on behalf of somebody
 */
export async function makeProvisioningToken(ctx: Context): Promise<string> {
  const { db, org, actor, now } = ctx;
  demand(may.administer(actor), sentences.admin);
  notOnBehalf(ctx);
  const token = newToken('cairn_scim_');
  const row = { tokenHash: await hashOf(token), createdById: actor.memberId, createdAt: now, lastUsedAt: null };
  await commit(db, [
    db
      .insert(scimTokens)
      .values({ ...row, orgId: org.id })
      .onConflictDoUpdate({ target: scimTokens.orgId, set: row }),
    eventRow(ctx, { action: 'scim.token_made', subject: org.id }),
  ]);
  return token;
}

/** Ends the token; who was provisioned stays. @throws Refusal `forbidden` unless admin, `not_found` when there is none */
export async function endProvisioningToken(ctx: Context): Promise<void> {
  const { db, org, actor } = ctx;
  demand(may.administer(actor), sentences.admin);
  notOnBehalf(ctx);
  try {
    await commit(db, [
      db.delete(scimTokens).where(eq(scimTokens.orgId, org.id)),
      guard(db),
      eventRow(ctx, { action: 'scim.token_ended', subject: org.id }),
    ]);
  } catch (reason) {
    throw reason instanceof LostRace ? new Refusal('not_found', 'There is no SCIM token.') : reason;
  }
}
