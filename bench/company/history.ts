import { type ConnectionId, newId } from '../../src/db/ids.ts';
import type { dataLinks, syncs } from '../../src/db/schema/connections.ts';
import type { checkIns, progressPoints } from '../../src/db/schema/okrs.ts';
import { dayOf } from '../../src/lib/days.ts';
import { CHECK_INS } from './size.ts';
import type { Node } from './tree.ts';

const WEEK_MS = 7 * 24 * 60 * 60_000;
const SYNCS = 12;

export type Said = { checkIns: (typeof checkIns.$inferInsert)[]; points: (typeof progressPoints.$inferInsert)[] };

/** What was said of an OKR, week by week up to where it stands, and the points of its chart. */
export function historyOf({ okr }: Node, timeZone: string): Said {
  const source = okr.mode === 'manual' ? 'person' : okr.mode === 'rollup' ? 'roll_up' : 'sync';
  const weeks = Array.from({ length: CHECK_INS }, (_, i) => {
    const at = okr.updatedAt - (CHECK_INS - 1 - i) * WEEK_MS;
    const share = (i + 1) / CHECK_INS;
    const known = { value: (okr.value ?? 0) * share, progress: (okr.progress ?? 0) * share, status: okr.status };
    return { at, version: i + 2, known };
  });
  const own = { orgId: okr.orgId, okrId: okr.id, source } as const;
  return {
    checkIns: weeks.map(({ at, version, known }) => ({
      id: newId('chk', at),
      ...own,
      version,
      at,
      authorId: source === 'person' ? okr.checkInOwnerId : null,
      ...known,
      note: source === 'person' && version % 3 === 0 ? 'Two teams are through; the third begins on Monday.' : null,
    })),
    points: weeks.map(({ at, known }) => ({ ...own, day: dayOf(at, timeZone), ...known })),
  };
}

/** The data link of an OKR, read twelve times, the last time just now. */
export function linkOf({ okr }: Node, connectionId: ConnectionId, now: number) {
  const jql = `project = ${okr.id.slice(-6)}`;
  const seen = { matched: 100, completed: okr.value ?? 0, value: null };
  const own = { okrId: okr.id, orgId: okr.orgId, connectionId };
  const link: typeof dataLinks.$inferInsert = {
    ...own,
    query: { jql },
    queryKey: jql,
    sourceKey: jql,
    count: 'completed',
    // Far enough ahead that no cron reads it while the benchmarks run.
    dueAt: now + WEEK_MS,
    createdAt: okr.createdAt,
    outcome: 'updated',
    readAt: now,
    ...seen,
    approximate: false,
    tookMs: 120,
    samples: [],
  };
  const reads: (typeof syncs.$inferInsert)[] = Array.from({ length: SYNCS }, (_, i) => {
    const startedAt = now - i * 60 * 60_000;
    return {
      id: newId('syn', startedAt),
      ...own,
      trigger: 'schedule',
      startedAt,
      finishedAt: startedAt + 120,
      outcome: 'unchanged',
      ...seen,
    };
  });
  return { link, reads };
}
