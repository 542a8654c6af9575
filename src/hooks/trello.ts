import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ConnectionId } from '../db/ids.ts';
import { openSecret } from '../domain/connections/secrets.ts';
import { findSubscription } from '../domain/connections/subscribing.ts';
import { findReadable } from '../domain/data-links/listing-due.ts';
import { pushOf, verifyPush } from '../integrations/trello/webhook.ts';
import { keyRing } from '../writers/outside.ts';
import type { HooksEnv } from './app.ts';
import { jsonOf, take } from './pushed.ts';

const MOST_BYTES = 512 * 1024;

export const trello = new Hono<HooksEnv>();

const limited = bodyLimit({
  maxSize: MOST_BYTES,
  onError: (c) => c.json({ error: 'A push has at most 512 KiB.' }, 413),
});

/**
 * A change in Trello; a HEAD request, with which Trello looks whether somebody is here, gets 200 as the GET of the same
 * address does. 401 without the right signature, 200 for a repetition, 202 when a read was asked for.
 */
trello.get('/:connection', async (c) => {
  const found = await findReadable(c.var.db, c.req.param('connection') as ConnectionId, { okrIds: [] });
  if (found?.connection.provider !== 'trello') return c.json({ error: 'There is no such connection.' }, 404);
  return c.body(null, 200);
});

trello.post('/:connection', limited, async (c) => {
  const { db, now } = c.var;
  const id = c.req.param('connection') as ConnectionId;
  const topic = c.req.query('topic') ?? '';
  const [found, subscription] = await Promise.all([
    findReadable(db, id, { okrIds: [] }),
    findSubscription(db, id, topic),
  ]);
  if (found?.connection.provider !== 'trello') return c.json({ error: 'There is no such connection.' }, 404);
  const { connection } = found;

  const body = new Uint8Array(await c.req.arrayBuffer());
  const { secret } = await openSecret<{ secret: string | null }>(keyRing(c.env), connection, 'credentials');
  const callback = subscription?.callback ?? c.req.url;
  if (!(await verifyPush(secret ?? '', c.req.raw.headers, body, callback)))
    return c.json({ error: 'The signature is missing or wrong.' }, 401);
  // A webhook that outlived what it was registered for; Trello removes one that is answered like this.
  if (topic !== '' && !subscription) return c.json({ error: 'Nobody here asks for these pushes any more.' }, 410);
  const push = pushOf(jsonOf(body));
  if (!push) return c.json({ error: 'This is no push of Trello.' }, 400);
  const window = subscription ?? connection;
  return take(c.env, db, { connection, topic: subscription?.topic ?? null, delivery: push.action }, window, now);
});
