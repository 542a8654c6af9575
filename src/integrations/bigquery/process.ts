import { z } from 'zod';
import { err, ok } from '../../lib/result.ts';
import type { Asked, Estimate, Reading } from '../adapter.ts';
import { misshapen } from './failure.ts';

/** A 64-bit integer, which Google writes as text. */
const int64 = z.union([z.string(), z.number()]).transform(Number).refine(Number.isFinite);

const field = z.object({ name: z.string().nullish(), type: z.string(), mode: z.string().nullish() });
const row = z.object({ f: z.array(z.object({ v: z.unknown() })) });

export const jobBody = z.object({
  jobComplete: z.boolean().nullish(),
  jobReference: z
    .object({ projectId: z.string().nullish(), jobId: z.string().nullish(), location: z.string().nullish() })
    .nullish(),
  schema: z.object({ fields: z.array(field).nullish() }).nullish(),
  rows: z.array(row).nullish(),
  totalRows: int64.nullish(),
  statementType: z.string().nullish(),
  totalBytesProcessed: int64.nullish(),
});
export type Job = z.infer<typeof jobBody>;

export const tokenBody = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

const NUMBERS = ['INTEGER', 'INT64', 'FLOAT', 'FLOAT64', 'NUMERIC', 'BIGNUMERIC'];

/** List price of a query on demand, US dollars per TiB; the first 10 MiB of a query are charged in full. */
const PRICE_PER_TIB = 6.25;
const LEAST_BYTES = 10 * 1024 ** 2;

/** What a query would read, and at most cost; a table that is not read from costs nothing. */
export const estimateOf = (bytes: number): Estimate => ({
  bytes,
  price: bytes === 0 ? 0 : (Math.max(bytes, LEAST_BYTES) / 1024 ** 4) * PRICE_PER_TIB,
});

/** The one number of a finished query, or why it is none. */
export function readingOf({ schema, rows, totalRows }: Job): Asked<Reading> {
  const [column, ...more] = schema?.fields ?? [];
  if (!column) return err(misshapen);
  if (more.length > 0) return refuse(`This query gives ${more.length + 1} columns. Select exactly one number.`);
  if (column.mode === 'REPEATED' || !NUMBERS.includes(column.type.toUpperCase()))
    return refuse(`This query gives ${column.type}, not a number. Cast it to a number.`);
  const [first] = rows ?? [];
  if (!first) return refuse('This query gives no row. Use an aggregate such as COUNT or SUM, which always gives one.');
  if ((totalRows ?? rows?.length ?? 1) > 1)
    return refuse('This query gives several rows. Use an aggregate such as COUNT or SUM, or LIMIT 1.');
  const cell = first.f[0]?.v;
  if (cell === null || cell === undefined)
    return refuse('This query gives NULL. Use IFNULL(..., 0) if nothing means zero.');
  const value = typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : cell;
  if (typeof value !== 'number' || !Number.isFinite(value))
    return refuse('This query gives something that is not a finite number.');
  return ok({ matched: null, completed: null, value, approximate: false, samples: [] });
}

const refuse = (detail: string): Asked<never> => err({ reason: 'invalid_query', detail });
