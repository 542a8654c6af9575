import { Hono } from 'hono';
import { endSession } from '../domain/sessions/signing-in.ts';
import type { WebEnv } from './context.ts';
import { dropSession, sessionToken } from './middleware/cookies.ts';

/** The end of being signed in. */
export const signout = new Hono<WebEnv>();

signout.post('/signout', async (c) => {
  const token = sessionToken(c);
  if (token) await endSession(c.var.db, token);
  dropSession(c);
  return c.redirect('/signin', 303);
});
