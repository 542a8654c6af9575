import { and, asc, eq, sql } from 'drizzle-orm';
import { connections, dataLinks } from '../../db/schema/connections.ts';
import { okrOwners, okrs } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { teamOkrIds } from './own.ts';

const MOST = 400;

/** What the acting member's teams work on in the current periods, as far as one must know to tell who has spoken. */
export const listTeamWork = (ctx: Context) => {
  const { db, org } = ctx;
  return db
    .select({
      id: okrs.id,
      kind: okrs.kind,
      title: okrs.title,
      teamId: okrs.teamId,
      mode: okrs.mode,
      provider: okrs.provider,
      status: okrs.status,
      startsOn: okrs.startsOn,
      checkedInAt: okrs.checkedInAt,
      closedAt: okrs.closedAt,
      checkInOwnerId: okrs.checkInOwnerId,
      readAt: dataLinks.readAt,
      linkedAt: dataLinks.createdAt,
      interval: connections.interval,
      owner: sql<string | null>`(select ${members.name} from ${okrOwners}
        join ${members} on ${members.id} = ${okrOwners.memberId}
        where ${okrOwners.orgId} = ${org.id} and ${okrOwners.okrId} = ${okrs.id}
        order by ${okrOwners.position} limit 1)`.as('owner'),
    })
    .from(sql`(${teamOkrIds(ctx)}) as work`)
    .crossJoin(okrs)
    .leftJoin(dataLinks, and(eq(dataLinks.orgId, org.id), eq(dataLinks.okrId, okrs.id)))
    .leftJoin(connections, and(eq(connections.orgId, org.id), eq(connections.id, dataLinks.connectionId)))
    .where(and(eq(okrs.id, sql`work.id`), eq(okrs.orgId, org.id)))
    .orderBy(asc(okrs.id))
    .limit(MOST);
};

export type TeamWork = Awaited<ReturnType<typeof listTeamWork>>[number];
