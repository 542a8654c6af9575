import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { fill } from '../../bench/company/filling.ts';
import { type ConnectionId, newId, type OkrId } from '../../src/db/ids.ts';
import { connections, dataLinks, syncs } from '../../src/db/schema/connections.ts';
import { checkIns, okrs, rollUpsDue } from '../../src/db/schema/okrs.ts';
import { enabledProviders } from '../../src/db/schema/organizations.ts';
import { listActivity } from '../../src/domain/connections/activity.ts';
import { intervalMs } from '../../src/domain/connections/connection.ts';
import { noteHealth } from '../../src/domain/connections/noting-health.ts';
import { claimDueLinks, findReadable } from '../../src/domain/data-links/listing-due.ts';
import { pruneSyncs } from '../../src/domain/organizations/pruning.ts';
import { noteLooks } from '../../src/domain/readings/noting.ts';
import type { Reading } from '../../src/domain/readings/reading.ts';
import type { Look } from '../../src/domain/readings/recording.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { dayOf } from '../../src/lib/days.ts';
import { err, ok } from '../../src/lib/result.ts';
import { disconnect } from '../../src/writers/connecting.ts';
import type { Job } from '../../src/writers/messages.ts';
import { refreshLink, syncSource, takeWaiting } from '../../src/writers/syncing.ts';
import { jiraOutside } from '../support/outside.ts';
import { DAY, metric, NOON, tree, type World, world } from '../support/world.ts';

const EPIC = '"Epic Link" = AE-786';
const HOUR = 60 * 60_000;

const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const linkOf = async (w: World, id: OkrId) => (await w.db.select().from(dataLinks).where(eq(dataLinks.okrId, id)))[0]!;
const runsOf = (w: World, id: OkrId) => w.db.select().from(syncs).where(eq(syncs.okrId, id)).orderBy(syncs.id);
const connectionOf = async (w: World, id: ConnectionId) =>
  (await w.db.select().from(connections).where(eq(connections.id, id)))[0]!;

/** So many OKRs on one query, none of them read yet. */
async function fed(count: number, now = NOON) {
  const w = await world({ now });
  const connection = await w.connection();
  const like = await w.okr({ measure: metric(0, 50) });
  await w.link(like.id, connection, EPIC);
  const ids = [like.id, ...Array.from({ length: count - 1 }, () => newId('okr', now))];
  const [okr, link] = [await okrOf(w, like.id), await linkOf(w, like.id)];
  await fill(
    env.DB,
    okrs,
    ids.slice(1).map((id) => ({ ...okr, id })),
  );
  await fill(
    env.DB,
    dataLinks,
    ids.slice(1).map((okrId) => ({ ...link, okrId })),
  );
  return { w, connection, ids };
}

const seen = (completed: number, more: Partial<Reading> = {}) =>
  ok({ matched: 10, completed, value: null, approximate: false, samples: [], ...more });

function lookAt(connection: ConnectionId, at: number, what: Look['seen'], trigger: Look['trigger'] = 'schedule'): Look {
  return {
    connectionId: connection,
    queryKey: EPIC,
    trigger,
    startedAt: at - 10,
    finishedAt: at,
    requests: 1,
    seen: what,
  };
}

/** Notes one look at all links of a connection, as a scan does. */
async function note(w: World, connection: ConnectionId, look: Look) {
  const { links } = (await findReadable(w.db, connection, { source: EPIC }))!;
  const ctx = { ...w.as(w.ada), now: look.finishedAt };
  return noteLooks(ctx, links, new Map([[EPIC, look]]), look.finishedAt + HOUR);
}

