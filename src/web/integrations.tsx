import { Hono } from 'hono';
import { type ConnectionInput, connectionInput } from '../domain/connections/connection.ts';
import { listDecisions } from '../domain/connections/enabling.ts';
import { listConnections } from '../domain/connections/finding.ts';
import { listTrails } from '../domain/connections/finding-runs.ts';
import { listDeadLetters } from '../domain/jobs/dead-letters.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import { providers } from '../domain/words.ts';
import { noValues } from '../views/connections/form.tsx';
import { IntegrationsPage } from '../views/integrations/page.tsx';
import { connect, switchProvider } from '../writers/connecting.ts';
import { integrationsOf, originOf } from './addresses.ts';
import { accountIn, connectionValues, providerIn } from './connection-form.ts';
import { connected, form } from './connection-pages.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { deploymentOf } from './deployment.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { admins } from './middleware/admins.ts';
import { trying } from './refused.ts';
import { shellOf, show } from './respond.tsx';

/** Admin -> Integrations: what is connected, and new connections. */
export const integrations = new Hono<WebEnv>();

const PATH = '/o/:org/admin/integrations';
const READINGS_SHOWN = 12;

integrations.use('/o/:org/admin/*', admins);

integrations.get(PATH, async (c) => {
  const { ctx, formats } = c.var;
  const [shell, connections, trails, decisions, givenUp] = await Promise.all([
    shellOf(c, 'integrations'),
    listConnections(ctx),
    listTrails(ctx, READINGS_SHOWN),
    listDecisions(ctx),
    listDeadLetters(ctx),
  ]);
  const found = { connections, trails, decisions, givenUp: givenUp.length };
  return show(
    c,
    <IntegrationsPage {...{ shell, formats, base: integrationsOf(c), deployment: deploymentOf(c.env) }} {...found} />,
  );
});

integrations.get(`${PATH}/new`, async (c) => form(c, { values: noValues(providerIn(c.req.query('provider'))) }));

integrations.post(PATH, async (c) => {
  const sent = await readForm(c);
  const { value, refused } = await trying(add(c, sent));
  return refused ? form(c, { values: connectionValues(sent), refused }) : connected(c, value);
});

integrations.post(`${PATH}/providers/:provider`, async (c) => {
  const provider = providers.find((each) => each === c.req.param('provider'));
  if (!provider) throw new Refusal('not_found', 'Cairn does not know this tool.');
  const sent = await readForm(c);
  await switchProvider(c.env, c.var.ctx, provider, sent.text('enabled') === 'on', originOf(c));
  return c.redirect(integrationsOf(c), 303);
});

async function add(c: WebContext, sent: Sent) {
  const { account: _, ...values } = connectionValues(sent);
  const parsed = connectionInput.safeParse({ ...values, config: accountIn(sent, values.provider) });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return connect(c.env, c.var.ctx, parsed.data as ConnectionInput);
}
