import { evictAllDurableObjects } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { type ConnectionId, newId, type OkrId } from '../../src/db/ids.ts';
import { connections, dataLinks, syncs } from '../../src/db/schema/connections.ts';
import { checkIns, okrs } from '../../src/db/schema/okrs.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { parseQuery } from '../../src/writers/previewing.ts';
import { refreshLink, syncSource } from '../../src/writers/syncing.ts';
import type { Fault } from '../stand-ins/jira/faults.ts';
import { jiraOutside } from '../support/outside.ts';
import { metric, tree, type World, world } from '../support/world.ts';

const EPIC = '"Epic Link" = AE-786 ORDER BY created';

/** The source that links to the epic share. */
const SOURCE = '"Epic Link" = AE-786';

const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const linkOf = async (w: World, id: OkrId) => (await w.db.select().from(dataLinks).where(eq(dataLinks.okrId, id)))[0]!;
const healthOf = async (w: World, id: ConnectionId) =>
  (await w.db.select().from(connections).where(eq(connections.id, id)))[0]!;
const refresh = (w: World, id: OkrId) => refreshLink(env, { ...w.as(w.ada), now: Date.now() }, id, 'refresh');

/** An objective with one key result that is linked to the epic, and what surrounds them. */
async function linked(jql = EPIC, measure?: ReturnType<typeof metric>) {
  const jira = jiraOutside();
  const w = await world({ now: Date.now() });
  const { objective, keyResults } = await tree(w, [measure ? { measure } : {}]);
  const connection = await w.connection();
  const kr = keyResults[0]!.id;
  await w.link(kr, connection, jql);
  return { jira, w, objective: objective.id, kr, connection };
}

describe('a reading', () => {
  it('of 3 of 10 is 30 %, an eleventh makes 27 %, and the ancestors follow', async () => {
    const { jira, w, objective, kr } = await linked();
    expect(await refresh(w, kr)).toMatchObject({ outcome: 'updated', matched: 10, completed: 3, value: 30 });
    expect(await okrOf(w, objective)).toMatchObject({ value: 30 });

    jira.createIssue({ project: 'AE', parent: 'AE-786', summary: 'Deliverability checks', status: 'To Do' });
    expect(await refresh(w, kr)).toMatchObject({ outcome: 'updated', matched: 11, completed: 3 });
    expect((await okrOf(w, kr)).progress).toBeCloseTo(3 / 11, 12);
    expect((await okrOf(w, objective)).progress).toBeCloseTo(3 / 11, 12);
  });

  it('keeps its evidence: counts, time taken and sample issues with links', async () => {
    const { w, kr } = await linked();
    await refresh(w, kr);
    const { matched, completed, samples, readAt, tookMs, approximate } = await linkOf(w, kr);
    expect({ matched, completed, approximate }).toEqual({ matched: 10, completed: 3, approximate: false });
    expect(readAt).toBeGreaterThan(0);
    expect(tookMs).toBeGreaterThanOrEqual(0);
    expect(samples).toHaveLength(10);
    expect(samples?.[0]).toMatchObject({
      key: expect.stringMatching(/^AE-/),
      url: expect.stringContaining('/browse/AE-'),
    });
  });

  it('of a metric counts what is done against its own target', async () => {
    const { w, kr } = await linked('project = OPS AND labels = quality', metric(0, 20));
    await refresh(w, kr);
    expect(await okrOf(w, kr)).toMatchObject({ value: 14, progress: 0.7 });
    await w.link(kr, (await linkOf(w, kr)).connectionId, 'project = OPS AND labels = quality', 'matched');
    await refresh(w, kr);
    expect((await okrOf(w, kr)).value).toBe(31);
  });

  it('that matches nothing keeps the value and says so', async () => {
    const { w, kr, connection } = await linked();
    await refresh(w, kr);
    await w.link(kr, connection, 'labels = nowhere');
    expect(await refresh(w, kr)).toMatchObject({ outcome: 'empty', matched: 0, value: null });
    expect(await okrOf(w, kr)).toMatchObject({ value: 30, version: 4 });
  });

  it('that finds the same again writes no check-in', async () => {
    const { w, kr } = await linked();
    await refresh(w, kr);
    expect(await refresh(w, kr)).toMatchObject({ outcome: 'unchanged', value: 30 });
    expect(await w.db.$count(checkIns, eq(checkIns.okrId, kr))).toBe(1);
    expect(await w.db.$count(syncs, eq(syncs.okrId, kr))).toBe(2);
  });

  it('overwrites a value by hand', async () => {
    const { w, kr } = await linked();
    await w.writer(kr).checkIn({ value: 90 }, newId('chk', Date.now()));
    expect(await refresh(w, kr)).toMatchObject({ outcome: 'updated' });
    expect((await okrOf(w, kr)).value).toBe(30);
  });

  it('of a query that was edited meanwhile is not recorded', async () => {
    const { w, kr, connection } = await linked();
    const before = await linkOf(w, kr);
    await w.link(kr, connection, 'project = WEB');
    const seen = {
      ok: true as const,
      value: { matched: 10, completed: 9, value: null, approximate: false, samples: [] },
    };
    const look = {
      connectionId: connection,
      queryKey: before.queryKey,
      trigger: 'push' as const,
      startedAt: 1,
      finishedAt: 2,
      requests: 1,
      seen,
    };
    expect(await w.writer(kr, w.ada).recordReading(look)).toBeNull();
    expect((await okrOf(w, kr)).value).toBeNull();
  });
});

