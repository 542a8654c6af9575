import { Hono } from 'hono';
import { listDecisions } from '../domain/connections/enabling.ts';
import { listConnections } from '../domain/connections/finding.ts';
import { listTrails } from '../domain/connections/finding-runs.ts';
import { listDeadLetters } from '../domain/jobs/dead-letters.ts';
import { Refusal } from '../domain/refusal.ts';
import { providers } from '../domain/words.ts';
import { IntegrationsPage } from '../views/integrations/page.tsx';
import { switchProvider } from '../writers/connecting.ts';
import { integrationsOf, originOf } from './addresses.ts';
import type { WebEnv } from './context.ts';
import { deploymentOf } from './deployment.ts';
import { readForm } from './form.ts';
import { shellOf, show } from './respond.tsx';

/** Admin -> Integrations: what is connected, and which tools are. */
export const integrations = new Hono<WebEnv>();

const PATH = '/o/:org/admin/integrations';
const READINGS_SHOWN = 12;

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

integrations.post(`${PATH}/providers/:provider`, async (c) => {
  const provider = providers.find((each) => each === c.req.param('provider'));
  if (!provider) throw new Refusal('not_found', 'Cairn does not know this tool.');
  const sent = await readForm(c);
  await switchProvider(c.env, c.var.ctx, provider, sent.text('enabled') === 'on', originOf(c));
  return c.redirect(integrationsOf(c), 303);
});
