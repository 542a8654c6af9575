import { Hono } from 'hono';
import type { ConnectionId } from '../db/ids.ts';
import { checkNewConnection } from '../domain/connections/adding.ts';
import { connectionInput } from '../domain/connections/connection.ts';
import { demandEnabled } from '../domain/connections/enabling.ts';
import { findChangeableConnection } from '../domain/connections/finding.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import { type Provider, providers } from '../domain/words.ts';
import { LeavingPage } from '../views/connections/leaving-page.tsx';
import { signInNames } from '../views/connections/sign-in.tsx';
import { SitesPage, type SitesProps } from '../views/connections/sites-page.tsx';
import { TokenPage } from '../views/connections/token-page.tsx';
import { connect, replaceCredentials } from '../writers/connecting.ts';
import { integrationsOf, originOf, placeOf } from './addresses.ts';
import { connectionValues } from './connection-form.ts';
import { connected, form } from './connection-pages.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { deploymentOf } from './deployment.ts';
import { beginErrand, type Errand, endErrand, type Purpose } from './errands.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { trying } from './refused.ts';
import { frameOf, shellOf, show, tell } from './respond.tsx';
import { accountOf, addressOf, type Came } from './signing-in-elsewhere.ts';

/**
 * Signing in at a provider in place of pasting its credentials: the way there, and the way back. Stands below each list
 * of connections.
 */
export const signIns = new Hono<WebEnv>();

const BACK = '/providers/:provider/sign-in';

export const callbacks = new Hono<WebEnv>();

/** Where providers send everybody; the state says to which organization. */
callbacks.get('/sign-ins/:provider/callback', (c) => {
  const provider = providers.find((each) => each === c.req.param('provider'));
  const slug = /^([a-z0-9-]{1,64})\./.exec(c.req.query('state') ?? '')?.[1];
  if (!provider || !slug) throw new Refusal('not_found', 'Nobody is on the way here.');
  return c.redirect(`/o/${slug}/connections/providers/${provider}/sign-in${new URL(c.req.url).search}`, 303);
});

/** A new connection. */
signIns.post(BACK, async (c) => {
  const provider = providerOf(c);
  const sent = await readForm(c);
  const { value, refused } = await trying(leave(c, sent, provider));
  return refused ? form(c, { values: { ...connectionValues(sent), provider }, refused }) : send(c, provider, value);
});

/** Other credentials for a connection. */
signIns.post('/:connection/sign-in', async (c) => {
  const sent = await readForm(c);
  const { id, provider } = await findChangeableConnection(c.var.ctx, c.req.param('connection') as ConnectionId);
  demandOffered(c, provider);
  await demandEnabled(c.var.ctx, provider);
  const errand = await beginErrand(c, { provider, purpose: { connection: id }, site: sent.text('site') || null });
  return send(c, provider, await addressOf(c, errand));
});

/** Back again. Trello leaves its token where only the browser can read it, so a page takes that first. */
signIns.get(BACK, async (c) => {
  const provider = providerOf(c);
  if (provider !== 'trello') return back(c, provider, c.req.query());
  const state = c.req.query('state') ?? '';
  const shell = await shellOf(c, placeOf(c));
  return show(c, <TokenPage {...{ shell, state }} base={integrationsOf(c)} action={`${c.req.path}/token`} />);
});

signIns.post(`${BACK}/token`, async (c) => {
  const sent = await readForm(c);
  return back(c, providerOf(c), { state: sent.text('state'), token: sent.text('token') });
});

async function leave(c: WebContext, sent: Sent, provider: Provider): Promise<string> {
  demandOffered(c, provider);
  const { name, shared, interval } = connectionValues(sent);
  const parsed = connectionInput.safeParse({ provider, name, shared, interval, config: {} });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  await checkNewConnection(c.var.ctx, parsed.data);
  const purpose = { name: parsed.data.name, shared, interval: parsed.data.interval };
  return addressOf(c, await beginErrand(c, { provider, purpose, site: sent.text('site') || null }));
}

/** A form of ours may not lead to another site, not even by a redirect; htmx and a page that moves on by itself may. */
async function send(c: WebContext, provider: Provider, to: string) {
  if (c.req.header('HX-Request') === 'true') {
    c.header('HX-Redirect', to);
    return c.body(null, 204);
  }
  c.header('Refresh', `0; url=${to}`);
  return show(c, <LeavingPage frame={frameOf(c)} provider={provider} to={to} />);
}

async function back(c: WebContext, provider: Provider, came: Came) {
  const { value, refused } = await trying(arrive(c, provider, came));
  if (!refused) return value();
  tell(c, refused.message ?? Object.values(refused.fields)[0] ?? 'Nothing was connected.');
  return c.redirect(`${integrationsOf(c)}/new?provider=${provider}`, 303);
}

/** Does what somebody signed in for. The answer is a function, so that only what comes before it can be refused. */
async function arrive(c: WebContext, provider: Provider, came: Came): Promise<() => Response | Promise<Response>> {
  const errand = await endErrand(c, provider, came.state ?? '');
  const account = await accountOf(c, errand, came);
  if ('sites' in account) return () => chooseSite(c, errand, account.sites);
  const { config } = account;
  const { purpose } = errand;
  if ('connection' in purpose) {
    await replaceCredentials(c.env, c.var.ctx, purpose.connection, config, originOf(c));
    return () => c.redirect(`${integrationsOf(c)}/${purpose.connection}?done=replaced`, 303);
  }
  const made = await connect(c.env, c.var.ctx, connectionInput.parse({ provider, ...purpose, config }));
  return () => connected(c, made);
}

async function chooseSite(c: WebContext, { purpose, provider }: Errand, sites: SitesProps['sites']) {
  const base = integrationsOf(c);
  const action = `${base}/${'connection' in purpose ? purpose.connection : `providers/${provider}`}/sign-in`;
  const shell = await shellOf(c, placeOf(c));
  return show(c, <SitesPage {...{ shell, action, sites }} fields={fieldsOf(purpose)} />);
}

const fieldsOf = (purpose: Purpose): Record<string, string> =>
  'connection' in purpose
    ? {}
    : { name: purpose.name, interval: purpose.interval, ...(purpose.shared && { shared: 'on' }) };

function providerOf(c: WebContext): Provider {
  const provider = providers.find((each) => each === c.req.param('provider'));
  if (!provider) throw new Refusal('not_found', 'Cairn does not know this tool.');
  return provider;
}

function demandOffered(c: WebContext, provider: Provider): void {
  if (deploymentOf(c.env).signIn.includes(provider)) return;
  throw new Refusal('conflict', `Nobody can sign in to ${signInNames[provider]} here. Paste credentials.`);
}