describe('a failure', () => {
  const faults: [string, Fault, string][] = [
    ['401', { kind: 'status', status: 401 }, 'unauthorized'],
    ['403', { kind: 'status', status: 403 }, 'forbidden'],
    ['429 with Retry-After', { kind: 'status', status: 429, headers: { 'Retry-After': '120' } }, 'rate_limited'],
    ['500', { kind: 'status', status: 500 }, 'unavailable'],
    ['half a JSON text', { kind: 'malformed' }, 'bad_response'],
    ['a connection that breaks', { kind: 'truncated' }, 'unavailable'],
    ['a body without end', { kind: 'huge' }, 'too_large'],
    ['a redirect to a metadata address', { kind: 'redirect', to: 'http://169.254.169.254/latest' }, 'redirected'],
  ];
  it.each(faults)('(%s) leaves the value, names its outcome and says a sentence', async (_, fault, reason) => {
    const { jira, w, kr, connection } = await linked();
    await refresh(w, kr);
    jira.fail(fault);
    const sync = await refresh(w, kr);
    expect(sync).toMatchObject({ outcome: 'failed', reason, detail: expect.stringMatching(/\w.+\.$/) });
    expect(await okrOf(w, kr)).toMatchObject({ value: 30 });
    const { readAt, outcome, matched } = await linkOf(w, kr);
    expect({ outcome, matched }).toEqual({ outcome: 'failed', matched: 10 });
    expect(readAt).not.toBeNull();

    jira.recover();
    await w.db.update(connections).set({ retryAt: null }).where(eq(connections.id, connection));
    await evictAllDurableObjects();
    await refresh(w, kr);
    expect(await healthOf(w, connection)).toMatchObject({ failures: 0, pausedAt: null, failureReason: null });
  });

  it('of the credentials, three times in a row, pauses automatic reads until somebody looks after them', async () => {
    const { jira, w, kr, connection } = await linked();
    jira.fail({ kind: 'status', status: 401 });
    for (const paused of [false, false, true]) {
      await refresh(w, kr);
      expect((await healthOf(w, connection)).pausedAt !== null).toBe(paused);
    }
    const asked = jira.requests.length;
    await syncSource(env, w.db, connection, SOURCE, 'schedule');
    expect(jira.requests.length).toBe(asked);
  });

  it('that names a time is not asked again before it, not even by a person', async () => {
    const { jira, w, kr, connection } = await linked();
    jira.fail({ kind: 'status', status: 429, headers: { 'Retry-After': '600' } });
    const first = await refresh(w, kr);
    expect(first?.retryAt).toBeGreaterThan(Date.now() + 500_000);
    jira.recover();
    const asked = jira.requests.length;
    expect(await refresh(w, kr)).toMatchObject({ outcome: 'failed', reason: 'rate_limited' });
    await syncSource(env, w.db, connection, SOURCE, 'push');
    expect(jira.requests.length).toBe(asked);
  });

  it('of the connection says when it is tried again, one that waits for a person does not', async () => {
    const { jira, w, kr, connection } = await linked();
    jira.fail({ kind: 'status', status: 500 });
    const sync = await refresh(w, kr);
    const { retryAt } = await healthOf(w, connection);
    expect(sync?.retryAt).toBeGreaterThan(Date.now());
    expect(sync?.retryAt).toBe(retryAt);
    jira.fail({ kind: 'status', status: 401 });
    for (let strikes = 1; strikes < 3; strikes++) await refresh(w, kr);
    expect(await refresh(w, kr)).toMatchObject({ reason: 'unauthorized', retryAt: null });
  });

  it('of one query does not keep the others of its connection from being read', async () => {
    const { w, kr, connection } = await linked('this is not JQL');
    const other = await w.okr({});
    await w.link(other.id, connection, EPIC);
    await syncSource(env, w.db, connection, 'this is not JQL', 'schedule');
    await syncSource(env, w.db, connection, SOURCE, 'schedule');
    expect((await linkOf(w, kr)).outcome).toBe('failed');
    expect((await linkOf(w, other.id)).outcome).toBe('updated');
    expect(await healthOf(w, connection)).toMatchObject({ failures: 0, lastGoodAt: expect.any(Number) });
  });

  it('of stored credentials that no key opens is said, not thrown', async () => {
    const { w, kr, connection } = await linked();
    const elsewhere = await w.connection();
    const { secret } = await healthOf(w, elsewhere);
    await w.db.update(connections).set({ secret }).where(eq(connections.id, connection));
    expect(await refresh(w, kr)).toMatchObject({ outcome: 'failed', reason: 'unauthorized' });
  });
});

