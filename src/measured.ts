import type { MiddlewareHandler } from 'hono';
import { type Database, openDatabase } from './db/database.ts';

/** What every door knows of a request. `now` in ms; one moment for the whole request. */
export type Measured = { Bindings: { DB: D1Database }; Variables: { requestId: string; now: number; db: Database } };

/** Names each request, fixes its moment, opens the database, and shows in `Server-Timing` what the answer cost. */
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
  c.header('X-Request-Id', requestId);
  c.header('Server-Timing', `d1;desc="trips=${trips} rows=${rows} written=${written}", app;dur=${took}`);
};
