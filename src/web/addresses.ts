import type { Provider } from '../domain/words.ts';
import type { WebContext } from './context.ts';

/** The page of Admin -> Integrations. */
export const integrationsOf = (c: WebContext): string => `/o/${c.var.ctx.org.slug}/admin/integrations`;

/** Where a provider sends its pushes about one connection. */
export const webhookOf = (c: WebContext, { provider, id }: { provider: Provider; id: string }): string =>
  `${originOf(c)}/hooks/${provider}/${id}`;

/** Where a provider sends people back after they signed in there: one address for all organizations, as its app wants it. */
export const callbackOf = (c: WebContext, provider: Provider): string => `${originOf(c)}/sign-ins/${provider}/callback`;

/** Where this deployment was reached, and can be. */
export const originOf = (c: WebContext): string => new URL(c.req.url).origin;
