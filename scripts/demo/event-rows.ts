import { sql } from 'drizzle-orm';
import type { Statement } from '../../src/db/commit.ts';
import type { Database } from '../../src/db/database.ts';
import { type MemberId, newId, type OrgId, timeOf } from '../../src/db/ids.ts';
import { events } from '../../src/db/schema/access.ts';
import type { CheckIn } from '../../src/domain/check-ins/check-in.ts';
import type { History } from './history.ts';

/** What the audit log says of one moment. Without an actor it was Cairn itself. */
export type Happened = {
  at: number;
  action: string;
  subject: string;
  actor?: MemberId | null;
  via?: 'page' | 'sync' | 'roll_up';
  data?: Record<string, unknown>;
};

/** All that happened as one statement, with ids in the order of time. */
export function eventRows(db: Database, orgId: OrgId, happened: readonly Happened[]): Statement {
  const rows = happened.map(({ at, action, subject, actor = null, via = 'page', data = {} }) => ({
    id: newId('evt', at),
    at,
    action,
    subject,
    actor,
    via,
    data,
  }));
  return db.insert(events).select(sql`
    select value ->> 'id', ${orgId}, value ->> 'at', value ->> 'actor', null, value ->> 'via', value ->> 'action',
      value ->> 'subject', value -> 'data', null from json_each(${JSON.stringify(rows)})`);
}

/** What a history would have left in the log: OKRs made and closed, and every value that came. */
export const happenedIn = ({ nodes, edges, owners }: History): Happened[] =>
  nodes.flatMap(({ okr, checkIns }) => {
    const owner = owners.find(([id]) => id === okr.id)?.[1] ?? null;
    const parents = edges
      .filter(({ childId }) => childId === okr.id)
      .map(({ parentId: parent }) => ({ parent, contribution: null }));
    const { kind, title, status, score } = okr;
    return [
      {
        at: okr.createdAt,
        action: 'okr.created',
        subject: okr.id,
        actor: owner,
        data: { kind, title, ...(parents.length > 0 && { parents }) },
      },
      ...checkIns.map((checkIn, i) => told(checkIn, checkIns[i - 1]?.value ?? null)),
      ...(okr.closedAt === null
        ? []
        : [{ at: okr.closedAt, action: 'okr.closed', subject: okr.id, actor: owner, data: { status, score } }]),
    ];
  });

function told({ id, okrId, source, authorId, value, matched, completed }: CheckIn, from: number | null): Happened {
  // A word for a day before was said when its id was made.
  const happened = { at: timeOf(id), subject: okrId };
  const data = { from, to: value };
  if (source === 'sync')
    return {
      ...happened,
      action: 'okr.synced',
      via: 'sync',
      data: { ...data, matched, completed, trigger: 'schedule' },
    };
  if (source === 'roll_up') return { ...happened, action: 'okr.rolled_up', via: 'roll_up', data };
  return { ...happened, action: 'okr.checked_in', actor: authorId, data };
}
