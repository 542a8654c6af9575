import { and, desc, eq, lt } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { checkIns } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import type { CheckIn } from './check-in.ts';

/** A check-in and the name of the person who made it; null for a sync, a roll-up or an import. */
export type Told = CheckIn & { author: string | null };

/** Check-ins of an OKR, newest first, before a moment (ms). */
export async function listCheckIns(
  { db, org }: Context,
  okrId: OkrId,
  limit: number,
  before: number | null = null,
): Promise<Told[]> {
  const rows = await db
    .select({ checkIn: checkIns, author: members.name })
    .from(checkIns)
    .leftJoin(members, eq(members.id, checkIns.authorId))
    .where(
      and(eq(checkIns.orgId, org.id), eq(checkIns.okrId, okrId), before === null ? undefined : lt(checkIns.at, before)),
    )
    .orderBy(desc(checkIns.at), desc(checkIns.version))
    .limit(limit);
  return rows.map(({ checkIn, author }) => ({ ...checkIn, author }));
}
