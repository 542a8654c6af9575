import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import type { ConnectionId } from '../../../src/db/ids.ts';
import { connections } from '../../../src/db/schema/connections.ts';
import type { Connection } from '../../../src/domain/connections/connection.ts';
import { editConnection } from '../../../src/domain/connections/editing.ts';
import { enableProvider } from '../../../src/domain/connections/enabling.ts';
import { findConnection, listConnections, listPickable } from '../../../src/domain/connections/finding.ts';
import { listTrails } from '../../../src/domain/connections/finding-runs.ts';
import { noteHealth } from '../../../src/domain/connections/noting-health.ts';
import { resealIfOutdated } from '../../../src/domain/connections/resealing.ts';
import { openSecret, sealSecret } from '../../../src/domain/connections/secrets.ts';
import { noteTest } from '../../../src/domain/connections/testing.ts';
import type { Context } from '../../../src/domain/context.ts';
import { err } from '../../../src/lib/result.ts';
import { isOutdated } from '../../../src/lib/sealed.ts';
import {
  connect,
  disconnect,
  replaceCredentials,
  replaceWebhookSecret,
  testConnection,
} from '../../../src/writers/connecting.ts';
import { keyRing } from '../../../src/writers/outside.ts';
import { previewQuery } from '../../../src/writers/previewing.ts';
import { refreshLink } from '../../../src/writers/syncing.ts';
import { jiraOutside } from '../../support/outside.ts';
import { DAY, type World, world } from '../../support/world.ts';

const config = { site_url: 'https://northwind.atlassian.net', user: 'dana@northwind.test', token: 'demo-jira-token' };
const wanted = { provider: 'jira' as const, name: 'Northwind', config, shared: true, interval: 'hourly' as const };

const rows = async (query: string, ...values: unknown[]) =>
  (
    await env.DB.prepare(query)
      .bind(...values)
      .all<Record<string, unknown>>()
  ).results;
const eventsOf = async (id: string) =>
  (await rows('select action from events where subject_id = ? order by rowid', id)).map((row) => row.action);
const stored = async (id: string) => (await rows('select * from connections where id = ?', id))[0]!;

const made = async (w: World) => (await connect(env, w.as(w.amir), wanted)).connection.id;

