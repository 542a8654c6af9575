import type { ConnectionId } from '../db/ids.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Provider } from '../domain/words.ts';
import { seal, unseal } from '../lib/sealed.ts';
import { newToken } from '../lib/tokens.ts';
import { keyRing } from '../writers/outside.ts';
import type { WebContext } from './context.ts';
import { dropErrand, keepErrand, keptErrand, sessionToken } from './middleware/cookies.ts';

/** What somebody left to sign in for: a new connection, or other credentials for one. */
export type Purpose = { name: string; shared: boolean; interval: string } | { connection: ConnectionId };

/** Kept in the browser, encrypted, until they come back. `site` narrows a sign-in that opens several. */
export type Errand = {
  provider: Provider;
  purpose: Purpose;
  site: string | null;
  state: string;
  verifier: string;
  until: number;
};

/** People who sign in somewhere else are back within this time (ms). */
const LONGEST_MS = 10 * 60_000;

/** Begins an errand of this session. Its state names the organization, because one address takes everybody back. */
export async function beginErrand(
  c: WebContext,
  asked: Pick<Errand, 'provider' | 'purpose' | 'site'>,
): Promise<Errand> {
  const { org, now } = c.var.ctx;
  const state = `${org.slug}.${newToken()}`;
  const errand = { ...asked, state, verifier: newToken(), until: now + LONGEST_MS };
  keepErrand(c, await seal(keyRing(c.env), errand, boundTo(c)));
  return errand;
}

/**
 * The errand that this session is on, with the state that came back with it; it ends here.
 * @throws Refusal `invalid` for one that was begun elsewhere, for something else, or too long ago
 */
export async function endErrand(c: WebContext, provider: Provider, state: string): Promise<Errand> {
  const kept = keptErrand(c);
  dropErrand(c);
  const errand = kept && (await unseal<Errand>(keyRing(c.env), kept, boundTo(c)).catch(() => null));
  if (!errand || errand.provider !== provider || errand.state !== state || errand.until < c.var.ctx.now)
    throw new Refusal('invalid', 'This sign-in was begun elsewhere or too long ago. Begin it again.');
  return errand;
}

const boundTo = (c: WebContext) => ['errand', c.var.ctx.org.id, sessionToken(c) ?? ''];
