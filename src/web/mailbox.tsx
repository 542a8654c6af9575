import { Hono } from 'hono';
import { Refusal } from '../domain/refusal.ts';
import { listMails } from '../mail/mailbox.ts';
import { formats } from '../views/format.ts';
import { MailboxPage } from '../views/mailbox.tsx';
import type { WebEnv } from './context.ts';
import { frameOf, show } from './respond.tsx';

/** The letters that development keeps instead of sending them. */
export const mailbox = new Hono<WebEnv>();

mailbox.get('/dev/mailbox', async (c) => {
  if (c.env.ENVIRONMENT !== 'development') throw new Refusal('not_found', 'There is no page at this address.');
  const frame = frameOf(c);
  const mails = await listMails(c.var.db);
  return show(
    c,
    <MailboxPage frame={frame} mails={mails} formats={formats({ ...frame, timeZone: 'UTC', now: c.var.now })} />,
  );
});
