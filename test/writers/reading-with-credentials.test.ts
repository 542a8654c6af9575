import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import type { ConnectionId, OkrId } from '../../src/db/ids.ts';
import { connections, dataLinks } from '../../src/db/schema/connections.ts';
import { okrs } from '../../src/db/schema/okrs.ts';
import type { Connection } from '../../src/domain/connections/connection.ts';
import { openSecret, sealSecret } from '../../src/domain/connections/secrets.ts';
import type { Count, Provider } from '../../src/domain/words.ts';
import type { JiraTokens } from '../../src/integrations/jira/config.ts';
import { connectionReader } from '../../src/writers/connection-reader-client.ts';
import { okrWriter } from '../../src/writers/okr-writer-client.ts';
import { keyRing } from '../../src/writers/outside.ts';
import { parseQuery } from '../../src/writers/previewing.ts';
import { refreshLink } from '../../src/writers/syncing.ts';
import { account, CONVERTED, config, keyFile } from '../integrations/bigquery/reach.ts';
import { tooFast } from '../stand-ins/google/faults.ts';
import { createGoogle } from '../stand-ins/google/google.ts';
import { jiraOutside } from '../support/outside.ts';
import { metric, type World, world } from '../support/world.ts';

const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const linkOf = async (w: World, id: OkrId) => (await w.db.select().from(dataLinks).where(eq(dataLinks.okrId, id)))[0]!;
const stored = async (w: World, id: ConnectionId): Promise<Connection> =>
  (await w.db.select().from(connections).where(eq(connections.id, id)))[0]!;
const refresh = (w: World, id: OkrId) => refreshLink(env, { ...w.as(w.ada), now: Date.now() }, id, 'refresh');

async function link(
  w: World,
  okr: OkrId,
  id: ConnectionId,
  provider: Provider,
  query: object,
  count: Count = 'matched',
) {
  const parsed = parseQuery(provider, { ...query });
  await okrWriter(env, w.as(w.ada), okr).linkData({ connectionId: id, count, ...parsed });
}

/** A connection that keeps `secret`. */
async function keeping(w: World, columns: Partial<Connection>, secret: object): Promise<ConnectionId> {
  const id = await w.connection(columns);
  const sealed = await sealSecret(keyRing(env), { orgId: w.org.id, id }, 'credentials', secret);
  await w.db.update(connections).set({ secret: sealed }).where(eq(connections.id, id));
  return id;
}

describe('BigQuery', () => {
  async function warehouse(measure?: ReturnType<typeof metric>, sql = CONVERTED) {
    const google = createGoogle({ accounts: [account] });
    vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) =>
      google.fetch(new Request(url as string, init as RequestInit)),
    );
    const w = await world({ now: Date.now() });
    const id = await keeping(w, { provider: 'bigquery', config }, { account: keyFile });
    const okr = (await w.okr(measure ? { measure } : {})).id;
    await link(w, okr, id, 'bigquery', { sql });
    return { google, w, id, okr };
  }

  test('the value of converted leads is the value of a metric', async () => {
    const { google, w, okr } = await warehouse(metric(0, 172_800));
    expect(await refresh(w, okr)).toMatchObject({ outcome: 'updated', value: 86_400, matched: null });
    expect(await okrOf(w, okr)).toMatchObject({ value: 86_400, progress: 0.5 });
    google.addLead({ status: 'converted', value: 600, day: '2026-11-20' });
    expect(await refresh(w, okr)).toMatchObject({ outcome: 'updated', value: 87_000 });
    expect(google.calls('/token')).toBe(1);
  });

  test('a share is the percent of a percent', async () => {
    const { w, okr } = await warehouse(
      undefined,
      "SELECT COUNTIF(status = 'converted') / COUNT(*) * 100 FROM crm.leads",
    );
    expect(await refresh(w, okr)).toMatchObject({ outcome: 'updated', value: 37.5 });
    expect(await okrOf(w, okr)).toMatchObject({ value: 37.5, progress: 0.375 });
  });

  test.each([
    ['no access any more', { kind: 'status', status: 403 }, 'forbidden', /Grant it BigQuery Job User/],
    ['too fast', tooFast('rateLimitExceeded'), 'rate_limited', /slow down/],
    ['a deleted dataset', { kind: 'status', status: 404 }, 'not_found', /^BigQuery says: /],
    ['a broken BigQuery', { kind: 'status', status: 500 }, 'unavailable', /problem of its own/],
    ['half an answer', { kind: 'truncated' }, 'unavailable', /could not be reached/],
  ] as const)('%s keeps the value, and says why', async (_name, fault, reason, detail) => {
    const { google, w, okr, id } = await warehouse(metric(0, 172_800));
    await refresh(w, okr);
    google.fail(fault, { path: '/queries' });
    expect(await refresh(w, okr)).toMatchObject({ outcome: 'failed', reason, detail: expect.stringMatching(detail) });
    expect(await okrOf(w, okr)).toMatchObject({ value: 86_400, progress: 0.5 });
    expect(await linkOf(w, okr)).toMatchObject({ outcome: 'failed', failureReason: reason, value: 86_400 });
    const written = JSON.stringify([await linkOf(w, okr), await stored(w, id)]);
    for (const secret of [keyFile.private_key.slice(30, 60), ...google.tokens.keys()])
      expect(written).not.toContain(secret);
  });
});

