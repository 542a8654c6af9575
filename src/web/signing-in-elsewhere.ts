import { invalid, Refusal } from '../domain/refusal.ts';
import type { Asked } from '../integrations/adapter.ts';
import * as asana from '../integrations/asana/oauth.ts';
import type { Site } from '../integrations/jira/oauth.ts';
import * as atlassian from '../integrations/jira/oauth.ts';
import { challengeOf } from '../lib/tokens.ts';
import { signInNames } from '../views/connections/sign-in.tsx';
import { outside } from '../writers/outside.ts';
import { callbackOf, integrationsOf, originOf } from './addresses.ts';
import type { WebContext } from './context.ts';
import type { Errand } from './errands.ts';

/** What a provider sends back with a person. */
export type Came = { state?: string; code?: string; error?: string; token?: string };

/** Where a person is sent to sign in. */
export async function addressOf(c: WebContext, errand: Errand): Promise<string> {
  const { provider, state, verifier } = errand;
  const { settings } = outside(c.env);
  const redirectUri = callbackOf(c, provider);
  if (provider === 'asana')
    return asana.authorizeUrl(settings, { redirectUri, state, challenge: await challengeOf(verifier) });
  if (provider === 'jira') return atlassian.authorizeUrl(settings, { redirectUri, state });
  const back = `${originOf(c)}${integrationsOf(c)}/providers/trello/sign-in?${new URLSearchParams({ state })}`;
  const asked = new URLSearchParams({
    key: c.env.TRELLO_KEY ?? '',
    name: 'Cairn',
    scope: 'read',
    expiration: 'never',
    response_type: 'token',
    callback_method: 'fragment',
    return_url: back,
  });
  return `${c.env.TRELLO_AUTHORIZE_URL}?${asked}`;
}

/**
 * The account that somebody signed in to, as its provider's own input; or the sites to choose from where it opens several.
 * @throws Refusal `invalid` when they did not allow it, or the provider does not give what it promised
 */
export async function accountOf(
  c: WebContext,
  { provider, verifier, site }: Errand,
  { code, error, token }: Came,
): Promise<{ config: Record<string, unknown> } | { sites: Site[] }> {
  const reach = outside(c.env);
  const redirectUri = callbackOf(c, provider);
  if (provider === 'trello')
    return { config: { key: c.env.TRELLO_KEY ?? '', token: token ?? '', secret: c.env.TRELLO_SECRET ?? '' } };
  if (error || !code)
    throw new Refusal('invalid', `${signInNames[provider]} was not allowed to let Cairn read. Nothing was connected.`);
  if (provider === 'asana') return { config: { ...given(await asana.redeem(reach, { code, redirectUri, verifier })) } };
  const tokens = given(await atlassian.redeem(reach, { code, redirectUri }));
  const sites = given(await atlassian.listSites(reach, tokens));
  const chosen = sites.length === 1 ? sites[0] : sites.find(({ id }) => id === site);
  if (sites.length === 0) throw new Refusal('invalid', 'This account opens no Jira site that Cairn may read.');
  return chosen ? { config: { site_url: chosen.url, cloud_id: chosen.id, ...tokens } } : { sites };
}

function given<T>(asked: Asked<T>): T {
  if (!asked.ok) throw invalid({}, asked.error.detail);
  return asked.value;
}