describe('the schedule', () => {
  it('reads what is due, once, and sets the next time', async () => {
    const { w, kr, jira } = await linked();
    const now = Date.now();
    await runDue(env, '*/5 * * * *', now);
    await vi.waitFor(async () => expect(await okrOf(w, kr)).toMatchObject({ value: 30 }), { timeout: 5_000 });
    expect((await linkOf(w, kr)).dueAt).toBeGreaterThan(now + 59 * 60_000);
    await vi.waitFor(async () =>
      expect((await healthOf(w, (await linkOf(w, kr)).connectionId)).lastGoodAt).not.toBeNull(),
    );
    const asked = jira.requests.length;
    await runDue(env, '*/5 * * * *', Date.now());
    await new Promise((done) => setTimeout(done, 300));
    expect(jira.requests.length).toBe(asked);
  });

  it('asks Jira once for a query that several OKRs share', async () => {
    const { w, kr, connection, jira } = await linked();
    const others = await Promise.all([1, 2, 3].map(() => w.okr({})));
    for (const other of others) await w.link(other.id, connection, '"Epic Link" = AE-786');
    await syncSource(env, w.db, connection, SOURCE, 'schedule');
    const together = jira.requests.length;
    jira.requests.length = 0;
    await refresh(w, kr);
    expect(together).toBe(jira.requests.length);
    for (const other of others) expect(await okrOf(w, other.id)).toMatchObject({ value: 30 });
  });

  it('leaves out a provider that an admin has switched off', async () => {
    const { w, kr, jira } = await linked();
    const { enabledProviders } = await import('../../src/db/schema/organizations.ts');
    await w.db.insert(enabledProviders).values({ orgId: w.org.id, provider: 'jira', enabled: false, changedAt: 1 });
    await runDue(env, '*/5 * * * *', Date.now());
    await new Promise((done) => setTimeout(done, 300));
    expect(jira.requests).toEqual([]);
    await expect(refresh(w, kr)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('recomputes one parent of many changed children once', async () => {
    jiraOutside();
    const w = await world({ now: Date.now() });
    const { objective, keyResults } = await tree(
      w,
      Array.from({ length: 5 }, () => ({})),
    );
    const connection = await w.connection();
    for (const kr of keyResults) await w.link(kr.id, connection, EPIC);
    await syncSource(env, w.db, connection, SOURCE, 'push');
    expect(await okrOf(w, objective.id)).toMatchObject({ value: 30 });
    expect(await w.db.$count(checkIns, eq(checkIns.okrId, objective.id))).toBe(1);
  });
});

describe('a scan by schedule', () => {
  it('that sees the same again is counted in the run before it', async () => {
    const { w, kr, connection } = await linked();
    for (let runs = 0; runs < 4; runs++) await syncSource(env, w.db, connection, SOURCE, 'schedule');
    const history = await w.db.select().from(syncs).where(eq(syncs.okrId, kr)).orderBy(syncs.id);
    expect(history.map(({ outcome, repeats }) => ({ outcome, repeats }))).toEqual([
      { outcome: 'updated', repeats: 0 },
      { outcome: 'unchanged', repeats: 2 },
    ]);
    expect(await w.db.$count(checkIns, eq(checkIns.okrId, kr))).toBe(1);
  });

  it('lets more OKRs change than one message may, by further messages', async () => {
    jiraOutside();
    const w = await world({ now: Date.now() });
    const okrIds = await Promise.all(Array.from({ length: 20 }, async () => (await w.okr({})).id));
    const connection = await w.connection();
    for (const okrId of okrIds) await w.link(okrId, connection, EPIC);
    await syncSource(env, w.db, connection, SOURCE, 'schedule');
    await vi.waitFor(
      async () =>
        expect(await Promise.all(okrIds.map(async (id) => (await okrOf(w, id)).value))).toEqual(okrIds.map(() => 30)),
      { timeout: 10_000 },
    );
    expect(await w.db.$count(dataLinks, eq(dataLinks.waiting, true))).toBe(0);
  });

  it('that crashed before its OKRs took their readings is finished by the next tick, once', async () => {
    const { w, kr } = await linked();
    await refresh(w, kr);
    const old = Date.now() - 120_000;
    await w.db
      .update(dataLinks)
      .set({ waiting: true, completed: 5, readAt: old, triedAt: old, dueAt: Date.now() + 3_600_000 })
      .where(eq(dataLinks.okrId, kr));
    for (let ticks = 0; ticks < 2; ticks++) await runDue(env, '*/5 * * * *', Date.now());
    await vi.waitFor(async () => expect(await okrOf(w, kr)).toMatchObject({ value: 50 }), { timeout: 5_000 });
    expect(await w.db.$count(checkIns, eq(checkIns.okrId, kr))).toBe(2);
  });

  it('leaves a query alone that was edited while it was read', async () => {
    const { w, kr, connection } = await linked();
    await w.link(kr, connection, 'project = WEB');
    await syncSource(env, w.db, connection, SOURCE, 'schedule');
    expect(await linkOf(w, kr)).toMatchObject({ query: { jql: 'project = WEB' }, triedAt: null, outcome: null });
  });
});

describe('a source that fails alone', () => {
  const rows: [string, Fault][] = [
    ['gone', { kind: 'status', status: 404 }],
    ['closed to the account', { kind: 'status', status: 403 }],
    ['misunderstood', { kind: 'status', status: 400, body: { errorMessages: ['No such field.'] } }],
    ['larger than Cairn reads', { kind: 'huge', bytes: 50 * 1024 * 1024 }],
  ];

  it.each(rows)('because it is %s keeps no other source of its connection waiting', async (_name, fault) => {
    const { jira, w, kr, connection } = await linked();
    const other = (await w.okr({})).id;
    await w.link(other, connection, 'project = OPS');
    jira.fail(fault);
    await syncSource(env, w.db, connection, (await linkOf(w, kr)).sourceKey, 'schedule');
    expect(await linkOf(w, kr)).toMatchObject({ outcome: 'failed' });
    expect(await healthOf(w, connection)).toMatchObject({ failures: 0, retryAt: null, pausedAt: null });
    jira.recover();
    await syncSource(env, w.db, connection, (await linkOf(w, other)).sourceKey, 'schedule');
    expect(await linkOf(w, other)).toMatchObject({ failureReason: null, matched: expect.any(Number) });
  });

  const shared: [string, Fault][] = [
    ['refuses the credentials', { kind: 'status', status: 401 }],
    ['asks to slow down', { kind: 'status', status: 429 }],
    ['is broken', { kind: 'status', status: 503 }],
    ['breaks off', { kind: 'truncated' }],
  ];

  it.each(shared)('because the provider %s makes the others wait', async (_name, fault) => {
    const { jira, w, kr, connection } = await linked();
    jira.fail(fault);
    await syncSource(env, w.db, connection, (await linkOf(w, kr)).sourceKey, 'schedule');
    const { failures, retryAt } = await healthOf(w, connection);
    expect(failures).toBe(1);
    expect(retryAt).toBeGreaterThan(Date.now());
  });
});

describe('a fraction', () => {
  it('of what a query adds up stays what it is, read once or with others', async () => {
    const { jira, w, kr, connection } = await linked();
    const points = { jql: '"Epic Link" = AE-786', sum_field: 'customfield_10016' };
    const parsed = parseQuery('jira', points);
    await w.writer(kr, w.ada).linkData({ connectionId: connection, count: 'completed', ...parsed });
    for (const [i, issue] of jira.state.issues.filter(({ parent }) => parent === 'AE-786').entries())
      issue.points = i === 0 ? 2.25 : 0.5;
    const seen = { matched: 6.75, approximate: false };
    expect(await refresh(w, kr)).toMatchObject({ matched: 6.75 });
    expect(await linkOf(w, kr)).toMatchObject(seen);
    for (let i = 0; i < 2; i++) {
      await syncSource(env, w.db, connection, (await linkOf(w, kr)).sourceKey, 'schedule');
      const { matched, completed } = await linkOf(w, kr);
      expect({ matched, whole: Number.isInteger(completed) }).toEqual({ matched: 6.75, whole: false });
    }
    const runs = await w.db.select().from(syncs).where(eq(syncs.okrId, kr));
    expect(new Set(runs.map(({ matched }) => matched))).toEqual(new Set([6.75]));
  });
});
