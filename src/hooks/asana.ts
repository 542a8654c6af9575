import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ConnectionId } from '../db/ids.ts';
import { openSubscription, sealSubscription } from '../domain/connections/secrets.ts';
import { findSubscription, noteHandshake } from '../domain/connections/subscribing.ts';
import { findReadable } from '../domain/data-links/listing-due.ts';
import { deliveryId, handshakeOf, hasEvents, verifyPush } from '../integrations/asana/webhook.ts';
import { keyRing } from '../writers/outside.ts';
import type { HooksEnv } from './app.ts';
import { jsonOf, take } from './pushed.ts';

const MOST_BYTES = 1024 * 1024;

export const asana = new Hono<HooksEnv>();

const limited = bodyLimit({
  maxSize: MOST_BYTES,
  onError: (c) => c.json({ error: 'A push has at most 1 MiB.' }, 413),
});

/**
 * The handshake with which Asana hands over its secret, taken only at an address that Cairn has just given it, and then
 * changes and heartbeats. 401 without the right signature, 200 for a heartbeat or a repetition, 202 when a read was asked for.
 */
asana.post('/:connection', limited, async (c) => {
  const { db, now } = c.var;
  const id = c.req.param('connection') as ConnectionId;
  const [found, subscription] = await Promise.all([
    findReadable(db, id, { okrIds: [] }),
    findSubscription(db, id, c.req.query('topic') ?? ''),
  ]);
  if (found?.connection.provider !== 'asana') return c.json({ error: 'There is no such connection.' }, 404);
  const { connection } = found;
  const asked = subscription && new URL(subscription.callback).search === new URL(c.req.url).search;
  if (!asked) return c.json({ error: 'Nobody here has asked for these pushes.' }, 401);

  const body = new Uint8Array(await c.req.arrayBuffer());
  const handed = handshakeOf(c.req.raw.headers);
  if (handed !== null) {
    const sealed = await sealSubscription(keyRing(c.env), subscription, handed);
    if (!(await noteHandshake(db, subscription, sealed))) return c.json({ error: 'This was agreed on before.' }, 401);
    return c.body(null, 200, { 'X-Hook-Secret': handed });
  }
  const secret = subscription.secret ? await openSubscription(keyRing(c.env), subscription) : '';
  if (!(await verifyPush(secret, c.req.raw.headers, body)))
    return c.json({ error: 'The signature is missing or wrong.' }, 401);
  if (!hasEvents(jsonOf(body))) return c.json({ accepted: false, reason: 'nothing changed' }, 200);
  const delivery = await deliveryId(body);
  return take(c.env, db, { connection, topic: subscription.topic, delivery }, subscription, now);
});
