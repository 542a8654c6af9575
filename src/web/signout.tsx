import { Hono } from 'hono';
import { endBehalvesOf } from '../domain/behalves/ending.ts';
import { endSession } from '../domain/sessions/ending.ts';
import type { WebEnv } from './context.ts';
import { dropSession, sessionToken } from './middleware/cookies.ts';

/** The end of being signed in. */
export const signout = new Hono<WebEnv>();

signout.post('/signout', async (c) => {
  const token = sessionToken(c);
  if (token) {
    await endBehalvesOf(c.var.db, token, c.var.now);
    await endSession(c.var.db, token);
  }
  dropSession(c);
  return c.redirect('/signin', 303);
});