describe('Jira', () => {
  test('a sum of story points is percent and metric, and nothing to add up keeps the value', async () => {
    const jira = jiraOutside();
    const w = await world({ now: Date.now() });
    const id = await w.connection();
    const [share, points] = [(await w.okr({})).id, (await w.okr({ measure: metric(0, 20) })).id];
    const query = { jql: '"Epic Link" = AE-786', sum_field: 'customfield_10016' };
    await link(w, share, id, 'jira', query, 'completed');
    await link(w, points, id, 'jira', query, 'completed');
    await refresh(w, share);
    await refresh(w, points);
    expect(await okrOf(w, share)).toMatchObject({ value: 32, progress: 0.32 });
    expect(await okrOf(w, points)).toMatchObject({ value: 16, progress: 0.8 });
    for (const issue of jira.state.issues) issue.points = null;
    expect(await refresh(w, points)).toMatchObject({ outcome: 'empty', value: null });
    expect((await okrOf(w, points)).value).toBe(16);
  });

  test('a sign-in that ends is renewed once for all who ask, and what came is kept before it is used', async () => {
    const jira = jiraOutside();
    const { accountId } = jira.state.accounts[0]!;
    jira.state.grants = [{ accountId, access: 'access-old', refresh: 'refresh-old', until: Date.now() - 1 }];
    const w = await world({ now: Date.now() });
    const at = { deployment: 'cloud', site_url: 'https://northwind.atlassian.net', cloud_id: jira.cloudId };
    const old: JiraTokens = { access_token: 'access-old', refresh_token: 'refresh-old', expires_at: Date.now() - 1 };
    const id = await keeping(w, { config: at }, old);
    const reader = connectionReader(env, { orgId: w.org.id, id });
    const seen = await Promise.all(
      ['AE', 'OPS', 'WEB'].map((key) => reader.scan(id, key, { [key]: { jql: `project = ${key}` } }, true)),
    );
    expect(seen.map(({ seen }) => Object.values(seen)[0]?.ok)).toEqual([true, true, true]);
    expect(jira.calls('/oauth/token')).toBe(1);
    const kept = await openSecret<JiraTokens>(keyRing(env), await stored(w, id), 'credentials');
    expect(kept).toMatchObject({ refresh_token: jira.state.grants[0]!.refresh });
    expect(kept.expires_at).toBeGreaterThan(Date.now());
    expect((await stored(w, id)).secret).not.toContain(kept.access_token);
  });
});
