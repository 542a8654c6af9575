import { and, desc, eq, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm';
import type { OkrId, PeriodId } from '../../db/ids.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import { periods } from '../../db/schema/organizations.ts';
import { type Context, todayOf } from '../context.ts';
import type { Kind } from '../words.ts';
import { wordsOf, wordsQuery } from './searching.ts';
import { listed, visible } from './visible.ts';

/** An OKR that another may be aligned to. */
export type Parent = { id: OkrId; kind: Kind; title: string };

/** Objectives in one list; beyond that some of its words have to be typed. */
export const MOST_PARENTS = 50;

const parent = { id: okrs.id, kind: okrs.kind, title: okrs.title };

type Asked = {
  /** The period to look in: by its id, that of an OKR, or the current one. */
  period: { id: PeriodId } | { ofOkr: OkrId } | 'current';
  /** Words of the title or the description. */
  q?: string;
  /** The OKR that looks for a parent. */
  except?: OkrId;
  /** Whether a key result will do. They are many, so only a search finds them. */
  keyResults?: boolean;
};

/** Open objectives of a period, and key results where they will do, those at its top first, the newest of them first. At most 50. */
export function listPossibleParents(
  ctx: Context,
  { period, q = '', except, keyResults = false }: Asked,
): Promise<Parent[]> {
  const { db, org } = ctx;
  const searched = wordsOf(q).length > 0;
  return db
    .select(parent)
    .from(okrs)
    .where(
      and(
        eq(okrs.orgId, org.id),
        eq(okrs.periodId, periodOf(ctx, period)),
        keyResults && searched ? inArray(okrs.kind, ['objective', 'key_result']) : eq(okrs.kind, 'objective'),
        isNull(okrs.closedAt),
        listed(ctx),
        except ? ne(okrs.id, except) : undefined,
        searched
          ? sql`${okrs.id} in (select okr from okr_words where okr_words match ${wordsQuery(org.id, q)})`
          : undefined,
      ),
    )
    .orderBy(desc(okrs.top), desc(okrs.id))
    .limit(MOST_PARENTS);
}

/** These OKRs by title, whichever of them the actor may see. */
export const listTitles = (ctx: Context, ids: readonly OkrId[]): Promise<Parent[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : ctx.db
        .select(parent)
        .from(okrs)
        .where(and(eq(okrs.orgId, ctx.org.id), inArray(okrs.id, [...ids]), visible(ctx)));

/** What an OKR is aligned to, as far as the actor may see it. */
export const listParentsOf = (ctx: Context, okrId: OkrId): Promise<Parent[]> => {
  const { db, org } = ctx;
  return db
    .select(parent)
    .from(okrs)
    .where(
      and(
        eq(okrs.orgId, org.id),
        visible(ctx),
        inArray(
          okrs.id,
          db
            .select({ id: alignments.parentId })
            .from(alignments)
            .where(and(eq(alignments.orgId, org.id), eq(alignments.childId, okrId))),
        ),
      ),
    );
};

function periodOf(ctx: Context, period: Asked['period']): PeriodId | SQL<PeriodId> {
  const { org } = ctx;
  if (period === 'current') {
    const today = todayOf(ctx);
    return sql`(select id from ${periods} where org_id = ${org.id} and starts_on <= ${today} and ends_on >= ${today}
      order by starts_on desc, ends_on limit 1)`;
  }
  if ('id' in period) return period.id;
  return sql`(select period_id from ${okrs} as own where own.org_id = ${org.id} and own.id = ${period.ofOkr})`;
}
