import { env, exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { connections, deliveries, syncs } from '../../src/db/schema/connections.ts';
import { okrs } from '../../src/db/schema/okrs.ts';
import { planPush } from '../../src/domain/connections/pushing.ts';
import { signHmac, toHex } from '../../src/lib/hmac.ts';
import { jiraOutside } from '../support/outside.ts';
import { world } from '../support/world.ts';

const body = JSON.stringify({ webhookEvent: 'jira:issue_updated', issue: { key: 'AE-788' } });

async function push(id: string, { delivery = crypto.randomUUID(), secret = 'push secret', sent = body } = {}) {
  const signature = `sha256=${toHex(await signHmac(secret, new TextEncoder().encode(body)))}`;
  return exports.default.fetch(`http://cairn.test/hooks/jira/${id}`, {
    method: 'POST',
    headers: {
      'X-Hub-Signature': signature,
      'X-Atlassian-Webhook-Identifier': delivery,
      'Content-Type': 'application/json',
    },
    body: sent,
  });
}

async function linked() {
  const jira = jiraOutside();
  const w = await world({ now: Date.now() });
  const kr = await w.okr({});
  const connection = await w.connection();
  await w.link(kr.id, connection, '"Epic Link" = AE-786');
  const value = async () => (await w.db.select().from(okrs).where(eq(okrs.id, kr.id)))[0]!.value;
  return { jira, w, kr, connection, value };
}

describe('a push from Jira', () => {
  it('is answered at once and moves the OKR within seconds', async () => {
    const { connection, value, w } = await linked();
    const answer = await push(connection);
    expect(answer.status).toBe(202);
    await vi.waitFor(async () => expect(await value()).toBe(30), { timeout: 5_000 });
    const [{ lastPushAt } = {}] = await w.db.select().from(connections);
    expect(lastPushAt).toBeGreaterThan(0);
  });

  it.each([
    ['without the right secret', { secret: 'guess' }],
    ['with one byte changed after signing', { sent: body.replace('AE-788', 'AE-789') }],
  ])('%s is refused and does nothing', async (_, options) => {
    const { connection, jira, w } = await linked();
    expect((await push(connection, options)).status).toBe(401);
    expect(await w.db.$count(deliveries)).toBe(0);
    expect(jira.requests).toEqual([]);
  });

  it('without a signature is refused', async () => {
    const { connection } = await linked();
    const answer = await exports.default.fetch(`http://cairn.test/hooks/jira/${connection}`, { method: 'POST', body });
    expect(answer.status).toBe(401);
  });

  it('signed for another connection is refused', async () => {
    const { w, connection } = await linked();
    const { sealSecret } = await import('../../src/domain/connections/secrets.ts');
    const { keyRing } = await import('../../src/writers/outside.ts');
    const other = await w.connection();
    const webhookSecret = await sealSecret(keyRing(env), { orgId: w.org.id, id: other }, 'webhook', 'another secret');
    await w.db.update(connections).set({ webhookSecret }).where(eq(connections.id, other));
    expect((await push(other)).status).toBe(401);
    expect((await push(connection)).status).toBe(202);
  });

  it('longer than any that Jira sends is refused for good', async () => {
    const { connection, w } = await linked();
    expect((await push(connection, { sent: 'x'.repeat(2 * 1024 * 1024 + 1) })).status).toBe(413);
    expect(await w.db.$count(deliveries)).toBe(0);
  });

  it('to a connection that does not exist finds nothing', async () => {
    expect((await push('con_nothing')).status).toBe(404);
  });

  it('delivered a second time changes nothing', async () => {
    const { connection, value, w } = await linked();
    expect((await push(connection, { delivery: 'one' })).status).toBe(202);
    await vi.waitFor(async () => expect(await value()).toBe(30), { timeout: 5_000 });
    const runs = await w.db.$count(syncs);
    expect((await push(connection, { delivery: 'one' })).status).toBe(200);
    await new Promise((done) => setTimeout(done, 300));
    expect(await w.db.$count(syncs)).toBe(runs);
  });

  it('repeated a hundred times within seconds causes two reads at most, and the last one sees the end', async () => {
    const { connection, jira, value, w, kr } = await linked();
    await Promise.all(Array.from({ length: 50 }, () => push(connection)));
    await vi.waitFor(async () => expect(await value()).toBe(30), { timeout: 5_000 });
    jira.createIssue({ project: 'AE', parent: 'AE-786', summary: 'One more', status: 'To Do' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => push(connection)));
    expect(answers.every((answer) => answer.status === 202)).toBe(true);
    await vi.waitFor(async () => expect(await value()).toBeCloseTo(300 / 11, 9), { timeout: 10_000, interval: 200 });
    expect(await w.db.$count(syncs, eq(syncs.okrId, kr.id))).toBe(2);
  }, 20_000);
});

describe('pushes that come together', () => {
  it.each([
    ['the first acts at once', null, false, { read: 'now' }],
    ['the second waits for the end of the window', 1_000, false, { read: 'later', delayMs: 4_000 }],
    ['the third finds one waiting', 2_000, true, { read: 'none' }],
    ['one after the window acts at once', 5_000, false, { read: 'now' }],
    ['one whose forerunner still waits lets it', 7_000, true, { read: 'none' }],
    ['one whose forerunner was lost acts itself', 66_000, true, { read: 'now' }],
  ])('%s', (_, since, pushWaiting, plan) => {
    const now = 1_000_000;
    expect(planPush({ pushedAt: since === null ? null : now - since, pushWaiting }, now)).toEqual(plan);
  });
});
