import { env } from 'cloudflare:workers';
import { vi } from 'vitest';

/** What the platform counts. `trips` are calls of D1, `statements` its queries, `calls` those of Durable Objects. */
export type Costs = { trips: number; statements: number; read: number; written: number; calls: number };

/** Counts from now on, in the Worker and in its objects; what is returned grows while they work. */
export function countCosts(): Costs {
  const costs: Costs = { trips: 0, statements: 0, read: 0, written: 0, calls: 0 };
  const database = Object.getPrototypeOf(env.DB) as D1Database;
  const batch = database.batch;
  vi.spyOn(database, 'batch').mockImplementation(async function (this: D1Database, statements) {
    const results = await batch.call(this, statements);
    costs.trips += 1;
    costs.statements += statements.length;
    for (const { meta } of results) {
      costs.read += meta.rows_read ?? 0;
      costs.written += meta.rows_written ?? 0;
    }
    return results as never;
  });
  const namespace = Object.getPrototypeOf(env.OKR_WRITER) as DurableObjectNamespace;
  const getByName = namespace.getByName;
  vi.spyOn(namespace, 'getByName').mockImplementation(function (this: DurableObjectNamespace, name) {
    costs.calls += 1;
    return getByName.call(this, name);
  });
  return costs;
}
