import type { Question } from '../integrations/openid/asking.ts';
import { seal, unseal } from '../lib/sealed.ts';
import { newToken } from '../lib/tokens.ts';
import { keyRing } from '../writers/outside.ts';
import { originOf } from './addresses.ts';
import type { WebContext } from './context.ts';
import { browserSecret, dropErrand, keepErrand, keptErrand } from './middleware/cookies.ts';

/** What somebody is on the way to an organization's provider for: to come in, or to see what it would say of them. */
export type SignOnErrand = Question & { org: string; next: string; onTrial: boolean; until: number };

/** People who sign in somewhere else are back within this time (ms). */
const LONGEST_MS = 10 * 60_000;

/** Where providers send everybody back to. Registered there, letter by letter. */
export const signOnCallback = (c: WebContext): string => `${originOf(c)}/sso/callback`;

/** Begins an errand of this browser, which keeps it encrypted; nothing is written elsewhere. */
export async function beginSignOn(
  c: WebContext,
  asked: Pick<SignOnErrand, 'org' | 'next' | 'onTrial'>,
): Promise<SignOnErrand> {
  const tied = { state: newToken(), nonce: newToken(), verifier: newToken(), redirectUri: signOnCallback(c) };
  const errand = { ...asked, ...tied, until: c.var.now + LONGEST_MS };
  keepErrand(c, await seal(keyRing(c.env), errand, boundTo(c)));
  return errand;
}

/** The errand that this browser is on, which ends here; null for one that was begun elsewhere or too long ago. */
export async function endSignOn(c: WebContext): Promise<SignOnErrand | null> {
  const kept = keptErrand(c);
  if (!kept) return null;
  dropErrand(c);
  const errand = await unseal<SignOnErrand>(keyRing(c.env), kept, boundTo(c)).catch(() => null);
  return errand && errand.until >= c.var.now ? errand : null;
}

const boundTo = (c: WebContext) => ['single sign-on', browserSecret(c)];
