import { webhookBody } from './present.ts';
import { type Call, plain, readableBoard } from './rest.ts';
import { nextId, type Webhook } from './state.ts';

const GONE = 'The requested resource was not found.';

/** `/webhooks`, `/webhooks/:id` and `/tokens/:token/webhooks`. A token sees and changes only what it registered. */
export function webhooks(call: Call, first: string, second: string, third: string): Response | Promise<Response> {
  const { trello, method, asker } = call;
  const { token } = asker.token;
  const own = trello.state.webhooks.filter((webhook) => webhook.token === token);
  if (first === 'tokens') {
    if (second !== token || third !== 'webhooks' || method !== 'GET') return plain(404, GONE);
    return Response.json(own.map(webhookBody));
  }
  if (second === '') return method === 'POST' ? register(call) : plain(404, `Cannot ${method} /1/webhooks`);
  const webhook = own.find(({ id }) => id === second);
  if (!webhook) return plain(404, GONE);
  if (method === 'DELETE') {
    trello.state.webhooks.splice(trello.state.webhooks.indexOf(webhook), 1);
    trello.changed();
    return Response.json({ limits: {} });
  }
  return method === 'PUT' ? change(call, webhook) : Response.json(webhookBody(webhook));
}

async function register(call: Call): Promise<Response> {
  const { trello, input, asker } = call;
  const { state } = trello;
  const callbackURL = input.get('callbackURL') ?? '';
  if (!URL.canParse(callbackURL)) return invalid('Invalid value for callbackURL');
  const board = readableBoard(call, input.get('idModel') ?? '');
  if (board instanceof Response) return plain(400, 'invalid value for idModel');
  const { token } = asker.token;
  const same = (webhook: Webhook) =>
    webhook.token === token && webhook.idModel === board.id && webhook.callbackURL === callbackURL;
  if (state.webhooks.some(same)) return plain(400, 'A webhook with that callback, model, and token already exists');
  const refused = await refusalOf(call, callbackURL);
  if (refused) return refused;
  const webhook: Webhook = {
    id: nextId(state, trello.now()),
    token,
    idModel: board.id,
    callbackURL,
    description: input.get('description') ?? '',
    active: input.get('active') !== 'false',
    consecutiveFailures: 0,
    firstConsecutiveFailDate: null,
  };
  state.webhooks.push(webhook);
  trello.changed();
  return Response.json(webhookBody(webhook));
}

async function change(call: Call, webhook: Webhook): Promise<Response> {
  const { trello, input } = call;
  const callbackURL = input.get('callbackURL') ?? webhook.callbackURL;
  const refused = callbackURL === webhook.callbackURL ? null : await refusalOf(call, callbackURL);
  if (refused) return refused;
  const active = input.has('active') ? input.get('active') === 'true' : webhook.active;
  Object.assign(webhook, { callbackURL, active, description: input.get('description') ?? webhook.description });
  trello.changed();
  return Response.json(webhookBody(webhook));
}

/** A callback must answer 200 to a HEAD request. */
async function refusalOf({ trello }: Call, callbackURL: string): Promise<Response | null> {
  const status = await trello.deliver(new Request(callbackURL, { method: 'HEAD' })).then(
    (response) => response.status,
    () => 0,
  );
  return status === 200 ? null : invalid(`URL (${callbackURL}) did not return 200 status code, got ${status}`);
}

const invalid = (message: string) => Response.json({ message, error: 'ERROR' }, { status: 400 });