describe('what a scan saw', () => {
  it('is noted for any number of links, and their OKRs are told apart by what it means for them', async () => {
    const { w, connection, ids } = await fed(130);
    const same = ids.slice(0, 20);
    for (const id of same) await w.writer(id).checkIn({ value: 7 }, newId('chk', NOON));
    const changing = await note(w, connection, lookAt(connection, NOON, seen(7)));
    expect(changing.toSorted()).toEqual(ids.slice(20).toSorted());
    expect(await w.db.$count(dataLinks, eq(dataLinks.waiting, true))).toBe(110);
    expect(await w.db.$count(syncs, eq(syncs.outcome, 'unchanged'))).toBe(20);
    expect(await w.db.$count(dataLinks, eq(dataLinks.dueAt, NOON + HOUR))).toBe(130);
  });

  it('is counted in the run before it while all of it is the same, and is a run of its own when anything is not', async () => {
    const { w, connection, ids } = await fed(1);
    await w.writer(ids[0]!).checkIn({ value: 90, sticky: true }, newId('chk', NOON));
    const looks: Look['seen'][] = [
      seen(3),
      seen(3),
      seen(4),
      seen(4, { value: 4 }),
      seen(4, { value: 5 }),
      err({ reason: 'timeout', detail: 'Too slow.' }),
      err({ reason: 'timeout', detail: 'Too slow.' }),
      err({ reason: 'timeout', detail: 'Slower still.' }),
    ];
    for (const [i, what] of looks.entries()) await note(w, connection, lookAt(connection, NOON + i * 60_000, what));
    const runs = await runsOf(w, ids[0]!);
    expect(runs.map(({ outcome, value, detail, repeats }) => [outcome, value, detail, repeats])).toEqual([
      ['unchanged', 3, null, 1],
      ['unchanged', 4, null, 1],
      ['unchanged', 5, null, 0],
      ['failed', null, 'Too slow.', 1],
      ['failed', null, 'Slower still.', 0],
    ]);
    expect((await okrOf(w, ids[0]!)).value).toBe(90);
  });

  it('begins a run of its own on each day', async () => {
    const { w, connection, ids } = await fed(1);
    await w.writer(ids[0]!).checkIn({ value: 3 }, newId('chk', NOON));
    for (let i = 0; i < 30; i++) await note(w, connection, lookAt(connection, NOON + 60_000 + i * HOUR, seen(3)));
    const runs = await runsOf(w, ids[0]!);
    expect(runs.map(({ startedAt, repeats }) => [dayOf(startedAt, 'Europe/London'), repeats])).toEqual([
      ['2026-11-20', 11],
      ['2026-11-21', 17],
    ]);
  });

  it('says nothing against something newer, in whatever order jobs end', async () => {
    const { w, connection, ids } = await fed(1);
    await note(w, connection, lookAt(connection, NOON + 2_000, seen(5)));
    await note(w, connection, lookAt(connection, NOON + 1_000, seen(4)));
    expect(await linkOf(w, ids[0]!)).toMatchObject({ completed: 5, readAt: NOON + 2_000 });
    const older = lookAt(connection, NOON + 1_000, seen(4), 'push');
    expect(await w.writer(ids[0]!, w.ada).recordReading(older)).toBeNull();
    expect(await linkOf(w, ids[0]!)).toMatchObject({ completed: 5, waiting: true });
  });

  it('leaves a link alone that was edited while it was read', async () => {
    const { w, connection, ids } = await fed(2);
    const { links } = (await findReadable(w.db, connection, { source: EPIC }))!;
    await w.link(ids[0]!, connection, 'project = WEB');
    const look = lookAt(connection, NOON, seen(5));
    await noteLooks(w.as(w.ada), links, new Map([[EPIC, look]]), NOON + HOUR);
    expect(await linkOf(w, ids[0]!)).toMatchObject({ waiting: false, completed: null, triedAt: null });
    expect(await linkOf(w, ids[1]!)).toMatchObject({ waiting: true, completed: 5 });
  });
});

