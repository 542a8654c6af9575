import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { connections, dataLinks } from '../../db/schema/connections.ts';
import { alignments, okrOwners, okrs } from '../../db/schema/okrs.ts';
import { periods } from '../../db/schema/organizations.ts';
import { addDays } from '../../lib/days.ts';
import { isStale } from '../connections/connection.ts';
import { type Context, todayOf } from '../context.ts';
import { attentionOf, type Finding } from '../okrs/attention.ts';
import { summitOf } from '../okrs/finding.ts';
import { fromJson } from '../okrs/row.ts';
import { published, visible } from '../okrs/visible.ts';
import type { Kind, Visibility } from '../words.ts';

/** An OKR of the acting member that wants them, and why. */
export type Wanting = { id: OkrId; title: string; visibility: Visibility; findings: Finding[] };

/** What stands among the check-ins that wait for the member already. */
const unsaid: Finding['rule'][] = ['silent', 'not_started'];

const MOST = 5;
/** OKRs looked at, the newest first: a person who owns more has lost sight of them already. */
const REACH = 60;

/**
 * The open OKRs of the acting member that need attention, those with most to say first; at most five. What is
 * missing is the member's own word, and waits for it elsewhere, is left out. One statement over what they own.
 */
export async function listWanting(ctx: Context): Promise<Wanting[]> {
  const { db, org, actor, now } = ctx;
  const today = todayOf(ctx);
  const mine = db
    .select({ id: okrOwners.okrId })
    .from(okrOwners)
    .where(and(eq(okrOwners.orgId, org.id), eq(okrOwners.memberId, actor.memberId!)))
    .orderBy(desc(okrOwners.okrId))
    .limit(REACH)
    .as('mine');
  const rows = await db
    .select({
      okr: okrs,
      period: { startsOn: periods.startsOn, endsOn: periods.endsOn },
      children: sql<Kind[]>`(select json_group_array(child.kind) from ${alignments} as under
        cross join ${okrs} as child on child.id = under.child_id
        where under.org_id = ${org.id} and under.parent_id = ${okrs.id} and child.closed_at is null
          and ${published(sql`child`)})`
        .mapWith(fromJson)
        .as('children'),
      parents: sql<number>`(select count(*) from ${alignments} as over
        cross join ${okrs} as above on above.id = over.parent_id
        where over.org_id = ${org.id} and over.child_id = ${okrs.id} and ${visible(ctx, sql`above`)})`.as('parents'),
      summit: summitOf(ctx),
      readAt: dataLinks.readAt,
      linkedAt: dataLinks.createdAt,
      interval: connections.interval,
      pausedAt: connections.pausedAt,
    })
    .from(mine)
    .crossJoin(okrs)
    .innerJoin(periods, eq(periods.id, okrs.periodId))
    .leftJoin(dataLinks, eq(dataLinks.okrId, okrs.id))
    .leftJoin(connections, eq(connections.id, dataLinks.connectionId))
    .where(
      and(
        eq(okrs.id, mine.id),
        eq(okrs.orgId, org.id),
        isNull(okrs.closedAt),
        published(),
        sql`${okrs.startsOn} <= ${today} and ${okrs.endsOn} >= ${addDays(today, -14)}`,
      ),
    );
  return rows
    .map(({ okr, readAt, linkedAt, interval, pausedAt, ...around }) => {
      const off =
        linkedAt !== null && interval !== null && (pausedAt !== null || isStale(readAt, linkedAt, interval, now));
      const findings = attentionOf(ctx, { okr, ...around, off, activeOwners: 1 });
      const waits = okr.mode === 'manual' && okr.checkInOwnerId === actor.memberId;
      return {
        id: okr.id,
        title: okr.title,
        visibility: okr.visibility,
        findings: findings.filter(({ rule }) => !(waits && unsaid.includes(rule))),
      };
    })
    .filter(({ findings }) => findings.length > 0)
    .sort((a, b) => b.findings.length - a.findings.length || (a.id < b.id ? 1 : -1))
    .slice(0, MOST);
}
