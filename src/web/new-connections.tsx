import { Hono } from 'hono';
import { type ConnectionInput, connectionInput } from '../domain/connections/connection.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { invalid } from '../domain/refusal.ts';
import { type ConnectionValues, noValues } from '../views/connections/form.tsx';
import { connect } from '../writers/connecting.ts';
import { accountIn, connectionValues, providerIn } from './connection-form.ts';
import { connected, form } from './connection-pages.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm, readQuery, type Sent } from './form.ts';
import { trying } from './refused.ts';

/** New connections. Stands below each list of connections. */
export const newConnections = new Hono<WebEnv>();

newConnections.get('/new', async (c) => {
  const { actor, org } = c.var.ctx;
  demand(may.addConnection(actor, org), sentences.addConnection);
  return form(c, { values: valuesSoFar(readQuery(c)) });
});

newConnections.post('/', async (c) => {
  const sent = await readForm(c);
  const { value, refused } = await trying(add(c, sent));
  return refused ? form(c, { values: connectionValues(sent), refused }) : connected(c, value);
});

/** Another tool was chosen: what was typed that is not the former one's own goes along. */
const valuesSoFar = (sent: Sent): ConnectionValues =>
  sent.has('name') ? connectionValues(sent) : noValues(providerIn(sent.text('provider')));

async function add(c: WebContext, sent: Sent) {
  const { account: _, ...values } = connectionValues(sent);
  const parsed = connectionInput.safeParse({ ...values, config: accountIn(sent, values.provider) });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return connect(c.env, c.var.ctx, parsed.data as ConnectionInput);
}