describe('a reading that waits', () => {
  it('is taken once, however often and however closely its message is delivered', async () => {
    const { w, connection, ids } = await fed(5);
    await note(w, connection, lookAt(connection, NOON, seen(5)));
    await Promise.all([1, 2, 3].map(() => takeWaiting(env, w.db, connection, ids, 'schedule')));
    for (const id of ids) {
      expect((await okrOf(w, id)).value).toBe(5);
      expect(await runsOf(w, id)).toHaveLength(1);
      expect(await w.db.$count(checkIns, eq(checkIns.okrId, id))).toBe(1);
    }
  });

  it('is taken after a later read has failed, which stays on the link', async () => {
    const { w, connection, ids } = await fed(1);
    await note(w, connection, lookAt(connection, NOON, seen(5)));
    await note(w, connection, lookAt(connection, NOON + 1, err({ reason: 'timeout', detail: 'Too slow.' })));
    await takeWaiting(env, w.db, connection, ids, 'schedule');
    expect((await okrOf(w, ids[0]!)).value).toBe(5);
    expect(await linkOf(w, ids[0]!)).toMatchObject({ waiting: false, outcome: 'failed', failureDetail: 'Too slow.' });
  });

  it('does not keep others from theirs when its OKR is gone', async () => {
    const { w, connection, ids } = await fed(3);
    await note(w, connection, lookAt(connection, NOON, seen(5)));
    await w.db.delete(okrs).where(eq(okrs.id, ids[1]!));
    await takeWaiting(env, w.db, connection, ids, 'schedule');
    expect((await okrOf(w, ids[2]!)).value).toBe(5);
  });
});

describe('many readings under one objective', { timeout: 60_000 }, () => {
  it('recompute it once, through the queue', async () => {
    jiraOutside();
    const w = await world({ now: Date.now() });
    const top = await w.okr({ kind: 'objective', title: 'Above' });
    const { objective, keyResults } = await tree(
      w,
      Array.from({ length: 60 }, () => ({})),
      {
        parents: [{ okrId: top.id, fixedWeight: null }],
      },
    );
    const connection = await w.connection();
    for (const { id } of keyResults) await w.link(id, connection, EPIC);
    await syncSource(env, w.db, connection, EPIC, 'push');
    await vi.waitFor(async () => expect((await okrOf(w, top.id)).value).toBeCloseTo(30), {
      timeout: 45_000,
      interval: 250,
    });
    expect((await okrOf(w, objective.id)).value).toBeCloseTo(30);
    expect(await w.db.$count(checkIns, eq(checkIns.okrId, objective.id))).toBe(1);
    expect(await w.db.$count(checkIns, eq(checkIns.okrId, top.id))).toBe(1);
    expect(await w.db.$count(rollUpsDue)).toBe(0);
    expect(await w.db.$count(checkIns, eq(checkIns.source, 'sync'))).toBe(60);
  });

  it('are swept up when the message that settles them is lost', async () => {
    const { w, connection, ids } = await fed(3, Date.now());
    const objective = await w.okr({ kind: 'objective', title: 'Above' });
    for (const id of ids) await w.writer(id, w.ada).align(objective.id, null);
    await w.settle([objective.id]);
    await note(w, connection, lookAt(connection, w.now, seen(25)));
    await takeWaiting(env, w.db, connection, ids, 'schedule');
    expect(await w.db.$count(rollUpsDue, eq(rollUpsDue.okrId, objective.id))).toBe(1);
    await runDue(env, '*/5 * * * *', Date.now() + 31_000);
    await vi.waitFor(async () => expect((await okrOf(w, objective.id)).value).toBe(50), { timeout: 10_000 });
    expect(await w.db.$count(rollUpsDue)).toBe(0);
  });
});

describe('in the middle of a read', () => {
  /** Reads a source while `happening` takes place before the provider answers. */
  async function reading(happening: (w: World, connection: ConnectionId, kr: OkrId) => Promise<unknown>) {
    const jira = jiraOutside();
    const { w, connection, ids } = await fed(1, Date.now());
    const answer = jira.fetch;
    const gate = Promise.withResolvers<void>();
    jira.fetch = async (request) => {
      await gate.promise;
      return answer(request);
    };
    const reads = syncSource(env, w.db, connection, EPIC, 'schedule');
    await new Promise((done) => setTimeout(done, 100));
    expect(jira.requests).toEqual([]);
    await happening(w, connection, ids[0]!);
    gate.resolve();
    await reads;
    return { w, connection, kr: ids[0]! };
  }

  it('a deleted connection changes nothing any more', async () => {
    const { w, kr } = await reading(async (w, connection) =>
      expect(await disconnect(env, w.as(w.ada), connection)).toBe(true),
    );
    expect(await okrOf(w, kr)).toMatchObject({ value: null, mode: 'manual' });
    expect(await runsOf(w, kr)).toEqual([]);
    expect(await w.db.$count(connections)).toBe(0);
  });

  it('a provider that is switched off is read no further', async () => {
    const { w, connection, kr } = await reading((w) =>
      w.db.insert(enabledProviders).values({ orgId: w.org.id, provider: 'jira', enabled: false, changedAt: 1 }),
    );
    const runs = await runsOf(w, kr);
    await syncSource(env, w.db, connection, EPIC, 'push');
    expect(await runsOf(w, kr)).toEqual(runs);
  });

  it('an OKR that is closed keeps its value', async () => {
    const { w, kr } = await reading((w, _, kr) => w.writer(kr, w.ada).closeOkr({ status: 'closed' }));
    expect(await okrOf(w, kr)).toMatchObject({ value: null, status: 'closed' });
  });
});

