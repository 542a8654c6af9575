import { env, exports } from 'cloudflare:workers';
import { and, desc, eq } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import type { OkrId } from '../../src/db/ids.ts';
import { events } from '../../src/db/schema/access.ts';
import { checkIns, okrs, progressPoints, rollUpsDue } from '../../src/db/schema/okrs.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { signHmac, toHex } from '../../src/lib/hmac.ts';
import { refreshLink } from '../../src/writers/syncing.ts';
import { jiraOutside } from '../support/outside.ts';
import { tree, type World, world } from '../support/world.ts';

const SITE = 'http://cairn.test';

type Way = {
  name: string;
  source: string;
  action: string;
  bring: (w: World, okrId: OkrId, connection: string) => Promise<unknown>;
};

/** Every way in which a value of 30 reaches an OKR. */
const ways: Way[] = [
  { name: 'a sync by cron', source: 'sync', action: 'okr.synced', bring: () => runDue(env, '*/5 * * * *', Date.now()) },
  {
    name: 'a push',
    source: 'sync',
    action: 'okr.synced',
    bring: async (_, __, connection) => {
      const body = '{"webhookEvent":"jira:issue_updated"}';
      const signature = `sha256=${toHex(await signHmac('push secret', new TextEncoder().encode(body)))}`;
      return exports.default.fetch(`${SITE}/hooks/jira/${connection}`, {
        method: 'POST',
        headers: { 'X-Hub-Signature': signature },
        body,
      });
    },
  },
  {
    name: 'a refresh',
    source: 'sync',
    action: 'okr.synced',
    bring: (w, okrId) => refreshLink(env, { ...w.as(w.ada), now: Date.now() }, okrId, 'refresh'),
  },
  {
    name: 'a check-in by hand',
    source: 'person',
    action: 'okr.checked_in',
    bring: async (w, okrId) =>
      exports.default.fetch(`${SITE}/o/northwind/okrs/${okrId}/check-ins`, {
        method: 'POST',
        headers: { Cookie: await w.cookie(w.dana), Origin: SITE },
        body: new URLSearchParams({ value: '30' }),
        redirect: 'manual',
      }),
  },
  {
    name: 'a check-in by API',
    source: 'token',
    action: 'okr.checked_in',
    bring: async (w, okrId) =>
      exports.default.fetch(`${SITE}/api/v1/okrs/${okrId}/check-ins`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${await w.token(w.dana)}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ value: 30 }),
      }),
  },
];

describe('one verb behind many doors', () => {
  it.each(ways)('$name ends as a value, a check-in, a point, an event and a parent recomputed', async (way) => {
    jiraOutside();
    const w = await world({ now: Date.now() });
    const { objective, keyResults } = await tree(w, [{}]);
    const { id } = keyResults[0]!;
    const connection = await w.connection();
    await w.link(id, connection, '"Epic Link" = AE-786');
    await way.bring(w, id, connection);

    const valueOfOkr = async (okrId: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, okrId)))[0]!.value;
    await vi.waitFor(async () => expect(await valueOfOkr(objective.id)).toBe(30), { timeout: 5_000 });
    expect(await valueOfOkr(id)).toBe(30);
    const told = await w.db.select().from(checkIns).where(eq(checkIns.okrId, id));
    expect(told).toMatchObject([{ source: way.source, value: 30, progress: 0.3 }]);
    const points = await w.db.select().from(progressPoints).where(eq(progressPoints.okrId, id));
    expect(points).toMatchObject([{ value: 30, source: way.source }]);
    const [happened] = await w.db
      .select()
      .from(events)
      .where(and(eq(events.subjectId, id)))
      .orderBy(desc(events.id))
      .limit(1);
    expect(happened?.action).toBe(way.action);
    await vi.waitFor(async () => expect(await w.db.$count(rollUpsDue)).toBe(0));
  });
});
