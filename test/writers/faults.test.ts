import { env, exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import type { ConnectionId, OkrId } from '../../src/db/ids.ts';
import { connections, dataLinks } from '../../src/db/schema/connections.ts';
import { okrs } from '../../src/db/schema/okrs.ts';
import { isOfConnection, sentenceOf } from '../../src/domain/connections/health.ts';
import { sealSecret } from '../../src/domain/connections/secrets.ts';
import { type Provider, providers } from '../../src/domain/words.ts';
import { okrWriter } from '../../src/writers/okr-writer-client.ts';
import { keyRing } from '../../src/writers/outside.ts';
import { parseQuery } from '../../src/writers/previewing.ts';
import { refreshLink } from '../../src/writers/syncing.ts';
import { account, CONVERTED, keyFile, config as warehouse } from '../integrations/bigquery/reach.ts';
import { boardOf } from '../integrations/trello/reach.ts';
import { createAsana } from '../stand-ins/asana/asana.ts';
import { demoAccount as asanaAccount, demoGids } from '../stand-ins/asana/demo.ts';
import type { Fault, Limits } from '../stand-ins/common/faults.ts';
import { createGoogle } from '../stand-ins/google/google.ts';
import { createJira } from '../stand-ins/jira/jira.ts';
import { demoAccount as trelloAccount } from '../stand-ins/trello/demo.ts';
import { type World, world } from '../support/world.ts';

const MINUTE = 60_000;

type Link = { provider: Provider; id: ConnectionId; okrId: OkrId; value: number; answered: number };
type Server = {
  fetch(request: Request): Promise<Response>;
  fail(fault: Fault, limits?: Limits): void;
  recover(): void;
};

/** One OKR fed by each provider, all of them read well once. With more than 1,000 `cards` each scan takes several requests. */
async function fedByAll(cards = 10) {
  const jira = createJira();
  jira.pageSize = 5;
  const asana = createAsana();
  asana.pageSize = 40;
  const { trello, board } = boardOf(cards);
  const google = createGoogle({ accounts: [account] });
  const servers: Record<Provider, Server> = { jira, asana, trello, bigquery: google };
  const hosts: [RegExp, Server][] = [
    [/atlassian/, jira],
    [/asana/, asana],
    [/trello/, trello],
    [/google/, google],
  ];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input as string, init as RequestInit);
    const [, server] = hosts.find(([host]) => host.test(new URL(request.url).hostname)) ?? [];
    if (!server) throw new Error(`${request.url} is not to be reached`);
    return server.fetch(request);
  });
  const w = await world({ now: Date.now() });
  const { key, token, secret } = trelloAccount;
  const links = [
    await link(w, 'jira', { jql: '"Epic Link" = AE-786' }),
    await link(w, 'asana', { project_gid: demoGids.campaign }, {}, { token: asanaAccount.token }),
    await link(w, 'trello', { board_id: board.id }, { verifies_pushes: true }, { key, token, secret }),
    await link(w, 'bigquery', { sql: CONVERTED }, warehouse, { account: keyFile }),
  ];
  return { w, servers, links };
}

async function link(w: World, provider: Provider, query: object, config?: object, secret?: object): Promise<Link> {
  const id = await w.connection({ provider, ...(config && { config: config as Record<string, unknown> }) });
  if (secret) {
    const sealed = await sealSecret(keyRing(env), { orgId: w.org.id, id }, 'credentials', secret);
    await w.db.update(connections).set({ secret: sealed }).where(eq(connections.id, id));
  }
  const okrId = (await w.okr({ title: `Fed by ${provider}` })).id;
  const parsed = parseQuery(provider, { ...query });
  await okrWriter(env, w.as(w.ada), okrId).linkData({ connectionId: id, count: 'completed', ...parsed });
  const read = await refresh(w, okrId);
  expect([provider, read?.outcome]).toEqual([provider, 'updated']);
  return { provider, id, okrId, value: read!.value!, answered: read!.finishedAt };
}

const refresh = (w: World, id: OkrId) => refreshLink(env, { ...w.as(w.ada), now: Date.now() }, id, 'refresh');
const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const linkOf = async (w: World, id: OkrId) => (await w.db.select().from(dataLinks).where(eq(dataLinks.okrId, id)))[0]!;
const connectionOf = async (w: World, id: ConnectionId) =>
  (await w.db.select().from(connections).where(eq(connections.id, id)))[0]!;

