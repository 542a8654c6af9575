import { Hono } from 'hono';
import type { ConnectionId } from '../db/ids.ts';
import { listActivity } from '../domain/connections/activity.ts';
import { connectionPatch, publicOf } from '../domain/connections/connection.ts';
import { editConnection } from '../domain/connections/editing.ts';
import { listDecisions } from '../domain/connections/enabling.ts';
import { findChangeableConnection } from '../domain/connections/finding.ts';
import { countFedOkrs, listFedOkrs, listRuns } from '../domain/connections/finding-runs.ts';
import { listSubscriptions } from '../domain/connections/subscribing.ts';
import { invalid } from '../domain/refusal.ts';
import { adapterFor } from '../integrations/registry.ts';
import { ConnectionPage, type Returned } from '../views/connections/page.tsx';
import { RemovalPage } from '../views/connections/removal-page.tsx';
import { disconnect, replaceCredentials, replaceWebhookSecret, testConnection } from '../writers/connecting.ts';
import { integrationsOf, originOf, placeOf, webhookOf } from './addresses.ts';
import { accountIn, openAccountIn, openAccountOf } from './connection-form.ts';
import type { WebContext, WebEnv } from './context.ts';
import { deploymentOf } from './deployment.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show } from './respond.tsx';

/** One connection: how it is doing, and everything that can be done with it. Stands below each list of connections. */
export const connections = new Hono<WebEnv>();

const PATH = '/:connection';
const FED_SHOWN = 20;
const RUNS_SHOWN = 20;
const DAYS_SHOWN = 14;

connections.get(PATH, async (c) => page(c, { done: done[c.req.query('done') ?? ''] }));

connections.post(PATH, async (c) => {
  const sent = await readForm(c);
  const { refused } = await trying(edit(c, sent));
  if (!refused) return c.redirect(`${hrefOf(c)}?done=saved`, 303);
  return page(c, { settings: { values: settingsOf(sent), ...shownOf(refused) } }, refused.status);
});

connections.post(`${PATH}/test`, async (c) => {
  const { failures } = await testConnection(c.env, c.var.ctx, idOf(c));
  return c.redirect(failures === 0 ? `${hrefOf(c)}?done=tested` : hrefOf(c), 303);
});

connections.post(`${PATH}/credentials`, async (c) => {
  const sent = await readForm(c);
  const { provider } = await findChangeableConnection(c.var.ctx, idOf(c));
  const given = accountIn(sent, provider);
  const { refused } = await trying(replaceCredentials(c.env, c.var.ctx, idOf(c), given, originOf(c)));
  if (!refused) return c.redirect(`${hrefOf(c)}?done=replaced`, 303);
  return page(c, { credentials: { values: openAccountIn(sent, provider), ...shownOf(refused) } }, refused.status);
});

connections.post(`${PATH}/webhook-secret`, async (c) => {
  const { webhookSecret } = await replaceWebhookSecret(c.env, c.var.ctx, idOf(c));
  return page(c, { secret: webhookSecret });
});

connections.get(`${PATH}/removal`, async (c) => {
  const { ctx } = c.var;
  const [shell, connection, fed, fedCount] = await Promise.all([
    shellOf(c, placeOf(c)),
    findChangeableConnection(ctx, idOf(c)),
    listFedOkrs(ctx, idOf(c), FED_SHOWN),
    countFedOkrs(ctx, idOf(c)),
  ]);
  const begun = c.req.query('begun') !== undefined && fedCount > 0;
  return show(
    c,
    <RemovalPage {...{ shell, fed, fedCount, begun }} href={hrefOf(c)} connection={publicOf(connection)} />,
  );
});

connections.post(`${PATH}/removal`, async (c) => {
  const gone = await disconnect(c.env, c.var.ctx, idOf(c));
  return c.redirect(gone ? integrationsOf(c) : `${hrefOf(c)}/removal?begun`, 303);
});

async function page(c: WebContext, returned: Returned, status: 200 | 409 | 422 = 200) {
  const { ctx, formats } = c.var;
  const id = idOf(c);
  const [shell, connection, decisions, fed, fedCount, runs, activity, subscriptions] = await Promise.all([
    shellOf(c, placeOf(c)),
    findChangeableConnection(ctx, id),
    listDecisions(ctx),
    listFedOkrs(ctx, id, FED_SHOWN),
    countFedOkrs(ctx, id),
    listRuns(ctx, id, RUNS_SHOWN),
    listActivity(ctx, id, DAYS_SHOWN),
    listSubscriptions(ctx.db, id),
  ]);
  const addresses = { href: hrefOf(c), webhook: webhookOf(c, connection) };
  const enabled = decisions.get(connection.provider) !== false;
  const offered = adapterFor(connection.provider).push?.offered(connection.config) ?? null;
  const pushes = { offered, subscriptions };
  const account = openAccountOf(connection.provider, connection.config);
  const deployment = deploymentOf(c.env);
  const found = {
    connection: publicOf(connection),
    enabled,
    fed,
    fedCount,
    runs,
    activity,
    pushes,
    account,
    deployment,
  };
  return show(c, <ConnectionPage {...{ shell, formats }} {...addresses} {...found} {...returned} />, status);
}

async function edit(c: WebContext, sent: Sent) {
  const parsed = connectionPatch.safeParse(settingsOf(sent));
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return editConnection(c.var.ctx, idOf(c), parsed.data, Number(sent.text('version')));
}

const settingsOf = (sent: Sent) => ({
  name: sent.text('name'),
  shared: sent.has('shared'),
  interval: sent.text('interval'),
});

const shownOf = ({ fields, message }: Refused) => ({ errors: fields, message });

const done: Record<string, string> = {
  saved: 'Settings saved.',
  tested: 'The credentials are accepted.',
  replaced: 'The new credentials are accepted. Everything is read again.',
};

const idOf = (c: WebContext) => c.req.param('connection') as ConnectionId;

const hrefOf = (c: WebContext) => `${integrationsOf(c)}/${idOf(c)}`;
