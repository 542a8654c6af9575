import { Hono } from 'hono';
import type { Env } from './env.ts';

/** `GET /healthz`: whether the Worker and its database answer. */
export const health = new Hono<{ Bindings: Env }>().get('/', async (c) => {
  const version = c.env.VERSION?.tag || c.env.VERSION?.id || 'development';
  try {
    await c.env.DB.prepare('select 1').first();
    return c.json({ ok: true, version, database: 'ok' });
  } catch {
    return c.json({ ok: false, version, database: 'unavailable' }, 503);
  }
});