describe('a connection that waits', () => {
  it('has its other sources read when its wait is over, not an interval later', async () => {
    const jira = jiraOutside();
    const { w, connection, ids } = await fed(1, Date.now());
    const retryAt = Date.now() + 90_000;
    await w.db.update(connections).set({ retryAt, failures: 1 }).where(eq(connections.id, connection));
    await syncSource(env, w.db, connection, EPIC, 'schedule');
    expect(jira.requests).toEqual([]);
    expect((await linkOf(w, ids[0]!)).dueAt).toBe(retryAt);
    expect(await claimDueLinks(w.db, retryAt - 1, 100)).toEqual([]);
  });

  it('counts scans that fail at the same time once', async () => {
    const { w, connection } = await fed(1);
    const refused = err({ reason: 'unauthorized', detail: 'No.' });
    const before = await connectionOf(w, connection);
    for (let i = 0; i < 5; i++) await noteHealth(w.as(w.ada), before, [refused], 0);
    expect(await connectionOf(w, connection)).toMatchObject({ failures: 1, pausedAt: null });
  });

  it('fails no more often because people ask it meanwhile', async () => {
    const jira = jiraOutside();
    const { w, connection, ids } = await fed(1, Date.now());
    jira.fail({ kind: 'status', status: 429, headers: { 'Retry-After': '600' } });
    for (let i = 0; i < 3; i++) await refreshLink(env, { ...w.as(w.ada), now: Date.now() }, ids[0]!, 'refresh');
    expect(await connectionOf(w, connection)).toMatchObject({ failures: 1 });
  });

  it('is tried by itself while it pauses, and everything is read when the trial goes well', async () => {
    const jira = jiraOutside();
    const { w, connection, ids } = await fed(1, Date.now());
    const now = Date.now();
    const paused = { pausedAt: now - HOUR, trialAt: now - 1, failures: 3, failureReason: 'unauthorized' };
    await w.db
      .update(connections)
      .set({ ...paused, noticedAt: now })
      .where(eq(connections.id, connection));
    jira.fail({ kind: 'status', status: 401 });
    await runDue(env, '*/5 * * * *', now);
    await vi.waitFor(async () => expect((await connectionOf(w, connection)).trialAt).toBeGreaterThan(now + HOUR - 1), {
      timeout: 5_000,
    });
    expect((await okrOf(w, ids[0]!)).value).toBeNull();
    jira.recover();
    await w.db.update(connections).set({ trialAt: now }).where(eq(connections.id, connection));
    await runDue(env, '*/5 * * * *', now + 1);
    await vi.waitFor(async () => expect((await okrOf(w, ids[0]!)).value).toBe(3), { timeout: 5_000 });
    expect(await connectionOf(w, connection)).toMatchObject({ pausedAt: null, failures: 0, noticedAt: null });
  });
});

