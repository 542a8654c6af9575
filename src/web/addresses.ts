import type { Provider } from '../domain/words.ts';
import type { WebContext } from './context.ts';

/** The page of Admin -> Integrations. */
export const integrationsOf = (c: WebContext): string => `/o/${c.var.ctx.org.slug}/admin/integrations`;

/** Where a provider sends its pushes about one connection. */
export const webhookOf = (c: WebContext, { provider, id }: { provider: Provider; id: string }): string =>
  `${new URL(c.req.url).origin}/hooks/${provider}/${id}`;
