import { z } from 'zod';
import { err, ok } from '../../lib/result.ts';
import type { Asked, ProviderSettings, Reach } from '../adapter.ts';
import type { Answer } from '../http.ts';
import { cloudId, type JiraSecret, type JiraTokens } from './config.ts';
import { jiraFailure, misshapen } from './failure.ts';
import { gatewayUrl, understand } from './request.ts';

/** A site that a sign-in opens: its cloud id, what it is called, and its address. */
export type Site = { id: string; name: string; url: string };

/** A token that ends sooner than this (ms) is renewed before it is used. */
const MARGIN_MS = 5 * 60_000;

/** To read issues and to know whose account it is; without the last there would be no refresh token. */
const SCOPES = 'read:jira-work read:jira-user offline_access';

const tokenBody = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive(),
});

const sitesBody = z.array(z.object({ id: cloudId, name: z.string(), url: z.url(), scopes: z.array(z.string()) }));

/** Whether this deployment has an app with which people can sign in to Atlassian. */
export const offersSignIn = ({ atlassianClientId, atlassianClientSecret }: ProviderSettings): boolean =>
  atlassianClientId !== '' && atlassianClientSecret !== '';

/** Where a person is sent to allow it (OAuth 2.0, three-legged). `state` comes back with the code. */
export function authorizeUrl(
  settings: ProviderSettings,
  { redirectUri, state }: { redirectUri: string; state: string },
): string {
  const asked = new URLSearchParams({
    audience: 'api.atlassian.com',
    client_id: settings.atlassianClientId,
    scope: SCOPES,
    redirect_uri: redirectUri,
    state,
    response_type: 'code',
    prompt: 'consent',
  });
  return `${authUrl(settings)}/authorize?${asked}`;
}

/** Trades the code with which a person came back for tokens. `redirectUri` as when they were sent there. */
export const redeem = (
  reach: Reach,
  { code, redirectUri }: { code: string; redirectUri: string },
): Promise<Asked<JiraTokens>> =>
  askTokens(reach, { grant_type: 'authorization_code', code, redirect_uri: redirectUri });

/** The Jira sites that a sign-in opens; a connection is made to one of them. */
export async function listSites(reach: Reach, secret: JiraTokens): Promise<Asked<Site[]>> {
  const headers = { Authorization: `Bearer ${secret.access_token}` };
  const url = `${gatewayUrl(reach.settings)}/oauth/token/accessible-resources`;
  const asked = understand(sitesBody, await reach.http.json(url, { headers }));
  if (!asked.ok) return asked;
  const readable = asked.value.filter(({ scopes }) => scopes.includes('read:jira-work'));
  return ok(readable.map(({ id, name, url }) => ({ id, name, url })));
}

/**
 * The same secret while it is good for five minutes more, else a renewed one, and so when Jira `refused` it before its
 * time. Atlassian's refresh tokens are good once: the answer holds the next one, and whoever asked must keep it. Where
 * Atlassian cannot be asked just now, a token that was not refused is used until it ends.
 */
export async function freshen(reach: Reach, secret: JiraSecret, refused = false): Promise<Asked<JiraSecret>> {
  if ('token' in secret || (!refused && secret.expires_at - reach.now() > MARGIN_MS)) return ok(secret);
  const given = await askTokens(reach, { grant_type: 'refresh_token', refresh_token: secret.refresh_token });
  if (given.ok) return given;
  const ended = refused || given.error.reason === 'unauthorized' || secret.expires_at <= reach.now();
  return ended ? given : ok(secret);
}

async function askTokens(reach: Reach, given: Record<string, string>): Promise<Asked<JiraTokens>> {
  const { settings } = reach;
  if (!offersSignIn(settings)) return err({ reason: 'unauthorized', detail: NO_APP });
  const app = { client_id: settings.atlassianClientId, client_secret: settings.atlassianClientSecret };
  const sentAt = reach.now();
  const asked = await reach.http.json(`${authUrl(settings)}/oauth/token`, {
    method: 'POST',
    body: { ...given, ...app },
  });
  if (!asked.ok) return asked;
  const failure = refusalOf(asked.value) ?? jiraFailure(asked.value);
  if (failure) return err(failure);
  const parsed = tokenBody.safeParse(asked.value.body);
  if (!parsed.success) return err(misshapen(asked.value));
  const { access_token, refresh_token, expires_in } = parsed.data;
  return ok({ access_token, refresh_token, expires_at: sentAt + expires_in * 1000 });
}

const NO_APP = 'This deployment has no app at Atlassian any more. Connect with an API token.';
const ENDED = 'Atlassian no longer accepts this sign-in. Sign in to Atlassian again.';
const WRONG_APP = 'Atlassian does not accept the app of this deployment. Its operator has to check its id and secret.';

/** A refresh token that was used before or is too old is refused with 403, an unknown app with 401. */
function refusalOf({ body, status }: Answer) {
  if (![400, 401, 403].includes(status)) return null;
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as { error?: unknown };
  if (error === 'invalid_grant') return { reason: 'unauthorized' as const, detail: ENDED };
  return typeof error === 'string' ? { reason: 'unauthorized' as const, detail: WRONG_APP } : null;
}

const authUrl = ({ atlassianAuthUrl }: ProviderSettings): string => atlassianAuthUrl.replace(/\/+$/, '');