describe('a tick', () => {
  /** An organization with so many links, each of a source of its own, all due. */
  async function due(slug: string, count: number) {
    const w = await world({ slug });
    const connection = await w.connection();
    const { id: _, ...like } = await w.okr({});
    const ids = Array.from({ length: count }, () => newId('okr', NOON));
    await fill(
      env.DB,
      okrs,
      ids.map((id) => ({ ...like, id })),
    );
    await fill(
      env.DB,
      dataLinks,
      ids.map((okrId, i) => ({
        okrId,
        orgId: w.org.id,
        connectionId: connection,
        query: { jql: `project = P${i}` },
        queryKey: `project = P${i}`,
        sourceKey: `project = P${i}`,
        count: 'completed' as const,
        dueAt: NOON - HOUR,
        createdAt: NOON,
      })),
    );
    return { w, connection };
  }

  it('gives organizations turns: five links are not kept waiting by nine hundred', async () => {
    const { w, connection: large } = await due('northwind', 900);
    const { connection: small } = await due('southwind', 5);
    const first = await claimDueLinks(w.db, NOON, 10);
    expect(Map.groupBy(first, (each) => each.connectionId).get(small)).toHaveLength(5);
    expect(first.filter((each) => each.connectionId === large)).toHaveLength(5);
    const rest = await claimDueLinks(w.db, NOON, 1_000);
    expect(rest).toHaveLength(895);
  });

  it('puts what it sends in turns too', async () => {
    const { connection: large } = await due('northwind', 900);
    const { connection: small } = await due('southwind', 5);
    const sent: Job[] = [];
    vi.spyOn(Object.getPrototypeOf(env.JOBS), 'sendBatch').mockImplementation(async (messages) => {
      sent.push(...[...(messages as Iterable<{ body: Job }>)].map(({ body }) => body));
    });
    await runDue(env, '*/5 * * * *', NOON);
    const scans = sent.flatMap((job) => (job.type === 'scan' ? [job.connectionId] : []));
    expect(scans).toHaveLength(905);
    expect(scans.slice(0, 10).filter((id) => id === small)).toHaveLength(5);
    expect(scans.slice(10).every((id) => id === large)).toBe(true);
  });

  it('takes a link once, and again an hour later when what it sent was lost', async () => {
    const { w } = await due('northwind', 3);
    await w.db.update(connections).set({ interval: 'daily' });
    expect((await Promise.all([1, 2, 3].map(() => claimDueLinks(w.db, NOON, 100)))).flat()).toHaveLength(3);
    expect(await claimDueLinks(w.db, NOON + intervalMs.hourly - 1, 100)).toEqual([]);
    expect(await claimDueLinks(w.db, NOON + intervalMs.hourly, 100)).toHaveLength(3);
  });
});

describe('history', () => {
  it('of a connection is told by day, with requests of a scan counted once', async () => {
    const { w, connection } = await fed(4);
    await note(w, connection, lookAt(connection, NOON - DAY, err({ reason: 'timeout', detail: 'Too slow.' })));
    const ids = await note(w, connection, { ...lookAt(connection, NOON, seen(3)), requests: 7 });
    await takeWaiting(env, w.db, connection, ids, 'schedule');
    for (let i = 1; i < 4; i++) await note(w, connection, { ...lookAt(connection, NOON + i, seen(3)), requests: 7 });
    expect(await listActivity(w.as(w.ada), connection, 3)).toEqual([
      { day: '2026-11-18', good: 0, unchanged: 0, failed: 0, requests: 0 },
      { day: '2026-11-19', good: 0, unchanged: 0, failed: 4, requests: 1 },
      { day: '2026-11-20', good: 4, unchanged: 12, failed: 0, requests: 21 },
    ]);
  });

  it('reaches back 90 days, by the last of the runs that were counted together', async () => {
    const { w, connection, ids } = await fed(1);
    await w.writer(ids[0]!).checkIn({ value: 3 }, newId('chk', NOON));
    await note(w, connection, lookAt(connection, NOON, seen(3)));
    await note(w, connection, lookAt(connection, NOON + HOUR, seen(3)));
    await pruneSyncs(w.db, NOON + 90 * DAY + 1);
    expect(await runsOf(w, ids[0]!)).toHaveLength(1);
    await pruneSyncs(w.db, NOON + 90 * DAY + HOUR + 1);
    expect(await runsOf(w, ids[0]!)).toEqual([]);
  });
});
