import { sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { fromOwnOkrs } from '../teams/own.ts';

/** Subquery with the column `id`: the OKRs of the acting member's teams in the periods that cover today. */
export const teamOkrIds = (ctx: Context) => sql`select okr.id as id from ${fromOwnOkrs(ctx)}`;
