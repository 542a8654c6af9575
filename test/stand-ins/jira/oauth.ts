import { html } from '../common/html.ts';
import { show } from '../common/page.ts';
import type { Jira } from './jira.ts';
import type { Grant } from './state.ts';

const LIFE_S = 3600;
const SCOPES = ['read:jira-work', 'read:jira-user'];

/** The page on which somebody allows an app to read in their name, or why there is none. */
export function consent(jira: Jira, url: URL): Response {
  const asked = url.searchParams;
  const wrong = complaint(jira, asked);
  if (wrong) return show('Something went wrong', html`<h1>Something went wrong</h1><p>${wrong}</p>`, 400);
  const [account] = jira.state.accounts;
  return show(
    'Allow access',
    html`<h1>Allow access</h1><p>Cairn would like to read issues as ${account?.displayName ?? 'nobody'}.</p>
      <form method="post" action="/authorize" class="fields">
        ${[...asked].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
        <button name="answer" value="accept">Accept</button><button name="answer" value="cancel">Cancel</button></form>`,
  );
}

/** Sends whoever answered the question back to the app, with a code or without. */
export async function allow(jira: Jira, request: Request): Promise<Response> {
  const asked = new URLSearchParams([...(await request.formData())].map(([name, value]) => [name, String(value)]));
  const wrong = complaint(jira, asked);
  if (wrong) return show('Something went wrong', html`<h1>Something went wrong</h1><p>${wrong}</p>`, 400);
  const redirectUri = asked.get('redirect_uri') ?? '';
  const to = new URL(redirectUri);
  to.searchParams.set('state', asked.get('state') ?? '');
  if (asked.get('answer') === 'cancel') to.searchParams.set('error', 'access_denied');
  else {
    const code = crypto.randomUUID();
    jira.codes.set(code, { accountId: jira.state.accounts[0]?.accountId ?? '', redirectUri });
    to.searchParams.set('code', code);
  }
  return new Response(null, { status: 303, headers: { Location: to.href } });
}

/** The token endpoint, whose refresh tokens are good once, and the list of sites that a token opens. */
export async function oauth(jira: Jira, request: Request, url: URL): Promise<Response> {
  if (url.pathname === '/oauth/token' && request.method === 'POST') return trade(jira, request);
  if (url.pathname === '/oauth/token/accessible-resources' && request.method === 'GET') return sites(jira, request);
  return Response.json({ code: 404, message: 'Not Found' }, { status: 404 });
}

async function trade(jira: Jira, request: Request): Promise<Response> {
  const given = (await request.json().catch(() => ({}))) as Record<string, string>;
  const { state, codes, app } = jira;
  if (given.client_id !== app.id || given.client_secret !== app.secret)
    return refusal(401, 'access_denied', 'Unauthorized');
  if (given.grant_type === 'authorization_code') {
    const found = codes.get(given.code ?? '');
    codes.delete(given.code ?? '');
    if (!found || found.redirectUri !== given.redirect_uri)
      return refusal(403, 'invalid_grant', 'Invalid authorization code');
    return granted(jira, found.accountId);
  }
  if (given.grant_type !== 'refresh_token') return refusal(400, 'unsupported_grant_type', 'Unsupported grant type');
  const used = state.grants.find(({ refresh }) => refresh === given.refresh_token);
  if (!used) return refusal(403, 'invalid_grant', 'Unknown or invalid refresh token.');
  state.grants.splice(state.grants.indexOf(used), 1);
  return granted(jira, used.accountId);
}

function granted(jira: Jira, accountId: string): Response {
  const [access, refresh] = [`access-${crypto.randomUUID()}`, `refresh-${crypto.randomUUID()}`];
  const grant: Grant = { accountId, access, refresh, until: jira.now() + LIFE_S * 1000 };
  jira.state.grants.push(grant);
  jira.changed();
  const scope = [...SCOPES, 'offline_access'].join(' ');
  return Response.json({
    access_token: access,
    refresh_token: refresh,
    expires_in: LIFE_S,
    token_type: 'Bearer',
    scope,
  });
}

function sites(jira: Jira, request: Request): Response {
  const token = /^Bearer (.+)$/.exec(request.headers.get('Authorization') ?? '')?.[1];
  const known = jira.state.grants.some(({ access, until }) => access === token && until > jira.now());
  if (!known) return Response.json({ code: 401, message: 'Unauthorized' }, { status: 401 });
  return Response.json([
    { id: jira.cloudId, name: 'northwind', url: jira.origin, scopes: SCOPES, avatarUrl: `${jira.origin}/avatar.png` },
  ]);
}

function complaint({ app }: Jira, asked: URLSearchParams): string | null {
  if (asked.get('client_id') !== app.id) return 'The app is not known.';
  if (!URL.canParse(asked.get('redirect_uri') ?? '')) return 'The redirect_uri is missing.';
  if (asked.get('response_type') !== 'code' || asked.get('audience') !== 'api.atlassian.com')
    return 'The response_type or the audience is wrong.';
  return (asked.get('scope') ?? '').split(' ').every((scope) => [...SCOPES, 'offline_access'].includes(scope))
    ? null
    : 'A scope is not known.';
}

const refusal = (status: number, error: string, description: string) =>
  Response.json({ error, error_description: description }, { status });
