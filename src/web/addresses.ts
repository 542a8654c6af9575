import type { Site } from '../domain/passkeys/passkey.ts';
import { may } from '../domain/permission.ts';
import type { Provider } from '../domain/words.ts';
import type { Place } from '../views/shell.ts';
import type { WebContext } from './context.ts';

/** Where this person looks after connections: Admin -> Integrations, or a page of their own ones. */
export const integrationsOf = (c: WebContext): string => {
  const { org, actor } = c.var.ctx;
  return `/o/${org.slug}/${may.administer(actor) ? 'admin/integrations' : 'connections'}`;
};

/** The place of that in the navigation. */
export const placeOf = (c: WebContext): Place => (may.administer(c.var.ctx.actor) ? 'integrations' : 'connections');

/** Where a provider sends its pushes about one connection. */
export const webhookOf = (c: WebContext, { provider, id }: { provider: Provider; id: string }): string =>
  `${originOf(c)}/hooks/${provider}/${id}`;

/** Where a provider sends people back after they signed in there: one address for all organizations, as its app wants it. */
export const callbackOf = (c: WebContext, provider: Provider): string => `${originOf(c)}/sign-ins/${provider}/callback`;

/** Where this deployment was reached, and can be. */
export const originOf = (c: WebContext): string => new URL(c.req.url).origin;

/** What passkeys of this deployment are bound to. */
export const siteOf = (c: WebContext): Site => {
  const { hostname, origin } = new URL(c.req.url);
  return { id: hostname, origin };
};
