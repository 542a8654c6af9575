import { env, exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import type { ConnectionId, OkrId } from '../../src/db/ids.ts';
import { connections, deliveries, subscriptions, syncs } from '../../src/db/schema/connections.ts';
import { okrs } from '../../src/db/schema/okrs.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { signHmac, toHex } from '../../src/lib/hmac.ts';
import { demoAccount, demoGids } from '../stand-ins/asana/demo.ts';
import { asanaOutside } from '../support/outside.ts';
import { type World, world } from '../support/world.ts';

const { website, campaign, launch } = demoGids;
const SOON = { timeout: 8_000, interval: 50 };

/** Asks the API as Ada, and answers with the JSON that came. */
async function api<T>(token: string, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await exports.default.fetch(`https://cairn.test/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return (answer.status === 204 ? null : await answer.json()) as T;
}

async function connected() {
  const asana = asanaOutside();
  const w = await world({ now: Date.now() });
  const token = await w.token(w.ada);
  const config = { token: demoAccount.token };
  const made = await api<{ id: ConnectionId }>(token, 'POST', '/connections', {
    provider: 'asana',
    name: 'Asana',
    config,
  });
  const link = (okrId: OkrId, project_gid: string) =>
    api(token, 'PUT', `/okrs/${okrId}/data-link`, { connection_id: made.id, query: { project_gid } });
  const unlink = (okrId: OkrId) => api(token, 'DELETE', `/okrs/${okrId}/data-link`);
  return { asana, w, link, unlink, connection: made.id };
}

const agreed = (w: World) =>
  vi.waitFor(async () => {
    const all = await w.db.select().from(subscriptions);
    expect(all.map(({ state, failureDetail }) => [state, failureDetail])).toEqual(all.map(() => ['active', null]));
    expect(all.length).toBeGreaterThan(0);
    return all;
  }, SOON);

const numberOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!.value;

/** An OKR that follows the website's project, with the pushes that Asana and Cairn have agreed on. */
async function listening() {
  const set = await connected();
  const kr = await set.w.okr({});
  await set.link(kr.id, website);
  const [subscription] = await agreed(set.w);
  await set.asana.delivered();
  set.asana.requests.length = 0;
  return { ...set, kr, callback: subscription!.callback, secret: set.asana.state.webhooks[0]!.secret };
}

async function push(callback: string, secret: string, events: unknown[] = [{ action: 'changed' }], sent?: string) {
  const body = JSON.stringify({ events });
  const signature = toHex(await signHmac(secret, new TextEncoder().encode(body)));
  const headers = { 'X-Hook-Signature': signature, 'Content-Type': 'application/json' };
  return exports.default.fetch(callback, { method: 'POST', headers, body: sent ?? body });
}

const shake = (callback: string) =>
  exports.default.fetch(callback, { method: 'POST', headers: { 'X-Hook-Secret': 'a secret-of-mine' } });

/** Time enough for what must not happen. */
const aWhile = () => new Promise((done) => setTimeout(done, 400));

describe('linking an OKR to a project of Asana', () => {
  it('shakes hands once for the project, and keeps the secret sealed', async () => {
    const { asana, w, link, kr, secret } = await listening();
    const second = await w.okr({});
    await link(second.id, website);
    await aWhile();
    expect(asana.state.webhooks).toHaveLength(1);
    expect(asana.state.webhooks[0]).toMatchObject({ resource: website });
    expect(asana.deliveries.get(asana.state.webhooks[0]!.gid)?.status).toBe(200);
    const [subscription] = await w.db.select().from(subscriptions);
    expect(subscription).toMatchObject({ state: 'active', hookId: asana.state.webhooks[0]!.gid });
    expect(subscription!.secret).not.toContain(secret);
    expect(await numberOf(w, kr.id)).toBe(40);
  });

  it('that Asana cannot shake hands about says so, and is read by the hour', async () => {
    const { asana, w, link } = await connected();
    asana.fail({ kind: 'status', status: 403 }, { path: '/webhooks' });
    const kr = await w.okr({});
    await link(kr.id, website);
    await vi.waitFor(async () => {
      expect(await w.db.select().from(subscriptions)).toMatchObject([
        { state: 'failed', failureDetail: expect.stringContaining('Asana') },
      ]);
    }, SOON);
    expect(await numberOf(w, kr.id)).toBe(40);
  });
});

describe('a push from Asana', () => {
  it('moves the OKR within seconds, by one scan of that project and of no other', async () => {
    const { asana, w, link, kr } = await listening();
    const other = await w.okr({});
    await link(other.id, campaign);
    await vi.waitFor(() => expect(asana.state.webhooks).toHaveLength(2), SOON);
    await agreed(w);
    await asana.delivered();
    asana.requests.length = 0;
    asana.tick(launch);
    await asana.delivered();
    await vi.waitFor(async () => expect(await numberOf(w, kr.id)).toBe((17 / 40) * 100), SOON);
    await aWhile();
    expect(asana.requests.map(({ path }) => path)).toEqual([`/api/1.0/projects/${website}/tasks`]);
    expect(await w.db.$count(syncs, eq(syncs.okrId, other.id))).toBe(1);
    const [{ lastPushAt } = {}] = await w.db.select().from(connections);
    expect(lastPushAt).toBeGreaterThan(0);
  });

  it('that is a heartbeat is thanked for, and nothing is read', async () => {
    const { asana, w, callback, secret } = await listening();
    expect((await push(callback, secret, [])).status).toBe(200);
    await aWhile();
    expect(asana.requests).toEqual([]);
    expect(await w.db.$count(deliveries)).toBe(0);
  });

  it('delivered a second time changes nothing', async () => {
    const { asana, callback, secret } = await listening();
    expect((await push(callback, secret)).status).toBe(202);
    await vi.waitFor(() => expect(asana.requests).toHaveLength(1), SOON);
    expect((await push(callback, secret)).status).toBe(200);
    await aWhile();
    expect(asana.requests).toHaveLength(1);
  });

  it('that somebody else signed, or changed on its way, is refused and does nothing', async () => {
    const { asana, w, callback, secret } = await listening();
    expect((await push(callback, 'guess')).status).toBe(401);
    expect((await push(callback, secret, [{ action: 'changed' }], '{"events":[{"action":"deleted"}]}')).status).toBe(
      401,
    );
    expect((await exports.default.fetch(callback, { method: 'POST', body: '{"events":[]}' })).status).toBe(401);
    await aWhile();
    expect(asana.requests).toEqual([]);
    expect(await w.db.$count(deliveries)).toBe(0);
  });

  it('to another connection, another topic or with another key is refused', async () => {
    const { callback, secret } = await listening();
    const elsewhere = (change: (url: URL) => void) => {
      const url = new URL(callback);
      change(url);
      return push(url.href, secret);
    };
    expect((await elsewhere((url) => (url.pathname = '/hooks/asana/con_nothing'))).status).toBe(404);
    expect((await elsewhere((url) => url.searchParams.set('topic', campaign))).status).toBe(401);
    expect((await elsewhere((url) => url.searchParams.set('key', 'guess'))).status).toBe(401);
    expect((await elsewhere((url) => (url.search = ''))).status).toBe(401);
  });

  it('signed with the secret of another organization’s webhook is refused', async () => {
    const { asana, callback, w, link } = await listening();
    await link((await w.okr({})).id, campaign);
    await vi.waitFor(() => expect(asana.state.webhooks).toHaveLength(2), SOON);
    const [, other] = asana.state.webhooks;
    expect((await push(callback, other!.secret)).status).toBe(401);
  });

  it('longer than any that Asana sends is refused for good', async () => {
    const { callback, secret } = await listening();
    expect((await push(callback, secret, [{ action: 'x'.repeat(1024 * 1024) }])).status).toBe(413);
  });
});

describe('a handshake', () => {
  it('that nobody asked for is refused', async () => {
    const { connection, w } = await connected();
    const somewhere = `https://cairn.test/hooks/asana/${connection}?topic=${website}&key=guess`;
    expect((await shake(somewhere)).status).toBe(401);
    expect(await w.db.$count(subscriptions)).toBe(0);
  });

  it('after the one that was asked for is refused, and the secret stays', async () => {
    const { callback, secret } = await listening();
    const second = await shake(callback);
    expect([second.status, second.headers.get('X-Hook-Secret')]).toEqual([401, null]);
    expect((await push(callback, secret)).status).toBe(202);
  });
});

describe('the daily look', () => {
  it('begins anew what Asana has deleted', async () => {
    const { asana, w } = await listening();
    asana.state.webhooks.splice(0);
    await w.db.update(subscriptions).set({ askedAt: Date.now() - 2 * 60 * 60_000 });
    await runDue(env, '17 3 * * *', Date.now());
    await vi.waitFor(() => expect(asana.state.webhooks).toHaveLength(1), SOON);
    const [subscription] = await agreed(w);
    await asana.delivered();
    expect((await push(subscription!.callback, asana.state.webhooks[0]!.secret)).status).toBe(202);
  }, 20_000);
});

describe('unlinking', () => {
  it('ends the webhook at Asana once no OKR follows the project', async () => {
    const { asana, w, link, unlink, kr, callback, secret } = await listening();
    const second = await w.okr({});
    await link(second.id, website);
    await unlink(kr.id);
    await aWhile();
    expect(asana.state.webhooks).toHaveLength(1);
    await unlink(second.id);
    await vi.waitFor(() => expect(asana.state.webhooks).toEqual([]), SOON);
    await vi.waitFor(async () => expect(await w.db.$count(subscriptions)).toBe(0), SOON);
    expect((await push(callback, secret)).status).toBe(401);
  });
});
