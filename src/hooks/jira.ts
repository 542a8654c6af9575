import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ConnectionId } from '../db/ids.ts';
import { openSecret } from '../domain/connections/secrets.ts';
import { findReadable } from '../domain/data-links/listing-due.ts';
import { deliveryId, verifyPush } from '../integrations/jira/webhook.ts';
import { keyRing } from '../writers/outside.ts';
import type { HooksEnv } from './app.ts';
import { take } from './pushed.ts';

/** Jira sends whole issues; with long descriptions they reach some hundred kilobytes. */
const MOST_BYTES = 2 * 1024 * 1024;

export const jira = new Hono<HooksEnv>();

const limited = bodyLimit({
  maxSize: MOST_BYTES,
  onError: (c) => c.json({ error: 'A push has at most 2 MiB.' }, 413),
});

/** A change in Jira. 401 without the right signature, 200 for a repetition, 202 when a read was asked for. */
jira.post('/:connection', limited, async (c) => {
  const { db, now } = c.var;
  const found = await findReadable(db, c.req.param('connection') as ConnectionId, { okrIds: [] });
  if (found?.connection.provider !== 'jira') return c.json({ error: 'There is no such connection.' }, 404);
  const { connection } = found;

  const body = new Uint8Array(await c.req.arrayBuffer());
  const secret = await openSecret<string>(keyRing(c.env), connection, 'webhook');
  if (!(await verifyPush(secret, c.req.raw.headers, body)))
    return c.json({ error: 'The signature is missing or wrong.' }, 401);
  const delivery = await deliveryId(c.req.raw.headers, body);
  return take(c.env, db, { connection, topic: null, delivery }, connection, now);
});
