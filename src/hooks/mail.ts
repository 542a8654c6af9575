import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { noteReturn } from '../domain/letters/bouncing.ts';
import { returnedOf, verifyPush } from '../integrations/resend/webhook.ts';
import type { HooksEnv } from './app.ts';
import { jsonOf } from './pushed.ts';

const MOST_BYTES = 256 * 1024;

export const mail = new Hono<HooksEnv>();

const limited = bodyLimit({
  maxSize: MOST_BYTES,
  onError: (c) => c.json({ error: 'A push has at most 256 KiB.' }, 413),
});

/**
 * Word of the mail service about letters it had taken. 401 without the right signature, 200 for what changes nothing, 202
 * when an address was marked. A repetition marks it again as it is.
 */
mail.post('/', limited, async (c) => {
  const { db, now } = c.var;
  const body = new Uint8Array(await c.req.arrayBuffer());
  if (!(await verifyPush(c.env.MAIL_WEBHOOK_SECRET ?? '', c.req.raw.headers, body, now)))
    return c.json({ error: 'The signature is missing or wrong.' }, 401);
  const returned = returnedOf(jsonOf(body), now);
  if (!returned) return c.json({ accepted: false, reason: 'nothing came back' }, 200);
  const { emailId, ...rest } = returned;
  await noteReturn(db, { ...rest, serviceId: emailId });
  return c.json({ accepted: true }, 202);
});
