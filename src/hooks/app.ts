import { Hono } from 'hono';
import type { Env } from '../env.ts';
import { log } from '../lib/log.ts';
import type { Measured } from '../measured.ts';
import { asana } from './asana.ts';
import { jira } from './jira.ts';
import { mail } from './mail.ts';
import { trello } from './trello.ts';

export type HooksEnv = { Bindings: Env; Variables: Measured['Variables'] };

/** Door 3: pushes from providers. Verified on raw bytes, noted once, answered at once; the work happens in the queue. */
export const hooks = new Hono<HooksEnv>();

hooks.route('/jira', jira);
hooks.route('/asana', asana);
hooks.route('/trello', trello);
hooks.route('/mail', mail);
hooks.notFound((c) => c.json({ error: 'There is no webhook at this address.' }, 404));
hooks.onError((reason, c) => {
  log('push failed', { requestId: c.var.requestId, reason });
  return c.json({ error: 'The push could not be taken. Send it again.', request_id: c.var.requestId }, 500);
});
