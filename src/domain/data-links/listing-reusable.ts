import { and, eq, sql } from 'drizzle-orm';
import type { ConnectionId, OkrId } from '../../db/ids.ts';
import { connections, dataLinks } from '../../db/schema/connections.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { findUsableConnection } from '../connections/finding.ts';
import type { Context } from '../context.ts';
import { visible } from '../okrs/visible.ts';
import { may } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Count, Provider } from '../words.ts';

/** An OKR whose query another one may begin with. */
export type LinkedOkr = { id: OkrId; title: string; provider: Provider };

/** The newest links of an organization that are looked through, and OKRs that are offered of them. */
const LOOKED_THROUGH = 200;
const OFFERED = 50;

/** The newest linked OKRs that the actor may see, through connections that they may use. At most 50. */
export async function listReusable(ctx: Context): Promise<LinkedOkr[]> {
  const { db, org, actor } = ctx;
  if (!may.createOkr(actor)) return [];
  const usable = may.administer(actor) ? sql`true` : sql`(c.shared = 1 or c.owner_id = ${actor.memberId})`;
  return db.all<LinkedOkr>(sql`
    select okr.id as id, okr.title as title, c.provider as provider
    from (select okr_id, connection_id from ${dataLinks} where org_id = ${org.id}
      order by okr_id desc limit ${LOOKED_THROUGH}) as link
    cross join ${okrs} as okr on okr.id = link.okr_id
    cross join ${connections} as c on c.id = link.connection_id
    where ${visible(ctx, sql`okr`)} and ${usable}
    order by okr.title limit ${OFFERED}`);
}

/** What feeds an OKR, for another one to begin with. @throws Refusal `not_found`, `forbidden`, `conflict` as its connection */
export async function findReusable(
  ctx: Context,
  okrId: OkrId,
): Promise<{ provider: Provider; connectionId: ConnectionId; query: Record<string, unknown>; count: Count }> {
  const [link] = await ctx.db
    .select({ connectionId: dataLinks.connectionId, query: dataLinks.query, count: dataLinks.count })
    .from(dataLinks)
    .innerJoin(okrs, eq(okrs.id, dataLinks.okrId))
    .where(and(eq(dataLinks.orgId, ctx.org.id), eq(dataLinks.okrId, okrId), visible(ctx, sql`${okrs}`)));
  if (!link) throw new Refusal('not_found', 'This OKR has no query any more.');
  const { provider } = await findUsableConnection(ctx, link.connectionId);
  return { provider, ...link };
}
