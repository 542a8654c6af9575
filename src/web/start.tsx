import { Hono } from 'hono';
import { listBelongings } from '../domain/sessions/session.ts';
import { StartPage } from '../views/start.tsx';
import type { WebEnv } from './context.ts';
import { sessionToken } from './middleware/cookies.ts';
import { mayFound } from './organizations.tsx';
import { frameOf, show } from './respond.tsx';

/** `/`: to one's organization, to a choice of them, or to the way in. */
export const start = new Hono<WebEnv>();

start.get('/', async (c) => {
  const token = sessionToken(c);
  const belongings = token ? await listBelongings(c.var.db, token, c.var.now) : null;
  if (!belongings) return c.redirect('/signin', 303);
  const [only] = belongings;
  if (only && belongings.length === 1) return c.redirect(`/o/${only.slug}`, 303);
  return show(c, <StartPage frame={frameOf(c)} belongings={belongings} founds={mayFound(c, belongings.length)} />);
});
