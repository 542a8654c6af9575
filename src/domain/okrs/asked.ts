import { type SQL, sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';

/** OKRs that are asked about: by id, or as what selects their ids in its column `id`. */
export type AskedOkrs = readonly OkrId[] | SQL;

/** What stands in a FROM for them, with their ids in the column `value`. */
export const askedOkrs = (asked: AskedOkrs): SQL =>
  Array.isArray(asked)
    ? sql`json_each(${JSON.stringify(asked)})`
    : sql`(select picked.id as value from (${asked as SQL}) as picked)`;
