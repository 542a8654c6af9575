import type { SignOnFailure } from '../domain/sso/failure.ts';
import type { Way } from '../domain/sso/finding.ts';
import { openClientSecret } from '../domain/sso/secrets.ts';
import type { Claims } from '../domain/sso/welcoming.ts';
import { ok, type Result } from '../lib/result.ts';
import { keyRing, outside } from '../writers/outside.ts';
import type { WebContext } from './context.ts';
import { beginSignOn, type SignOnErrand } from './sso-errands.ts';

// What speaks OpenID Connect is loaded where somebody signs on, and does not slow down the start of anything else.

/** Where the provider of an organization lets this person sign in. */
export async function leaveFor(
  c: WebContext,
  { org, provider }: Way,
  asked: Pick<SignOnErrand, 'next' | 'onTrial'>,
): Promise<Result<string, SignOnFailure>> {
  const [{ discover }, { addressOf }] = await Promise.all([
    import('../integrations/openid/discovering.ts'),
    import('../integrations/openid/asking.ts'),
  ]);
  const server = await discover(outside(c.env).http, provider.issuer);
  if (!server.ok) return server;
  const errand = await beginSignOn(c, { org: org.slug, ...asked });
  return ok(await addressOf(server.value, provider.clientId, errand));
}

/** Whom the provider says this person is who comes back from there. */
export async function hear(
  c: WebContext,
  { provider }: Way,
  errand: SignOnErrand,
): Promise<Result<Claims, SignOnFailure>> {
  const [{ discover }, { redeem }] = await Promise.all([
    import('../integrations/openid/discovering.ts'),
    import('../integrations/openid/redeeming.ts'),
  ]);
  const { http } = outside(c.env);
  const server = await discover(http, provider.issuer);
  if (!server.ok) return server;
  const credentials = {
    clientId: provider.clientId,
    secret: await openClientSecret(c.var.db, keyRing(c.env), provider),
  };
  const came = new URL(c.req.url).searchParams;
  return redeem({ http, server: server.value, now: c.var.now }, credentials, came, errand);
}
