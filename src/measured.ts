import type { MiddlewareHandler } from 'hono';
import { type Database, openDatabase } from './db/database.ts';

/** What every door knows of a request. `now` in ms; one moment for the whole request. */
export type Measured = {
  Bindings: { DB: D1Database; ENVIRONMENT: string };
  Variables: { requestId: string; now: number; db: Database };
};

/** What every answer says to browsers that a door has not said better: no door but the pages shows anything in one. */
const guarded = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
};

/**
 * Names each request, fixes its moment, opens the database, and shows in `Server-Timing` what the answer cost: in production
 * the round trips alone, for the rows that were read would tell of those that the asker may not see.
 */
export const measured: MiddlewareHandler<Measured> = async (c, next) => {
  const started = performance.now();
  const requestId = crypto.randomUUID();
  const db = openDatabase(c.env.DB);
  c.set('requestId', requestId);
  c.set('now', Date.now());
  c.set('db', db);
  await next();
  const { trips, rows, written } = db.cost;
  const took = Math.max(0, performance.now() - started).toFixed(1);
  for (const [name, value] of Object.entries(guarded)) if (!c.res.headers.has(name)) c.header(name, value);
  c.header('X-Request-Id', requestId);
  const counts = c.env.ENVIRONMENT === 'development' ? ` rows=${rows} written=${written}` : '';
  c.header('Server-Timing', `d1;desc="trips=${trips}${counts}", app;dur=${took}`);
};