describe('making a connection', () => {
  test('keeps it once Jira has accepted the token, with the account behind it, and says so in an event', async () => {
    const w = await world();
    jiraOutside();
    const { connection, webhookSecret } = await connect(env, w.as(w.amir), wanted);
    expect(connection).toMatchObject({ name: 'Northwind', account: 'Dana Whitfield', ownerId: w.amir.id, version: 1 });
    expect(await eventsOf(connection.id)).toEqual(['connection.created']);
    const full = await findConnection(w.as(w.amir), connection.id);
    expect(await openSecret(keyRing(env), full, 'webhook')).toBe(webhookSecret);
  });

  test('stores no credential in the clear, neither in its row nor in its event', async () => {
    const w = await world();
    jiraOutside();
    const id = await made(w);
    const everything = JSON.stringify([await stored(id), await rows('select * from events')]);
    expect(everything).not.toContain('demo-jira-token');
  });

  test('refuses a wrong token at the token, in the words of Jira, and keeps nothing', async () => {
    const w = await world();
    jiraOutside();
    const wrong = { ...wanted, config: { ...config, token: 'wrong' } };
    await expect(connect(env, w.as(w.amir), wrong)).rejects.toMatchObject({
      code: 'invalid',
      fields: { token: 'Jira refused this token. It may have expired.' },
    });
    expect(await rows('select id from connections')).toEqual([]);
  });

  test('refuses an address inside a network at the address', async () => {
    const w = await world();
    const inside = { ...wanted, config: { site_url: 'https://10.0.0.1', token: 'x' } };
    await expect(connect(env, w.as(w.amir), inside)).rejects.toMatchObject({
      fields: { site_url: expect.stringContaining('private') },
    });
  });

  test('refuses a name that is taken, without asking Jira', async () => {
    const w = await world();
    const jira = jiraOutside();
    await made(w);
    const asked = jira.requests.length;
    await expect(made(w)).rejects.toMatchObject({ fields: { name: 'Another connection has this name.' } });
    expect(jira.requests.length).toBe(asked);
  });

  test('lets two organizations use one name', async () => {
    const [north, south] = [await world(), await world({ slug: 'southwind' })];
    jiraOutside();
    await made(north);
    await expect(made(south)).resolves.toMatch(/^con_/);
  });

  test.each(['dana', 'omar'] as const)('is not for %s', async (name) => {
    const w = await world();
    await expect(connect(env, w.as(w[name]), wanted)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('testing a connection again', () => {
  test('pauses it when the token is refused, and counts that as its failure', async () => {
    const w = await world();
    const jira = jiraOutside();
    const id = await made(w);
    jira.fail({ kind: 'status', status: 401 });
    expect(await testConnection(env, w.as(w.amir), id)).toMatchObject({
      pausedAt: w.now,
      failureReason: 'unauthorized',
    });
  });

  test('ends the pause when it is accepted, and makes every link due at once', async () => {
    const w = await world();
    jiraOutside();
    const id = await w.connection({ pausedAt: w.now - DAY, failures: 3, failureReason: 'unauthorized' });
    const okr = await w.okr({});
    await w.link(okr.id, id, 'project = AE');
    await env.DB.prepare('update data_links set due_at = ?')
      .bind(w.now + DAY)
      .run();
    expect(await testConnection(env, w.as(w.amir), id)).toMatchObject({ pausedAt: null, failures: 0 });
    expect(await rows('select due_at from data_links')).toEqual([{ due_at: w.now }]);
  });
});

describe('changing a connection', () => {
  test('renames it, makes it private and brings the next read forward', async () => {
    const w = await world();
    const id = await w.connection({ interval: 'daily' });
    const okr = await w.okr({});
    await w.link(okr.id, id, 'project = AE');
    await env.DB.prepare('update data_links set due_at = ?')
      .bind(w.now + DAY)
      .run();
    const patch = { name: 'Renamed', shared: false, interval: '15min' as const };
    expect(await editConnection(w.as(w.amir), id, patch, 1)).toMatchObject({ ...patch, version: 2 });
    expect(await rows('select due_at from data_links')).toEqual([{ due_at: w.now + 15 * 60_000 }]);
    expect(await eventsOf(id)).toEqual(['connection.edited']);
  });

  test('is refused to who has not seen the newest version', async () => {
    const w = await world();
    const id = await w.connection();
    await editConnection(w.as(w.amir), id, { name: 'First' }, 1);
    await expect(editConnection(w.as(w.ada), id, { name: 'Second' }, 1)).rejects.toMatchObject({ code: 'stale' });
    expect((await stored(id)).name).toBe('First');
  });

  test('is refused to members who do not own it, and unknown elsewhere', async () => {
    const [w, other] = [await world(), await world({ slug: 'southwind' })];
    const id = await w.connection();
    await expect(editConnection(w.as(w.dana), id, { name: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(editConnection(other.as(other.ada), id, { name: 'Mine' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('new credentials are tested before they replace the old ones, and end a pause', async () => {
    const w = await world();
    jiraOutside();
    const id = await w.connection({ pausedAt: w.now, failures: 1, failureReason: 'unauthorized' });
    const before = await stored(id);
    const ctx = w.as(w.amir);
    await expect(
      replaceCredentials(env, ctx, id, { ...config, token: 'wrong' }, 'https://cairn.test'),
    ).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(await stored(id)).toEqual(before);
    const send = vi.spyOn(env.JOBS, 'send');
    expect(await replaceCredentials(env, ctx, id, config, 'https://cairn.test')).toMatchObject({
      pausedAt: null,
      version: 2,
    });
    expect(send).toHaveBeenCalledWith(expect.objectContaining({ type: 'scan', connectionId: id, source: null }));
    expect(await eventsOf(id)).toEqual(['connection.credentials_renewed']);
  });

  test('a new webhook secret is told once and replaces the old one', async () => {
    const w = await world();
    const id = await w.connection();
    const { webhookSecret } = await replaceWebhookSecret(env, w.as(w.amir), id);
    const full = await findConnection(w.as(w.amir), id);
    expect(await openSecret(keyRing(env), full, 'webhook')).toBe(webhookSecret);
    expect(webhookSecret).not.toBe('push secret');
  });
});

describe('deleting a connection', () => {
  test('leaves every OKR it fed its value, checked in by hand, however often it takes', async () => {
    const w = await world();
    jiraOutside();
    const id = await w.connection();
    const fed = await Promise.all(Array.from({ length: 10 }, () => w.okr({ owner_ids: [w.ada.id] }, w.ada)));
    for (const okr of fed) await w.link(okr.id, id, '"Epic Link" = AE-786');
    await refreshLink(env, w.as(w.ada), fed[0]!.id, 'refresh');

    expect(await disconnect(env, w.as(w.amir), id)).toBe(false);
    expect(await disconnect(env, w.as(w.amir), id)).toBe(true);
    expect(await rows('select id from connections')).toEqual([]);
    expect(await rows('select distinct mode, provider from okrs')).toEqual([{ mode: 'manual', provider: null }]);
    expect(await rows('select value from okrs where id = ?', fed[0]!.id)).toEqual([{ value: 30 }]);
    expect(await eventsOf(id)).toEqual(['connection.removed']);
    await expect(disconnect(env, w.as(w.amir), id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('switching a provider off', () => {
  test('refuses new connections, new links, previews and refreshes, and loses nothing', async () => {
    const w = await world();
    const jira = jiraOutside();
    const id = await w.connection();
    const [linked, fresh] = [await w.okr({}), await w.okr({})];
    await w.link(linked.id, id, 'project = AE');
    await enableProvider(w.as(w.amir), 'jira', false);

    const off = { code: 'conflict' };
    await expect(connect(env, w.as(w.amir), wanted)).rejects.toMatchObject(off);
    await expect(w.link(fresh.id, id, 'project = AE')).rejects.toMatchObject(off);
    await expect(previewQuery(env, w.as(), id, { jql: 'project = AE' })).rejects.toMatchObject(off);
    await expect(refreshLink(env, w.as(), linked.id, 'refresh')).rejects.toMatchObject(off);
    expect(await listPickable(w.as())).toEqual({ tools: ['asana', 'trello', 'bigquery'], connections: [] });
    expect(jira.requests).toEqual([]);

    await enableProvider(w.as(w.amir), 'jira', true);
    await expect(w.link(fresh.id, id, 'project = AE')).resolves.toBeUndefined();
    expect(await eventsOf('jira')).toEqual(['provider.disabled', 'provider.enabled']);
  });

  test('is for admins', async () => {
    const w = await world();
    await expect(enableProvider(w.as(), 'jira', false)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('who sees which connection', () => {
  test('members choose among shared ones and their own, their own first; admins among all', async () => {
    const w = await world();
    await w.connection({ name: 'A shared' });
    await w.connection({ name: 'B private', shared: false });
    await w.connection({ name: 'C of Dana', shared: false, ownerId: w.dana.id });
    const names = async (person: World['dana']) =>
      (await listPickable(w.as(person))).connections.map((each) => each.name);
    expect(await names(w.dana)).toEqual(['C of Dana', 'A shared']);
    expect(await names(w.ada)).toEqual(['A shared', 'B private', 'C of Dana']);
    expect(await names(w.omar)).toEqual([]);
  });

  test('a list counts the OKRs of each and carries no secret', async () => {
    const w = await world();
    const [used, idle] = [await w.connection({ name: 'Used' }), await w.connection({ name: 'Idle' })];
    for (let i = 0; i < 2; i++) await w.link((await w.okr({})).id, used, 'project = AE');
    const listed = await listConnections(w.as());
    expect(listed.map(({ id, okrs }) => [id, okrs])).toEqual([
      [idle, 0],
      [used, 2],
    ]);
    expect(listed[0]).not.toHaveProperty('secret');
    expect(listed[0]).not.toHaveProperty('webhookSecret');
  });

  test('the trail of readings is that of each connection, newest first', async () => {
    const w = await world();
    const jira = jiraOutside();
    const [first, second] = [await w.connection(), await w.connection()];
    const okr = await w.okr({});
    await w.link(okr.id, first, '"Epic Link" = AE-786');
    await refreshLink(env, w.as(), okr.id, 'refresh');
    jira.fail({ kind: 'status', status: 503 });
    vi.useFakeTimers({ now: Date.now() + 1000, toFake: ['Date'] });
    await refreshLink(env, w.as(), okr.id, 'refresh');
    const trails = await listTrails(w.as(), 12);
    expect(trails.get(first)).toEqual(['failed', 'updated']);
    expect(trails.get(second)).toEqual([]);
  });
});

describe('rotating the keys', () => {
  const newer = `k2:${btoa('another key of thirty-two bytes!')}`;
  const [current = '', older = ''] = env.CREDENTIAL_KEYS.split(',');

  test('what an older key sealed still opens, is sealed again on the next use, and then needs the older key no more', async () => {
    const w = await world();
    jiraOutside();
    const id = await made(w);
    const bound = { orgId: w.org.id, id };
    const old = keyRing({ CREDENTIAL_KEYS: older });
    const secret = await sealSecret(old, bound, 'credentials', { token: 'demo-jira-token' });
    const webhookSecret = await sealSecret(old, bound, 'webhook', 'as it was');
    await w.db.update(connections).set({ secret, webhookSecret }).where(eq(connections.id, id));
    expect(isOutdated(keyRing(env), secret)).toBe(true);

    const { seen } = await previewQuery(env, w.as(), id, { jql: 'project = AE' });
    expect(seen.ok).toBe(true);

    const alone = keyRing({ CREDENTIAL_KEYS: current });
    const connection = await findConnection(w.as(w.amir), id);
    expect(await openSecret(alone, connection, 'credentials')).toEqual({ token: 'demo-jira-token' });
    expect(await openSecret(alone, connection, 'webhook')).toBe('as it was');
  });

  test('credentials replaced in the meantime are not overwritten', async () => {
    const w = await world();
    const id = await w.connection();
    const seen = await findConnection(w.as(w.amir), id);
    await replaceWebhookSecret(env, w.as(w.amir), id);
    const now = await stored(id);
    await resealIfOutdated(w, keyRing({ CREDENTIAL_KEYS: `${newer},${env.CREDENTIAL_KEYS}` }), seen);
    expect(await stored(id)).toEqual(now);
  });

  test('a secret opens for no other connection and no other purpose', async () => {
    const w = await world();
    const id = await w.connection();
    const connection = await findConnection(w.as(w.amir), id);
    const ring = keyRing(env);
    const elsewhere = { ...connection, id: 'con_other' as ConnectionId };
    await expect(openSecret(ring, elsewhere, 'credentials')).rejects.toThrow();
    await expect(openSecret(ring, { ...connection, webhookSecret: connection.secret }, 'webhook')).rejects.toThrow();
  });

  test('a connection whose key is gone says that its credentials must be entered again', async () => {
    const w = await world();
    const id = await w.connection();
    const secret = await sealSecret(keyRing({ CREDENTIAL_KEYS: newer }), { orgId: w.org.id, id }, 'credentials', {});
    await w.db.update(connections).set({ secret }).where(eq(connections.id, id));
    expect(await testConnection(env, w.as(w.amir), id)).toMatchObject({
      failureReason: 'unauthorized',
      failureDetail: 'Cairn cannot open the stored credentials any more. Enter them again.',
    });
  });
});

describe('what was asked with credentials that are replaced meanwhile', () => {
  const refused = err({ reason: 'unauthorized', detail: 'Jira refused this token.' });

  test.each([
    ['a read', (ctx: Context, before: Connection) => noteHealth(ctx, before, [refused], 0)],
    ['a test', (ctx: Context, before: Connection) => noteTest(ctx, before, refused, 0)],
  ])('is too late to pause the new ones: %s', async (_, note) => {
    const w = await world();
    jiraOutside();
    const id = await made(w);
    const before = await findConnection(w.as(w.amir), id);
    await replaceCredentials(env, w.as(w.amir), id, config, 'https://cairn.test');
    await note(w.as(w.amir), before);
    expect(await findConnection(w.as(w.amir), id)).toMatchObject({ pausedAt: null, failures: 0, failureReason: null });
  });
});
