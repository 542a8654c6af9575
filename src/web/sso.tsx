import { Hono } from 'hono';
import { arrive, consider } from '../domain/sso/arriving.ts';
import { consumeState } from '../domain/sso/consuming.ts';
import { type SignOnFailure, signOnFailures } from '../domain/sso/failure.ts';
import { findSlugFor, findWay, type Way } from '../domain/sso/finding.ts';
import { beginsSignOn, looksForSignOn } from '../domain/sso/limits.ts';
import type { Claims } from '../domain/sso/welcoming.ts';
import { log } from '../lib/log.ts';
import { sameSitePath } from '../lib/same-site.ts';
import { FailedSignOnPage } from '../views/sso/failed-page.tsx';
import { LeavingForSignOnPage } from '../views/sso/leaving-page.tsx';
import { SignOnPage } from '../views/sso/sign-on-page.tsx';
import { TrialPage } from '../views/sso/trial-page.tsx';
import { beginSession } from './beginning-session.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { askingNetwork, tooOften } from './limits.ts';
import { frameOf, show } from './respond.tsx';
import { hear, leaveFor } from './signing-on.ts';
import { endSignOn, type SignOnErrand } from './sso-errands.ts';

/** The way in through an organization's own provider. Nobody is signed in here yet. */
export const sso = new Hono<WebEnv>();

sso.get('/signin/sso', (c) => {
  const failure = signOnFailures.find((each) => each === c.req.query('failed'));
  const org = slugOf(c.req.query('org'));
  if (failure) return show(c, <FailedSignOnPage frame={frameOf(c)} failure={failure} org={org} />);
  const next = nextOf(c.req.query('next'));
  return show(c, <SignOnPage frame={frameOf(c)} next={next} typed={org || slugIn(next)} />);
});

sso.post('/signin/sso', async (c) => {
  const refused = await tooOften(c, looksForSignOn(askingNetwork(c)));
  if (refused) return refused;
  const sent = await readForm(c);
  const [typed, next] = [sent.text('address'), nextOf(sent.text('next'))];
  const slug = typed.length > 254 ? null : await findSlugFor(c.var.db, typed);
  if (slug) return c.redirect(startOf(slug, next), 303);
  const error = typed ? 'unknown' : 'empty';
  return show(c, <SignOnPage frame={frameOf(c)} {...{ next, typed, error }} />, 422);
});

sso.get('/sso/callback', async (c) => {
  const errand = await endSignOn(c);
  if (!errand || c.req.query('state') !== errand.state) return fail(c, 'state', errand?.org ?? '');
  const [fresh, way] = await Promise.all([
    consumeState(c.var.db, errand.state, errand.until),
    findWay(c.var.db, errand.org, errand.onTrial),
  ]);
  if (!fresh) return fail(c, 'reused', errand.org);
  if (!way) return fail(c, 'unknown', errand.org);
  const heard = await hear(c, way, errand);
  if (errand.onTrial) return report(c, way, heard);
  return heard.ok ? enter(c, way, errand, heard.value) : fail(c, heard.error, errand.org);
});

sso.get('/sso/:org', async (c) => {
  const slug = c.req.param('org');
  const [refused, way] = await Promise.all([tooOften(c, beginsSignOn(askingNetwork(c))), findWay(c.var.db, slug)]);
  if (refused) return refused;
  if (!way) return fail(c, 'unknown', slug);
  const left = await leaveFor(c, way, { next: nextOf(c.req.query('next'), slug), onTrial: false });
  return left.ok ? sendAway(c, way.provider.label, left.value) : fail(c, left.error, slug);
});

/** A form of ours may not lead to another site, not even by redirects; a page that moves on by itself may. */
export function sendAway(c: WebContext, label: string, to: string) {
  c.header('Refresh', `0; url=${to}`);
  return show(c, <LeavingForSignOnPage frame={frameOf(c)} label={label} to={to} />);
}

/** Where single sign-on of an organization begins. */
export const startOf = (slug: string, next: string): string =>
  `/sso/${slug}${next === '/' ? '' : `?${new URLSearchParams({ next })}`}`;

async function enter(c: WebContext, way: Way, { next, org }: SignOnErrand, claims: Claims) {
  const arrived = await arrive(c.var.db, way, claims, c.var.now);
  if (!arrived.ok) return fail(c, arrived.error, org);
  await beginSession(c, { address: arrived.value.email, method: 'sso', ssoOrg: way.org.id });
  return c.redirect(next, 303);
}

async function report(c: WebContext, way: Way, heard: Awaited<ReturnType<typeof hear>>) {
  const welcome = heard.ok ? await consider(c.var.db, way, heard.value) : null;
  return show(c, <TrialPage frame={frameOf(c)} org={way.org} {...{ heard, welcome }} />);
}

/** Why somebody did not get in stands at an address of its own: looking again does not send the answer again. */
function fail(c: WebContext, failure: SignOnFailure, org: string) {
  log('single sign-on failed', { requestId: c.var.requestId, org, failure });
  return c.redirect(`/signin/sso?${new URLSearchParams({ failed: failure, ...(org && { org }) })}`, 303);
}

const slugOf = (text: string | undefined): string => (/^[a-z0-9-]{1,64}$/.test(text ?? '') ? text! : '');

/** The organization that somebody is on the way to. */
const slugIn = (next: string): string => /^\/o\/([a-z0-9-]{1,64})(?![^/?#])/.exec(next)?.[1] ?? '';

const nextOf = (text: string | undefined, slug?: string): string =>
  sameSitePath(text ?? '') ?? (slug ? `/o/${slug}` : '/');
