import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { Refusal } from '../domain/refusal.ts';
import { findMail } from '../mail/mailbox.ts';
import type { WebEnv } from './context.ts';

/** The HTML of a kept letter, for the frame on the mailbox page. It is no page of ours and has stricter headers than those. */
export const mailboxLetter = new Hono<WebEnv>();

/** It may show its own words and styles, and nothing else, wherever it is looked at. */
const shut = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'unsafe-inline'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'self'"],
    sandbox: [],
  },
  xFrameOptions: 'SAMEORIGIN',
  referrerPolicy: 'no-referrer',
});

mailboxLetter.get('/dev/mailbox/:mail/html', shut, async (c) => {
  const mail = c.env.ENVIRONMENT === 'development' ? await findMail(c.var.db, c.req.param('mail')) : null;
  if (!mail?.html) throw new Refusal('not_found', 'There is no page at this address.');
  return c.html(mail.html);
});
