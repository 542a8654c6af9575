import { and, eq } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { connections, dataLinks } from '../../db/schema/connections.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { listCheckIns, type Told } from '../check-ins/finding.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { type ListedTask, listTasks } from '../tasks/listing.ts';
import { type Tally, tallyOf } from '../tasks/task.ts';
import type { Link } from './link.ts';
import { type ChildRow, listChildren } from './listing-children.ts';
import type { Okr } from './okr.ts';
import { visible } from './visible.ts';

/** Everything that a number comes from. */
export type Facts = {
  okr: Okr;
  children: ChildRow[];
  link: Link | null;
  /** Of a project, in their order. */
  tasks: ListedTask[];
  tally: Tally;
  /** The newest check-in, whoever made it. */
  told: Told | null;
};

/** What explains the number of an OKR, in one round trip. @throws Refusal `not_found` */
export async function findFacts(ctx: Context, okrId: OkrId): Promise<Facts> {
  const { db, org } = ctx;
  const [[okr], children, tasks, [linked], [told]] = await Promise.all([
    db
      .select()
      .from(okrs)
      .where(and(eq(okrs.orgId, org.id), eq(okrs.id, okrId), visible(ctx))),
    listChildren(ctx, okrId),
    listTasks(ctx, okrId),
    db
      .select({ link: dataLinks, source: columns })
      .from(dataLinks)
      .innerJoin(connections, eq(connections.id, dataLinks.connectionId))
      .where(and(eq(dataLinks.orgId, org.id), eq(dataLinks.okrId, okrId))),
    listCheckIns(ctx, okrId, 1),
  ]);
  if (!okr) throw new Refusal('not_found', 'There is no such OKR.');
  const link = linked ? { ...linked.link, source: linked.source } : null;
  return { okr, children, link, tasks, tally: tallyOf(tasks), told: told ?? null };
}

const columns = {
  id: connections.id,
  name: connections.name,
  provider: connections.provider,
  interval: connections.interval,
  shared: connections.shared,
  ownerId: connections.ownerId,
  pausedAt: connections.pausedAt,
  retryAt: connections.retryAt,
  failureReason: connections.failureReason,
  failureDetail: connections.failureDetail,
};
