import { type Html, html } from '../common/html.ts';
import { show } from '../common/page.ts';
import type { Asana } from './asana.ts';
import { type App, byGid, type State } from './state.ts';

const LIFE_S = 3600;

/** Signing in to Asana from an app: the page that asks a person, their answer, and the exchange of codes for tokens. */
export async function oauth(asana: Asana, request: Request, url: URL, now: number): Promise<Response> {
  if (url.pathname === '/-/oauth_token')
    return request.method === 'POST' ? exchange(asana, await request.formData(), now) : wrong('invalid_request', 405);
  if (url.pathname !== '/-/oauth_authorize') return show('Not here', html`<h1>Not here</h1>`, 404);
  const form = request.method === 'POST' ? await request.formData() : null;
  const given = (name: string) => String(form?.get(name) ?? url.searchParams.get(name) ?? '');
  const app = asana.state.apps.find(({ clientId }) => clientId === given('client_id'));
  const redirect = URL.parse(given('redirect_uri'));
  if (!app || !redirect || (app.redirects.length > 0 && !app.redirects.includes(redirect.href)))
    return show('Unknown app', html`<h1>Asana does not know this app, or not this address of it</h1>`, 400);
  const answerWith = (more: Record<string, string>) => {
    for (const [name, value] of Object.entries({ ...more, state: given('state') }))
      redirect.searchParams.set(name, value);
    return new Response(null, { status: 303, headers: { Location: redirect.href } });
  };
  if (given('response_type') !== 'code') return answerWith({ error: 'unsupported_response_type' });
  const challenge = given('code_challenge') || null;
  if (challenge && given('code_challenge_method') !== 'S256') return answerWith({ error: 'invalid_request' });
  if (!form) return show(`${app.name} asks`, question(asana.state, app, url));
  if (given('answer') !== 'allow' || !byGid(asana.state.users, given('user')))
    return answerWith({ error: 'access_denied' });
  const code = crypto.randomUUID();
  asana.state.codes.push({ code, clientId: app.clientId, redirect: redirect.href, challenge, user: given('user') });
  return answerWith({ code });
}

const question = ({ users }: State, app: App, url: URL): Html => html`
  <h1>${app.name} would like to see your Asana</h1>
  <p>It will be able to read your projects and tasks, and to hear of their changes.</p>
  <form method="post" action="/-/oauth_authorize" class="fields">
    ${[...url.searchParams].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    <label>As <select name="user">${users.map(({ gid, name }) => html`<option value="${gid}">${name}</option>`)}</select></label>
    <button name="answer" value="allow">Allow</button> <button name="answer" value="deny">Deny</button></form>`;

async function exchange(asana: Asana, form: FormData, now: number): Promise<Response> {
  const { state } = asana;
  const given = (name: string) => String(form.get(name) ?? '');
  const app = state.apps.find(({ clientId }) => clientId === given('client_id'));
  if (app?.clientSecret !== given('client_secret')) return wrong('invalid_client', 401);
  if (given('grant_type') === 'refresh_token') {
    const grant = state.grants.find(
      ({ refresh, clientId }) => refresh === given('refresh_token') && clientId === app.clientId,
    );
    if (!grant) return wrong('invalid_grant');
    grant.access = newToken();
    grant.expiresAt = now + LIFE_S * 1000;
    if (asana.rotates) grant.refresh = newToken();
    asana.changed();
    return tokens(state, grant, asana.rotates);
  }
  if (given('grant_type') !== 'authorization_code') return wrong('unsupported_grant_type');
  const code = state.codes.find((each) => each.code === given('code') && each.clientId === app.clientId);
  // A code is good for one try.
  state.codes = state.codes.filter((each) => each !== code);
  if (!code || code.redirect !== URL.parse(given('redirect_uri'))?.href) return wrong('invalid_grant');
  if (code.challenge && code.challenge !== (await challengeOf(given('code_verifier')))) return wrong('invalid_grant');
  const grant = {
    clientId: app.clientId,
    user: code.user,
    access: newToken(),
    refresh: newToken(),
    expiresAt: now + LIFE_S * 1000,
  };
  state.grants.push(grant);
  asana.changed();
  return tokens(state, grant, true);
}

/** A refresh token comes with the first answer, and later only where it was replaced. */
function tokens(state: State, grant: State['grants'][number], withRefresh: boolean): Response {
  const { gid, name, email } = byGid(state.users, grant.user)!;
  return Response.json({
    access_token: grant.access,
    token_type: 'bearer',
    expires_in: LIFE_S,
    data: { id: gid, gid, name, email },
    ...(withRefresh && { refresh_token: grant.refresh }),
  });
}

const wrong = (error: string, status = 400): Response =>
  Response.json({ error, error_description: `The request was refused: ${error}.` }, { status });

const newToken = () => `1/${crypto.randomUUID().replaceAll('-', '')}`;

async function challengeOf(verifier: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  return btoa(String.fromCharCode(...hash))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
