import { z } from 'zod';
import { err, ok } from '../../lib/result.ts';
import type { Asked, ProviderSettings, Reach } from '../adapter.ts';
import type { Answer } from '../http.ts';
import type { AsanaSecret } from './config.ts';
import { asanaFailure, misshapen } from './failure.ts';

/** What signing in to Asana gives. */
export type AsanaTokens = Extract<AsanaSecret, { access_token: string }>;

/** A token that ends sooner than this (ms) is renewed before it is used. */
const MARGIN_MS = 5 * 60_000;

// Batches and sections belong to no narrower scope, so an app with narrower ones could not read a project.
const SCOPE = 'default';

const tokenBody = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1).nullish(),
});

/** Whether this deployment has an app with which people can sign in to Asana. */
export const offersSignIn = ({ asanaClientId, asanaClientSecret }: ProviderSettings): boolean =>
  asanaClientId !== '' && asanaClientSecret !== '';

/** Where a person is sent to allow it. RFC 6749 with PKCE (RFC 7636): `challenge` is the base64url SHA-256 of a verifier. */
export function authorizeUrl(
  settings: ProviderSettings,
  { redirectUri, state, challenge }: { redirectUri: string; state: string; challenge: string },
): string {
  const asked = new URLSearchParams({
    client_id: settings.asanaClientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    scope: SCOPE,
  });
  return `${pathTo(settings, 'oauth_authorize')}?${asked}`;
}

/** Trades the code with which a person came back for tokens. `redirectUri` and `verifier` as when they were sent there. */
export async function redeem(
  reach: Reach,
  { code, redirectUri, verifier }: { code: string; redirectUri: string; verifier: string },
): Promise<Asked<AsanaSecret>> {
  const given = await askTokens(reach, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  if (!given.ok) return given;
  const { refresh_token } = given.value;
  return refresh_token ? ok({ ...given.value, refresh_token }) : err(misshapen);
}

/**
 * The same secret while it is good for five minutes more, else a renewed one, and so when Asana `refused` it before its
 * time. Where Asana cannot be asked just now, one that was not refused is used until it ends.
 */
export async function freshen(reach: Reach, secret: AsanaSecret, refused = false): Promise<Asked<AsanaSecret>> {
  if ('token' in secret || (!refused && secret.expires_at - reach.now() > MARGIN_MS)) return ok(secret);
  const { refresh_token } = secret;
  const given = await askTokens(reach, { grant_type: 'refresh_token', refresh_token });
  // Asana keeps a refresh token for good, and names one only where it has replaced it.
  if (given.ok) return ok({ ...given.value, refresh_token: given.value.refresh_token ?? refresh_token });
  const ended = refused || given.error.reason === 'unauthorized' || secret.expires_at <= reach.now();
  return ended ? given : ok(secret);
}

type Given = Omit<AsanaTokens, 'refresh_token'> & { refresh_token: string | null };

async function askTokens(reach: Reach, form: Record<string, string>): Promise<Asked<Given>> {
  const { settings } = reach;
  if (!offersSignIn(settings)) return err({ reason: 'unauthorized', detail: NO_APP });
  const app = { client_id: settings.asanaClientId, client_secret: settings.asanaClientSecret };
  const sentAt = reach.now();
  const asked = await reach.http.json(pathTo(settings, 'oauth_token'), { method: 'POST', form: { ...form, ...app } });
  if (!asked.ok) return asked;
  const failure = refusalOf(asked.value) ?? asanaFailure(asked.value);
  if (failure) return err(failure);
  const parsed = tokenBody.safeParse(asked.value.body);
  if (!parsed.success) return err(misshapen);
  const { access_token, expires_in, refresh_token = null } = parsed.data;
  return ok({ access_token, refresh_token, expires_at: sentAt + expires_in * 1000 });
}

const NO_APP = 'This deployment has no app at Asana any more. Paste a token for this connection.';
const ENDED = 'Asana no longer accepts this sign-in. Sign in to Asana again.';
const WRONG_APP = 'Asana does not accept the app of this deployment. Its operator has to check its id and secret.';

function refusalOf({ body, status }: Answer) {
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as { error?: unknown };
  if (status < 400 || status >= 500) return null;
  if (error === 'invalid_grant') return { reason: 'unauthorized' as const, detail: ENDED };
  if (error === 'invalid_client' || error === 'unauthorized_client')
    return { reason: 'unauthorized' as const, detail: WRONG_APP };
  return null;
}

const pathTo = ({ asanaOauthUrl }: ProviderSettings, name: string) => `${asanaOauthUrl.replace(/\/+$/, '')}/${name}`;
