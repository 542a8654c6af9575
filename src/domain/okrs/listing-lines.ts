import { type SQL, sql } from 'drizzle-orm';
import { okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { differences } from './comparing.ts';
import type { Line } from './line.ts';
import { listDefinitions } from './listing-definitions.ts';

/** The drafts that `picked` names in its column `id`, oldest first, in one round trip. */
export async function listLines(ctx: Context, picked: SQL): Promise<Line[]> {
  const [drafts, lives] = await Promise.all([
    listDefinitions(ctx, picked),
    listDefinitions(
      ctx,
      sql`select distinct drafted.draft_of_id as id from (${picked}) as some
        cross join ${okrs} as drafted on drafted.id = some.id where drafted.draft_of_id is not null`,
    ),
  ]);
  return drafts
    .filter(({ okr }) => okr.draft)
    .map((draft) => {
      const live = lives.find(({ okr }) => okr.id === draft.okr.draftOfId) ?? null;
      return { draft, live, changes: live ? differences(live, draft) : [] };
    });
}
