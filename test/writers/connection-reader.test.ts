import { evictAllDurableObjects, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import type { ConnectionId } from '../../src/db/ids.ts';
import { connections } from '../../src/db/schema/connections.ts';
import { openSecret, sealSecret } from '../../src/domain/connections/secrets.ts';
import { connectionReader } from '../../src/writers/connection-reader-client.ts';
import { keyRing } from '../../src/writers/outside.ts';
import { createAsana } from '../stand-ins/asana/asana.ts';
import { demoAccount, demoGids } from '../stand-ins/asana/demo.ts';
import { asanaOutside, jiraOutside } from '../support/outside.ts';
import { type World, world } from '../support/world.ts';

const project = (key: string) => ({ key: { jql: `project = ${key}` } });
const queryOf = (gid: string, completion: string) => ({
  project_gid: gid,
  scope: 'tasks',
  parent_task_gid: null,
  assignee_gids: [],
  section_gids: [],
  completion,
  sum_field_gid: null,
});

const failed = (reason: string) => ({ ok: false, error: { reason } });
const later = () => new Promise((done) => setTimeout(done, 50));

/** A connection with its reader, and a Jira whose answers wait until `open` is called. */
async function gated() {
  const jira = jiraOutside();
  const w = await world({ now: Date.now() });
  const id = await w.connection();
  const gate = Promise.withResolvers<void>();
  const answer = jira.fetch;
  jira.fetch = async (request) => {
    const answered = answer(request);
    await gate.promise;
    return answered;
  };
  const reader = connectionReader(env, { orgId: w.org.id, id });
  return { w, id, jira, reader, open: gate.resolve };
}

const asked = async (w: World, id: ConnectionId) =>
  (await w.db.select().from(connections).where(eq(connections.id, id)))[0]!;

describe('scans of one source', () => {
  it('that are asked for before one begins share it; one that has begun is not joined', async () => {
    const { id, jira, reader, open } = await gated();
    const running = reader.scan(id, 'AE', project('AE'), false);
    await later();
    jira.createIssue({ project: 'AE', summary: 'Made while a scan runs' });
    const joined = [reader.scan(id, 'AE', project('AE'), false), reader.scan(id, 'AE', project('AE'), true)];
    await later();
    open();
    const [first, second, third] = await Promise.all([running, ...joined]);
    expect(second!.startedAt).toBe(third!.startedAt);
    expect(second!.startedAt).toBeGreaterThan(first!.startedAt);
    const counts = [first, second].map((each) => each!.seen.key!.ok && each!.seen.key!.value.matched);
    expect(counts[1]).toBe(Number(counts[0]) + 1);
    expect(jira.calls('/search/jql')).toBe(first!.requests + second!.requests);
  });

  it('that fail for a reason of ours fail for all who share them, and the next one is tried anew', async () => {
    const { id, reader, open } = await gated();
    void reader.scan(id, 'busy', project('WEB'), false);
    await later();
    const prototype = Object.getPrototypeOf(env.DB) as D1Database;
    const prepare = prototype.prepare;
    const broken = vi.spyOn(prototype, 'prepare').mockImplementation(() => {
      throw new Error('the database is away');
    });
    const shared = [reader.scan(id, 'AE', project('AE'), false), reader.scan(id, 'AE', project('AE'), false)];
    const settled = Promise.allSettled(shared);
    await later();
    open();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken.mockImplementation(prepare);
    const next = await reader.scan(id, 'AE', project('AE'), false);
    expect(next.seen.key).toMatchObject({ ok: true });
  });
});

describe('turns at a provider', () => {
  const order = (jira: { requests: { at: number }[] }, scans: { startedAt: number }[]) =>
    scans.map(({ startedAt }) => startedAt).every((at, i, all) => i === 0 || at >= all[i - 1]!) && jira.requests.length;

  it('go to people first, also when they join what waits', async () => {
    const { id, jira, reader, open } = await gated();
    const running = reader.scan(id, 'a', project('AE'), false);
    await later();
    const calm = reader.scan(id, 'b', project('OPS'), false);
    const joined = reader.scan(id, 'c', project('WEB'), false);
    const person = reader.scan(id, 'c', project('WEB'), true);
    await later();
    open();
    const [first, third, second] = await Promise.all([running, calm, joined, person]);
    expect(order(jira, [first, second, third])).toBeGreaterThan(0);
    expect(second.startedAt).toBeLessThanOrEqual(third.startedAt);
    expect(second.finishedAt).toBeLessThanOrEqual(third.startedAt);
  });

  it('are given to nobody after the provider asked for a rest, until it is over or the credentials are others', async () => {
    const { w, id, jira, reader, open } = await gated();
    jira.fail({ kind: 'status', status: 429, headers: { 'Retry-After': '60' } });
    const running = reader.scan(id, 'a', project('AE'), false);
    await later();
    const waiting = [reader.scan(id, 'b', project('OPS'), false), reader.scan(id, 'c', project('WEB'), true)];
    const tested = reader.introduce(id);
    open();
    const limited = { ok: false, error: { reason: 'rate_limited', retryAt: expect.any(Number) } };
    expect((await running).seen.key).toMatchObject(limited);
    const asked = jira.requests.length;
    for (const scan of await Promise.all(waiting)) expect(scan).toMatchObject({ requests: 0, seen: { key: limited } });
    expect(await tested).toMatchObject(limited);
    expect(jira.requests.length).toBe(asked);

    jira.recover();
    await w.db.update(connections).set({ version: sql`version + 1` }).where(eq(connections.id, id));
    expect((await reader.scan(id, 'a', project('AE'), false)).seen.key).toMatchObject({ ok: true });
  });

  it('go on after the reader has lost what it kept in memory', async () => {
    const { id, reader, open } = await gated();
    open();
    const before = await reader.scan(id, 'a', project('AE'), false);
    await evictAllDurableObjects();
    const after = await reader.scan(id, 'a', project('AE'), false);
    expect(after.seen).toEqual(before.seen);
  });
});

describe('credentials that end', () => {
  /** A connection signed in to an Asana that replaces refresh tokens, with an access token that ends in a minute. */
  async function signedIn(life = 60_000) {
    const asana = asanaOutside({ state: createAsana().state });
    asana.rotates = true;
    const w = await world({ now: Date.now() });
    const { clientId, clientSecret } = asana.state.apps[0]!;
    const user = asana.state.users[0]!.gid;
    const soon = Date.now() + life;
    asana.state.grants.push({ clientId, user, access: 'access-0', refresh: 'refresh-0', expiresAt: soon });
    const secret = { access_token: 'access-0', refresh_token: 'refresh-0', expires_at: soon };
    const id = await w.connection({ provider: 'asana', config: {} });
    const sealed = await sealSecret(keyRing(env), { orgId: w.org.id, id }, 'credentials', secret);
    await w.db.update(connections).set({ secret: sealed }).where(eq(connections.id, id));
    const reader = connectionReader(env, { orgId: w.org.id, id });
    await runInDurableObject(reader, (instance) => {
      Object.assign((instance as unknown as { env: object }).env, {
        ASANA_CLIENT_ID: clientId,
        ASANA_CLIENT_SECRET: clientSecret,
      });
    });
    const kept = async () => openSecret<typeof secret>(keyRing(env), await asked(w, id), 'credentials');
    const scan = (project: number, completion = 'any') => {
      const { gid } = asana.state.projects[project]!;
      return reader.scan(id, gid, { [completion]: queryOf(gid, completion) }, false);
    };
    return { asana, kept, scan };
  }

  it('are renewed once however many ask, and kept before they are used', async () => {
    const { asana, kept, scan } = await signedIn();
    const answer = asana.fetch;
    const keptAtUse: boolean[] = [];
    asana.fetch = async (request) => {
      const used = request.headers.get('Authorization')?.replace('Bearer ', '');
      if (used) keptAtUse.push((await kept()).access_token === used);
      return answer(request);
    };
    const all = await Promise.all([scan(0), scan(1), scan(0), scan(1), scan(1, 'complete')]);
    for (const { seen } of all) expect(seen.any).toMatchObject({ ok: true });
    // The last two wait for the same turn: one scan answers both.
    expect(all.at(-1)!.seen).toEqual({ any: expect.anything(), complete: expect.objectContaining({ ok: true }) });
    expect(all.at(-1)!.startedAt).toBe(all.at(-2)!.startedAt);
    expect(asana.calls('oauth_token')).toBe(1);
    expect(keptAtUse.length).toBeGreaterThan(0);
    expect(keptAtUse.every(Boolean)).toBe(true);
    expect(await kept()).toMatchObject({ refresh_token: asana.state.grants.at(-1)!.refresh });
  });

  it('are not lost when the database is away at the moment they were renewed', async () => {
    const { asana, kept, scan } = await signedIn();
    const prototype = Object.getPrototypeOf(env.DB) as D1Database;
    const prepare = prototype.prepare;
    let away = true;
    vi.spyOn(prototype, 'prepare').mockImplementation(function (this: D1Database, text: string) {
      if (away && /^update "connections" set "secret"/.test(text)) throw new Error('the database is away');
      return prepare.call(this, text);
    });
    expect((await Promise.allSettled([scan(0)]))[0]!.status).toBe('rejected');
    away = false;
    expect((await scan(0)).seen.any).toMatchObject({ ok: true });
    expect(asana.calls('oauth_token')).toBe(1);
    expect(await kept()).toMatchObject({ refresh_token: asana.state.grants.at(-1)!.refresh });
  });

  const HOUR = 60 * 60_000;

  it('before their time are renewed once, and the scan begins again', async () => {
    const { asana, kept, scan } = await signedIn(HOUR);
    asana.state.grants[0]!.access = 'revoked';
    const all = await Promise.all([scan(0), scan(1), scan(0)]);
    for (const { seen } of all) expect(seen.any).toMatchObject({ ok: true });
    expect(asana.calls('oauth_token')).toBe(1);
    expect(await kept()).toMatchObject({
      access_token: asana.state.grants[0]!.access,
      refresh_token: asana.state.grants[0]!.refresh,
    });
  });

  it('in the middle of a scan are renewed too, and nothing is counted twice', async () => {
    const { asana, scan } = await signedIn(HOUR);
    const whole = await scan(0);
    asana.pageSize = 3;
    const answer = asana.fetch;
    let asked = 0;
    asana.fetch = (request) => {
      if (++asked === 2) asana.state.grants[0]!.access = 'revoked';
      return answer(request);
    };
    expect((await scan(0)).seen).toEqual(whole.seen);
    expect(asana.calls('oauth_token')).toBe(1);
  });

  it('that are refused again after they were renewed are refused', async () => {
    const { asana, scan } = await signedIn(HOUR);
    asana.fail({ kind: 'status', status: 401 }, { path: '/api/' });
    expect((await scan(0)).seen.any).toMatchObject(failed('unauthorized'));
    expect(asana.calls('oauth_token')).toBe(1);
    expect(asana.calls('/tasks')).toBe(2);
  });

  it('that cannot be renewed any more are refused, without a second scan', async () => {
    const { asana, scan } = await signedIn(HOUR);
    asana.state.grants.length = 0;
    expect((await scan(0)).seen.any).toMatchObject(failed('unauthorized'));
    expect(asana.calls('/tasks')).toBe(1);
  });
});

describe('the pace', () => {
  it('asks nothing more of a provider that asked to slow down in the middle of a scan', async () => {
    const asana = asanaOutside();
    const w = await world({ now: Date.now() });
    const id = await w.connection({ provider: 'asana', config: {} });
    const { token } = demoAccount;
    const secret = await sealSecret(keyRing(env), { orgId: w.org.id, id }, 'credentials', { token });
    await w.db.update(connections).set({ secret }).where(eq(connections.id, id));
    const reader = connectionReader(env, { orgId: w.org.id, id });
    asana.fail({ kind: 'status', status: 403 }, { path: '/batch' });
    const answer = asana.fetch;
    asana.fetch = async (request) => {
      const path = new URL(request.url).pathname;
      if (!path.endsWith('/subtasks')) return answer(request);
      void answer(request);
      return Response.json({}, { status: 429, headers: { 'Retry-After': '30' } });
    };
    const query = { ...queryOf(demoGids.website, 'any'), scope: 'subtasks' };
    const before = Date.now();
    const { seen } = await reader.scan(id, demoGids.website, { key: query }, false);
    expect(seen.key).toMatchObject(failed('rate_limited'));
    expect(seen.key!.ok ? 0 : seen.key!.error.retryAt).toBeGreaterThanOrEqual(before + 30_000);
    const asked = asana.requests.length;
    expect((await reader.scan(id, 'another', { key: query }, true)).requests).toBe(0);
    expect(asana.requests.length).toBe(asked);
  });
});
