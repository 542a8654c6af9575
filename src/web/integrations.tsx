import { Hono } from 'hono';
import { type ConnectionInput, connectionInput } from '../domain/connections/connection.ts';
import { enableProvider, listDecisions } from '../domain/connections/enabling.ts';
import { listConnections } from '../domain/connections/finding.ts';
import { listTrails } from '../domain/connections/finding-runs.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import { providers } from '../domain/words.ts';
import { type ConnectionValues, NewConnectionForm, noValues } from '../views/connections/form.tsx';
import { NewConnectionPage } from '../views/connections/new-page.tsx';
import { Connected } from '../views/connections/webhook.tsx';
import { IntegrationsPage } from '../views/integrations/page.tsx';
import { connect } from '../writers/connecting.ts';
import { integrationsOf, webhookOf } from './addresses.ts';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { admins } from './middleware/admins.ts';
import { trying } from './refused.ts';
import { shellOf, show, wantsFragment } from './respond.tsx';

/** Admin -> Integrations: what is connected, and new connections. */
export const integrations = new Hono<WebEnv>();

const PATH = '/o/:org/admin/integrations';
const READINGS_SHOWN = 12;

integrations.use('/o/:org/admin/*', admins);

integrations.get(PATH, async (c) => {
  const { ctx, formats } = c.var;
  const [shell, connections, trails, decisions] = await Promise.all([
    shellOf(c, 'integrations'),
    listConnections(ctx),
    listTrails(ctx, READINGS_SHOWN),
    listDecisions(ctx),
  ]);
  return show(c, <IntegrationsPage {...{ shell, formats, base: integrationsOf(c), connections, trails, decisions }} />);
});

integrations.get(`${PATH}/new`, async (c) => {
  const base = integrationsOf(c);
  return show(
    c,
    <NewConnectionPage shell={await shellOf(c, 'integrations')} base={base}>
      <NewConnectionForm action={base} values={noValues} cancel={base} />
    </NewConnectionPage>,
  );
});

integrations.post(PATH, async (c) => {
  const sent = await readForm(c);
  const base = integrationsOf(c);
  const { value, refused } = await trying(add(c, sent));
  const content = refused ? (
    <NewConnectionForm
      action={base}
      values={valuesOf(sent)}
      errors={refused.fields}
      message={refused.message}
      cancel={wantsFragment(c) ? 'dialog' : base}
    />
  ) : (
    <Connected
      name={value.connection.name}
      account={value.connection.account}
      address={webhookOf(c, value.connection)}
      secret={value.webhookSecret}
      href={`${base}/${value.connection.id}`}
    />
  );
  const status = refused?.status ?? 201;
  if (wantsFragment(c)) return show(c, content, status);
  const shell = await shellOf(c, 'integrations');
  return show(
    c,
    <NewConnectionPage shell={shell} base={base}>
      {content}
    </NewConnectionPage>,
    status,
  );
});

integrations.post(`${PATH}/providers/:provider`, async (c) => {
  const provider = providers.find((each) => each === c.req.param('provider'));
  if (!provider) throw new Refusal('not_found', 'Cairn does not know this tool.');
  const sent = await readForm(c);
  await enableProvider(c.var.ctx, provider, sent.text('enabled') === 'on');
  return c.redirect(integrationsOf(c), 303);
});

async function add(c: WebContext, sent: Sent) {
  const { provider, name, shared, interval, ...rest } = valuesOf(sent);
  const config = { ...rest, token: sent.text('token') };
  const parsed = connectionInput.safeParse({ provider, name, shared, interval, config });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return connect(c.env, c.var.ctx, parsed.data as ConnectionInput);
}

const valuesOf = (sent: Sent): ConnectionValues => ({
  provider: sent.text('provider') as ConnectionValues['provider'],
  name: sent.text('name'),
  site_url: sent.text('site_url'),
  user: sent.text('user'),
  shared: sent.has('shared'),
  interval: sent.text('interval'),
});
