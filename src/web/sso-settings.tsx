import { Hono } from 'hono';
import { demand, may, sentences } from '../domain/permission.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import { removeProvider, requireSignOn, saveProvider } from '../domain/sso/configuring.ts';
import { findSignOn, findWay, shown } from '../domain/sso/finding.ts';
import { type IdentityProvider, providerInput } from '../domain/sso/provider.ts';
import { unbind } from '../domain/sso/unbinding.ts';
import { failureWords } from '../views/sso/failure-words.ts';
import type { ProviderValues } from '../views/sso/provider-fields.tsx';
import { SignOnRemovalPage } from '../views/sso/removal-page.tsx';
import { SignOnSettingsPage } from '../views/sso/settings-page.tsx';
import { keyRing, outside } from '../writers/outside.ts';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';
import { leaveFor } from './signing-on.ts';
import { sendAway } from './sso.tsx';
import { signOnCallback } from './sso-errands.ts';

/** Admin -> Security -> Single sign-on. */
export const ssoSettings = new Hono<WebEnv>();

const PATH = '/o/:org/admin/security/sso';

ssoSettings.get(PATH, (c) => page(c));

ssoSettings.post(PATH, async (c) => {
  const sent = await readForm(c);
  const { refused } = await trying(save(c, sent));
  if (refused) return page(c, { sent, refused });
  tell(c, 'Saved. Try it before you tell people.');
  return c.redirect(baseOf(c), 303);
});

ssoSettings.post(`${PATH}/trial`, async (c) => {
  const { ctx, db } = c.var;
  demand(may.changeSignOn(ctx.actor), sentences.signOn);
  const way = await findWay(db, ctx.org.slug, true);
  if (!way) throw new Refusal('conflict', 'Save a provider first, then try it.');
  const left = await leaveFor(c, way, { next: baseOf(c), onTrial: true });
  if (left.ok) return sendAway(c, way.provider.label, left.value);
  const { title, says } = failureWords[left.error];
  tell(c, `${title}. ${says}`);
  return c.redirect(baseOf(c), 303);
});

ssoSettings.post(`${PATH}/only`, async (c) => {
  const only = (await readForm(c)).text('only') === 'on';
  const { refused } = await trying(requireSignOn(c.var.ctx, only));
  if (refused) return page(c, { refused });
  tell(c, only ? 'Single sign-on is the only way in now.' : 'People may come in other ways too.');
  return c.redirect(baseOf(c), 303);
});

ssoSettings.post(`${PATH}/bindings/removal`, async (c) => {
  const address = (await readForm(c)).text('address');
  const { refused } = await trying(unbind(c.var.ctx, address));
  if (refused) return page(c, { address, refused });
  tell(c, `The next account with the address ${address} becomes theirs.`);
  return c.redirect(baseOf(c), 303);
});

ssoSettings.get(`${PATH}/removal`, async (c) => {
  const [shell, { provider }] = await Promise.all([shellOf(c, 'security'), findSignOn(c.var.ctx)]);
  if (!provider) return c.redirect(baseOf(c), 303);
  return show(c, <SignOnRemovalPage shell={shell} base={baseOf(c)} label={provider.label} />);
});

ssoSettings.post(`${PATH}/removal`, async (c) => {
  const { refused } = await trying(removeProvider(c.var.ctx));
  if (refused) return page(c, { refused });
  tell(c, 'Single sign-on is removed.');
  return c.redirect(baseOf(c), 303);
});

async function save(c: WebContext, sent: Sent): Promise<void> {
  const parsed = providerInput.safeParse({
    ...valuesIn(sent),
    admits_as: sent.text('admits_as'),
    client_secret: sent.text('client_secret'),
  });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  const { issuer } = parsed.data;
  if (!issuer.startsWith('https:') && !outside(c.env).http.isExempt(issuer))
    throw invalid({ issuer: 'An issuer begins with https://.' });
  await saveProvider(c.var.ctx, keyRing(c.env), parsed.data);
}

async function page(c: WebContext, returned?: { sent?: Sent; address?: string; refused: Refused }) {
  const { ctx, formats } = c.var;
  const [shell, { provider, only }] = await Promise.all([shellOf(c, 'security'), findSignOn(ctx)]);
  return show(
    c,
    <SignOnSettingsPage
      {...{ shell, formats, only }}
      base={baseOf(c)}
      callback={signOnCallback(c)}
      provider={provider && shown(provider)}
      changes={may.changeSignOn(ctx.actor)}
      values={returned?.sent ? valuesIn(returned.sent) : valuesOf(provider, ctx.org.name)}
      address={returned?.address}
      errors={returned?.refused.fields ?? {}}
      message={returned?.refused.message}
    />,
    returned?.refused.status,
  );
}

const valuesIn = (sent: Sent): ProviderValues => ({
  label: sent.text('label'),
  issuer: sent.text('issuer'),
  client_id: sent.text('client_id'),
  enabled: sent.has('enabled'),
  admits: sent.has('admits'),
  admits_as: sent.text('admits_as') === 'observer' ? 'observer' : 'member',
});

const valuesOf = (provider: IdentityProvider | null, name: string): ProviderValues => ({
  label: provider?.label ?? name,
  issuer: provider?.issuer ?? '',
  client_id: provider?.clientId ?? '',
  enabled: provider?.enabled ?? false,
  admits: provider?.admits ?? false,
  admits_as: provider?.admitsAs === 'observer' ? 'observer' : 'member',
});

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/security/sso`;