/** The text of an OKR's page, as a person reads it. */
async function pageOf(id: OkrId, cookie: string): Promise<string> {
  const answer = await exports.default.fetch(`http://cairn.test/o/northwind/okrs/${id}`, { headers: { cookie } });
  const named: Record<string, string> = { '&amp;': '&', '&quot;': '"', '&#39;': '’' };
  return (await answer.text()).replace(/<[^>]*>/g, '').replace(/&\w+;|&#39;/g, (each) => named[each] ?? each);
}

const status = (code: number, headers: Record<string, string> = {}): Fault => ({
  kind: 'status',
  status: code,
  headers,
});

type Row = [name: string, fault: Fault, reason: string | Partial<Record<Provider, string>>, limits?: Limits];

const matrix: Row[] = [
  ['401', status(401), 'unauthorized'],
  ['403', status(403), 'forbidden'],
  ['404', status(404), 'not_found'],
  ['410', status(410), 'not_found'],
  ['429 with Retry-After', status(429, { 'Retry-After': '120' }), 'rate_limited'],
  ['429 without Retry-After', status(429), 'rate_limited'],
  ['500', status(500), 'unavailable'],
  ['no answer in time', { kind: 'slow', ms: 60_000 }, 'timeout'],
  ['a reset in the middle of the body', { kind: 'truncated' }, 'unavailable'],
  ['malformed JSON', { kind: 'malformed' }, 'bad_response'],
  ['a page in place of data', { kind: 'wrong_type' }, 'bad_response'],
  ['a body of 50 MB', { kind: 'huge', bytes: 50 * 1024 * 1024 }, 'too_large'],
  ['endless paging', { kind: 'repeated_token' }, { bigquery: 'timeout' }],
  ['a redirect to 169.254.169.254', { kind: 'redirect', to: 'http://169.254.169.254/latest/meta-data/' }, 'redirected'],
  ['a token that ends in the middle of a scan', status(401), 'unauthorized', { after: 1 }],
];

/** How long (ms) automatic reads wait after the first failure, when the provider says nothing: a minute and up to a quarter. */
const usualWait = [MINUTE, 1.25 * MINUTE] as const;

/** The waits of those who are asked to slow down: what was said, or what the provider's windows are. */
const slowDown: Partial<Record<Provider, readonly [number, number]>> = {
  asana: [MINUTE, MINUTE],
  trello: [10_000, 10_000],
  bigquery: [MINUTE, MINUTE],
};

const waitOf = (name: string, provider: Provider): readonly [number, number] => {
  if (name === '429 with Retry-After') return [120_000, 120_000];
  return (name.startsWith('429') && slowDown[provider]) || usualWait;
};

describe.each(matrix)('%s', (name, fault, reasons, limits = {}) => {
  it('leaves the value, is told in a sentence, waits as documented, and is over when it is over', async () => {
    const { w, servers, links } = await fedByAll(limits.after || fault.kind === 'repeated_token' ? 1200 : 10);
    const cookie = await w.cookie(w.dana);
    if (fault.kind === 'slow') hurry();
    for (const provider of providers) servers[provider].fail(fault, { ...limits });
    for (const { provider, id, okrId, value } of links) {
      const reason = typeof reasons === 'string' ? reasons : (reasons[provider] ?? 'bad_response');
      const sync = await refresh(w, okrId);
      expect({ provider, ...sync }).toMatchObject({ provider, outcome: 'failed', reason, value: null, matched: null });
      expect(await okrOf(w, okrId)).toMatchObject({ value, progress: value / 100 });
      expect(await linkOf(w, okrId)).toMatchObject({ failureReason: reason, failureDetail: sync!.detail });

      const { happened, todo } = sentenceOf(reason, sync!.detail, provider);
      const shown = await pageOf(okrId, cookie);
      for (const sentence of [happened, 'The number is from ', todo]) expect(shown).toContain(sentence);
      expect(happened.length).toBeGreaterThan(15);

      const after = await connectionOf(w, id);
      if (!isOfConnection(reason)) expect(after).toMatchObject({ failures: 0, retryAt: null, pausedAt: null });
      else {
        const [least, most] = waitOf(name, provider);
        expect(after).toMatchObject({ failures: 1, failureReason: reason, pausedAt: null });
        expect(after.retryAt! - sync!.startedAt).toBeGreaterThanOrEqual(least - 2_000);
        expect(after.retryAt! - sync!.finishedAt).toBeLessThanOrEqual(most + 2_000);
      }
    }
    if (reasons === 'rate_limited') return;
    for (const provider of providers) servers[provider].recover();
    for (const { id, okrId } of links) {
      expect(await refresh(w, okrId)).toMatchObject({ outcome: 'unchanged', reason: null });
      expect(await connectionOf(w, id)).toMatchObject({ failures: 0, failureReason: null, retryAt: null });
    }
  }, 20_000);
});

/** Lets a hundredth of the time pass where something waits for ten seconds or more. */
function hurry() {
  const patient = globalThis.setTimeout;
  const hasty = (act: () => void, ms = 0) => patient(act, ms >= 10_000 ? ms / 100 : ms);
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(hasty as typeof setTimeout);
}

describe('a provider that still asks for patience', () => {
  it('is not asked again by a person either, until its time is over', async () => {
    const { w, servers, links } = await fedByAll();
    for (const provider of providers) servers[provider].fail(status(429, { 'Retry-After': '120' }));
    for (const { okrId } of links) await refresh(w, okrId);
    for (const provider of providers) servers[provider].recover();
    for (const { okrId, value } of links) {
      expect(await refresh(w, okrId)).toMatchObject({ outcome: 'failed', reason: 'rate_limited', requests: 0 });
      expect(await okrOf(w, okrId)).toMatchObject({ value });
    }
  });
});

describe('a token of BigQuery that ends early', () => {
  it('is replaced by a new one in the middle of a read, which goes on', async () => {
    const { w, servers, links } = await fedByAll();
    servers.bigquery.fail(status(401), { after: 1, times: 1 });
    const { okrId } = links.find(({ provider }) => provider === 'bigquery')!;
    expect(await refresh(w, okrId)).toMatchObject({ outcome: 'unchanged', reason: null });
  });
});
