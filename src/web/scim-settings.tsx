import { Hono } from 'hono';
import { endProvisioningToken, findProvisioningToken, makeProvisioningToken } from '../domain/provisioning/token.ts';
import { ProvisioningEndingPage } from '../views/scim/ending-page.tsx';
import { ProvisioningTokenPage } from '../views/scim/made-page.tsx';
import { ProvisioningPage } from '../views/scim/settings-page.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Admin -> Security -> Provisioning: the token of the organization's identity system. */
export const scimSettings = new Hono<WebEnv>();

const PATH = '/o/:org/admin/security/scim';

scimSettings.get(PATH, async (c) => {
  const [shell, token] = await Promise.all([shellOf(c, 'security'), findProvisioningToken(c.var.ctx)]);
  return show(c, <ProvisioningPage {...{ shell, token }} base={baseOf(c)} address={addressOf(c)} />);
});

scimSettings.post(PATH, async (c) => {
  const token = await makeProvisioningToken(c.var.ctx);
  const shell = await shellOf(c, 'security');
  return show(c, <ProvisioningTokenPage {...{ shell, token }} base={baseOf(c)} address={addressOf(c)} />, 201);
});

scimSettings.get(`${PATH}/ending`, async (c) => {
  const [shell, token] = await Promise.all([shellOf(c, 'security'), findProvisioningToken(c.var.ctx)]);
  if (!token) return c.redirect(baseOf(c), 303);
  return show(c, <ProvisioningEndingPage shell={shell} base={baseOf(c)} />);
});

scimSettings.post(`${PATH}/ending`, async (c) => {
  await endProvisioningToken(c.var.ctx);
  tell(c, 'Provisioning is off.');
  return c.redirect(baseOf(c), 303);
});

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/security/scim`;

/** Where identity systems reach this deployment. */
const addressOf = (c: WebContext) => `${new URL(c.req.url).origin}/scim/v2`;
