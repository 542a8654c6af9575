import { Hono } from 'hono';
import { addDomain } from '../domain/domains/adding.ts';
import { domainInput } from '../domain/domains/domain.ts';
import { findDomain, listDomains } from '../domain/domains/finding.ts';
import { confirmDomain, proveByRecords } from '../domain/domains/proving.ts';
import { removeDomain } from '../domain/domains/removing.ts';
import { may } from '../domain/permission.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import { readTexts } from '../integrations/dns/reading.ts';
import { DomainsPage } from '../views/sso/domains-page.tsx';
import { outside } from '../writers/outside.ts';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Admin -> Security -> Domains: which e-mail domains are the organization's own. */
export const domains = new Hono<WebEnv>();

const PATH = '/o/:org/admin/security/domains';

domains.get(PATH, (c) => page(c));

domains.post(PATH, async (c) => {
  const typed = (await readForm(c)).text('domain');
  const { value, refused } = await trying(add(c, typed));
  return refused ? page(c, { typed, refused }) : done(c, `${value.domain} is in the list. Prove it now.`);
});

domains.post(`${PATH}/:domain/proof`, async (c) => {
  const { refused } = await trying(lookUp(c));
  return refused ? page(c, { refused }) : done(c, `${nameIn(c)} is proved by its DNS record.`);
});

domains.post(`${PATH}/:domain/confirmation`, async (c) => {
  const { ctx, preferences, session } = c.var;
  const domain = await findDomain(ctx, nameIn(c));
  const owner = { email: preferences.email, proved: session.proved };
  const { refused } = await trying(confirmDomain(ctx, domain, owner));
  return refused ? page(c, { refused }) : done(c, `${domain.domain} is confirmed.`);
});

domains.post(`${PATH}/:domain/removal`, async (c) => {
  const domain = await findDomain(c.var.ctx, nameIn(c));
  await removeDomain(c.var.ctx, domain);
  return done(c, `${domain.domain} is removed. Whoever came because of it stays.`);
});

async function add(c: WebContext, typed: string) {
  const parsed = domainInput.safeParse({ domain: typed });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return addDomain(c.var.ctx, parsed.data);
}

async function lookUp(c: WebContext): Promise<void> {
  const { ctx } = c.var;
  const domain = await findDomain(ctx, nameIn(c));
  const records = await readTexts(outside(c.env).http, c.env.DNS_URL, domain.domain);
  if (!records.ok) throw new Refusal('conflict', records.error.detail);
  await proveByRecords(ctx, domain, records.value);
}

function done(c: WebContext, words: string) {
  tell(c, words);
  return c.redirect(baseOf(c), 303);
}

async function page(c: WebContext, returned?: { typed?: string; refused: Refused }) {
  const { ctx, formats } = c.var;
  const [shell, list] = await Promise.all([shellOf(c, 'security'), listDomains(ctx)]);
  return show(
    c,
    <DomainsPage
      {...{ shell, formats }}
      base={baseOf(c)}
      domains={list}
      confirms={may.changeSignOn(ctx.actor)}
      typed={returned?.typed}
      error={returned?.refused.fields.domain}
      message={returned?.refused.message}
    />,
    returned?.refused.status,
  );
}

const nameIn = (c: WebContext): string => c.req.param('domain') ?? '';

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/security/domains`;
