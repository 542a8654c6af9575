import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { apiTokens } from '../../db/schema/access.ts';
import { checkIns } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import type { CheckIn } from './check-in.ts';

/** A check-in and the name of the person, or of the organization's token, who made it; null for a sync, a roll-up or an import. */
export type Told = CheckIn & { author: string | null };

/** Who signs a check-in: its author, or the organization's own token that made it. Needs `members` and `authoringToken`. */
export const authorName = sql<string | null>`coalesce(${members.name}, ${apiTokens.name})`.as('author');

/** The token behind a check-in that no person made. */
export const authoringToken = and(
  eq(apiTokens.id, checkIns.tokenId),
  eq(apiTokens.orgId, checkIns.orgId),
  isNull(checkIns.authorId),
);

/** Check-ins of an OKR, newest first, before a moment (ms). */
export async function listCheckIns(
  { db, org }: Context,
  okrId: OkrId,
  limit: number,
  before: number | null = null,
): Promise<Told[]> {
  const rows = await db
    .select({ checkIn: checkIns, author: authorName })
    .from(checkIns)
    .leftJoin(members, eq(members.id, checkIns.authorId))
    .leftJoin(apiTokens, authoringToken)
    .where(
      and(eq(checkIns.orgId, org.id), eq(checkIns.okrId, okrId), before === null ? undefined : lt(checkIns.at, before)),
    )
    .orderBy(desc(checkIns.at), desc(checkIns.version))
    .limit(limit);
  return rows.map(({ checkIn, author }) => ({ ...checkIn, author }));
}
