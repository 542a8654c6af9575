import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { sameSitePath } from '../lib/same-site.ts';
import type { WebEnv } from './context.ts';
import { readForm } from './form.ts';

const YEAR_S = 365 * 24 * 60 * 60;

/** Light, dark or as the device is, for browsers without script; the others keep the same cookie themselves. */
export const theme = new Hono<WebEnv>();

theme.post('/theme', async (c) => {
  const chosen = (await readForm(c)).text('theme');
  const known = chosen === 'light' || chosen === 'dark';
  const secure = c.env.ENVIRONMENT !== 'development';
  setCookie(c, 'theme', known ? chosen : '', { path: '/', sameSite: 'Lax', secure, maxAge: known ? YEAR_S : 0 });
  const from = URL.parse(c.req.header('Referer') ?? '');
  const back = from?.origin === new URL(c.req.url).origin ? sameSitePath(from.pathname + from.search) : null;
  return c.redirect(back ?? '/', 303);
});
