import { describe, expect, it } from 'vitest';
import type { Asked, Reach, Reading } from '../../../src/integrations/adapter.ts';
import type { JiraConfig } from '../../../src/integrations/jira/config.ts';
import { jira as adapter } from '../../../src/integrations/jira/index.ts';
import type { Fault } from '../../stand-ins/jira/faults.ts';
import { createJira, type Jira } from '../../stand-ins/jira/jira.ts';
import lastPage from '../fixtures/jira-search-jql-last.json';
import firstPage from '../fixtures/jira-search-jql-page1.json';
import { cloud, dataCenter, gateway, NOW, reachOf, reachTo } from './reach.ts';

const EPIC = '"Epic Link" = AE-786';
const tokens = { token: 'demo-jira-token' };

/** The reading of one query. */
const readOne = async (...[reach, config, secret, query]: [Reach, JiraConfig, { token: string }, { jql: string }]) =>
  (await adapter.read(reach, config, secret, [query]))[0]!;

const read = async (jira: Jira, jql = EPIC, config: JiraConfig = cloud, secret = tokens): Promise<Asked<Reading>> =>
  (await adapter.read(reachTo(jira), config, secret, [{ jql }]))[0]!;

/** A Jira that answers searches with these bodies, one after another. */
const scripted = (pages: unknown[], count = pages.length) => {
  const asked: Record<string, unknown>[] = [];
  const reach = reachOf(async (url, init) => {
    if (url.endsWith('/myself')) return Response.json({ displayName: 'Dana' });
    if (url.endsWith('/approximate-count')) return Response.json({ count });
    asked.push(JSON.parse(String(init.body)));
    return Response.json(pages[Math.min(asked.length, pages.length) - 1]);
  });
  return { asked, read: async () => (await adapter.read(reach, cloud, tokens, [{ jql: EPIC }]))[0]! };
};

const issue = (n: number, category = 'new') => ({
  id: String(n),
  key: `AE-${n}`,
  fields: { summary: `Issue ${n}`, status: { name: 'Any', statusCategory: { key: category } } },
});

describe.each([
  ['Cloud by the site', cloud, 'demo-jira-token'],
  ['Cloud by the gateway', gateway, 'demo-jira-scoped-token'],
  ['Data Center', dataCenter, 'demo-jira-pat'],
])('%s', (_name, config, token) => {
  it('sees 3 of 10, then 3 of 11 when a story is filed, then 4 of 11 when one is finished', async () => {
    const jira = createJira();
    const look = () => read(jira, EPIC, config, { token });
    expect(await look()).toMatchObject({ value: { matched: 10, completed: 3, approximate: false } });
    const fresh = jira.createIssue({ project: 'AE', parent: 'AE-786', summary: 'An eleventh story' });
    expect(await look()).toMatchObject({ value: { matched: 11, completed: 3 } });
    jira.move(fresh.key, 'Done');
    expect(await look()).toMatchObject({ value: { matched: 11, completed: 4 } });
  });

  it('sees 14 of 31 with at most 20 samples as evidence', async () => {
    const asked = await read(createJira(), 'project = OPS AND labels = quality', config, { token });
    if (!asked.ok) throw new Error(asked.error.detail);
    expect(asked.value).toMatchObject({ matched: 31, completed: 14, approximate: false });
    expect(asked.value.samples).toHaveLength(20);
    expect(asked.value.samples[0]).toEqual({
      key: 'OPS-31',
      title: 'Voice message cannot be played twice',
      state: 'To Do',
      done: false,
      url: `${config.site_url}/browse/OPS-31`,
    });
  });

  it('keeps a query with OR together', async () => {
    const jql = 'parent = AE-786 OR parent = WEB-12 OR project = OPS ORDER BY key';
    expect(await read(createJira(), jql, config, { token })).toMatchObject({ value: { matched: 49, completed: 22 } });
  });

  it('takes nothing for an answer', async () => {
    expect(await read(createJira(), 'labels = nowhere', config, { token })).toEqual({
      ok: true,
      value: { matched: 0, completed: 0, value: null, approximate: false, samples: [] },
    });
  });

  it('hands on why Jira refuses a query', async () => {
    expect(await read(createJira(), 'project = ', config, { token })).toMatchObject({
      error: {
        reason: 'invalid_query',
        detail: expect.stringMatching(/^Error in the JQL Query: Expecting either a value/),
      },
    });
    expect(await read(createJira(), 'colour = red', config, { token })).toMatchObject({
      error: { detail: "Field 'colour' does not exist or you do not have permission to view it." },
    });
  });

  it('says when the token is no longer good, also where Jira serves strangers', async () => {
    const jira = createJira();
    for (const account of jira.state.accounts) Object.assign(account, { tokens: [], scopedTokens: [], pats: [] });
    expect(await read(jira, EPIC, config, { token })).toEqual({
      ok: false,
      error: { reason: 'unauthorized', detail: 'Jira refused this token. It may have expired.' },
    });
  });
});

describe('Cloud', () => {
  it('refuses an unbounded query in Jira’s words', async () => {
    expect(await read(createJira(), 'ORDER BY created')).toMatchObject({
      error: {
        reason: 'invalid_query',
        detail: 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
      },
    });
  });

  it('asks once for a result that fits on a page', async () => {
    const jira = createJira();
    await read(jira);
    expect(jira.requests.map(({ path }) => path)).toEqual(['/rest/api/3/search/jql']);
  });

  it('counts every page exactly, however small Jira makes them', async () => {
    const jira = createJira();
    jira.pageSize = 2;
    expect(await read(jira)).toMatchObject({ value: { matched: 10, completed: 3, approximate: false } });
    expect(jira.calls('/search/jql')).toBe(5);
  });

  it('believes the pages when the estimate lags behind', async () => {
    const jira = createJira();
    jira.pageSize = 4;
    jira.estimate = () => 0;
    expect(await read(jira)).toMatchObject({ value: { matched: 10, completed: 3, approximate: false } });
  });

  it('estimates a large result and says so', async () => {
    const jira = createJira();
    jira.pageSize = 20;
    jira.estimate = (exact) => exact * 100;
    const asked = await read(jira, 'project = OPS');
    expect(asked).toMatchObject({ value: { matched: 3100, completed: 1400, approximate: true } });
    expect(asked.ok && asked.value.samples).toHaveLength(20);
    expect(jira.calls('approximate-count')).toBe(2);
    expect(jira.calls('search/jql')).toBe(1);
  });

  it('never estimates more finished than there are', async () => {
    const jira = createJira();
    jira.pageSize = 20;
    jira.estimate = (exact) => (exact === 31 ? 2000 : 2100);
    expect(await read(jira, 'project = OPS')).toMatchObject({ value: { matched: 2000, completed: 2000 } });
  });

  it('pages up to 1,000 and estimates from 1,001', async () => {
    for (const [count, approximate] of [
      [1000, false],
      [1001, true],
    ] as const) {
      const jira = createJira();
      jira.pageSize = 25;
      jira.estimate = () => count;
      expect(await read(jira, 'project = OPS')).toMatchObject({ value: { approximate } });
    }
  });

  it('estimates what would take more pages than one read has requests for', async () => {
    for (const [count, approximate] of [
      [80, false],
      [81, true],
    ] as const) {
      const jira = createJira();
      jira.pageSize = 2;
      jira.estimate = () => count;
      expect(await read(jira, 'project = OPS')).toMatchObject({ value: { approximate } });
    }
  });

  it('reads recorded pages to their end', async () => {
    const { asked, read } = scripted([firstPage, lastPage]);
    expect(await read()).toEqual({
      ok: true,
      value: {
        matched: 2,
        completed: 0,
        value: null,
        approximate: false,
        samples: [
          {
            key: 'TES-41',
            title: 'Fix login redirect',
            state: 'In Progress',
            done: false,
            url: `${cloud.site_url}/browse/TES-41`,
          },
          {
            key: 'TES-42',
            title: 'Last page issue',
            state: 'Open',
            done: false,
            url: `${cloud.site_url}/browse/TES-42`,
          },
        ],
      },
    });
    expect(asked).toEqual([
      { jql: EPIC, fields: ['summary', 'status'], maxResults: 100 },
      { jql: EPIC, fields: ['summary', 'status'], maxResults: 100, nextPageToken: 'opaque-token-page-2' },
    ]);
  });

  it.each([
    ['isLast is true although a token is there', { issues: [issue(1)], isLast: true, nextPageToken: 'more' }],
    ['the token is missing', { issues: [issue(1)] }],
    ['the token is null', { issues: [issue(1)], nextPageToken: null, isLast: null }],
    ['the token is empty', { issues: [issue(1)], nextPageToken: '', isLast: false }],
  ])('stops when %s', async (_name, page) => {
    const { asked, read } = scripted([page]);
    expect(await read()).toMatchObject({ value: { matched: 1 } });
    expect(asked).toHaveLength(1);
  });

  it('reads on after an empty page that has a token', async () => {
    const { read } = scripted([
      { issues: [], nextPageToken: 'a', isLast: false },
      { issues: [issue(1)], isLast: true },
    ]);
    expect(await read()).toMatchObject({ value: { matched: 1 } });
  });

  it('counts an issue once that moved from one page to the next, as it was last', async () => {
    const { read } = scripted([
      { issues: [issue(1), issue(2)], nextPageToken: 'a' },
      { issues: [issue(2, 'done'), issue(3)], isLast: true },
    ]);
    expect(await read()).toMatchObject({ value: { matched: 3, completed: 1 } });
  });

  it('only the category done is done, whatever the status is called', async () => {
    const categories = ['done', 'new', 'indeterminate', 'undefined', 'DONE', 'complete'];
    const { read } = scripted([{ issues: categories.map((category, i) => issue(i, category)), isLast: true }]);
    expect(await read()).toMatchObject({ value: { matched: 6, completed: 1 } });
  });

  it('gives up on a page that repeats', async () => {
    const jira = createJira();
    jira.fail({ kind: 'repeated_token' });
    expect(await read(jira)).toMatchObject({ error: { reason: 'bad_response' } });
    expect(jira.calls('search/jql')).toBe(2);
  });

  it('gives up on pages without end', async () => {
    let n = 0;
    const reach = reachOf(async (url) =>
      url.endsWith('count')
        ? Response.json({ count: 5 })
        : Response.json({ issues: [issue(++n)], nextPageToken: `t${n}` }),
    );
    expect(await readOne(reach, cloud, tokens, { jql: EPIC })).toMatchObject({ error: { reason: 'too_large' } });
    expect(n).toBe(40);
  });

  it('gives up on pages that take a minute together', async () => {
    let now = NOW;
    let n = 0;
    const slow = async (url: string) => {
      now += 10_000;
      return url.endsWith('count')
        ? Response.json({ count: 5 })
        : Response.json({ issues: [issue(++n)], nextPageToken: `t${n}` });
    };
    const asked = await readOne(
      reachOf(slow, '', () => now),
      cloud,
      tokens,
      { jql: EPIC },
    );
    expect(asked).toMatchObject({ error: { reason: 'timeout' } });
  });

  it('a page that fails half-way fails the reading', async () => {
    const jira = createJira();
    jira.pageSize = 4;
    const server: typeof jira.fetch = async (request) => {
      if (jira.calls('search/jql') === 2) jira.fail({ kind: 'status', status: 500 });
      return jira.fetch(request);
    };
    expect(await readOne(reachTo({ fetch: server }), cloud, tokens, { jql: EPIC })).toMatchObject({
      error: { reason: 'unavailable' },
    });
  });

  it('believes the account when a stranger would see nothing and no header tells', async () => {
    const mute = (account: Response) =>
      readOne(
        reachOf(async (url) => (url.endsWith('/myself') ? account : Response.json({ issues: [], isLast: true }))),
        cloud,
        tokens,
        { jql: EPIC },
      );
    expect(await mute(new Response(null, { status: 401 }))).toMatchObject({ error: { reason: 'unauthorized' } });
    expect(await mute(Response.json({ displayName: 'Dana' }))).toMatchObject({ value: { matched: 0 } });
    expect(await mute(new Response(null, { status: 500 }))).toMatchObject({ value: { matched: 0 } });
  });
});

describe('Data Center', () => {
  it('takes two questions when not everything fits into the samples', async () => {
    const jira = createJira();
    await read(jira, 'project = OPS', dataCenter, { token: 'demo-jira-pat' });
    expect(jira.calls('/rest/api/2/search')).toBe(2);
  });

  it('says what to do when the site turns out to be Cloud', async () => {
    const jira = createJira();
    jira.fail({ kind: 'status', status: 410 });
    expect(await read(jira, EPIC, dataCenter, { token: 'demo-jira-pat' })).toMatchObject({
      error: { reason: 'not_found', detail: expect.stringContaining('connect it with a user and an API token') },
    });
  });

  it('refuses an answer without a total', async () => {
    const reach = reachOf(async () => Response.json({ issues: [], startAt: 0 }));
    expect(await readOne(reach, dataCenter, tokens, { jql: EPIC })).toMatchObject({
      error: { reason: 'bad_response' },
    });
  });
});

describe('failures', () => {
  const status = (code: number, headers: Record<string, string> = {}, body?: unknown): Fault => ({
    kind: 'status',
    status: code,
    headers,
    body,
  });

  it.each<[Fault, string, string]>([
    [status(401), 'unauthorized', 'Jira refused this token. It may have expired.'],
    [status(403), 'forbidden', 'Jira knows this account, but does not let it do this. Give it access to the project.'],
    [status(404), 'not_found', 'There is no Jira at this address, or it is gone.'],
    [status(500), 'unavailable', 'Jira has a problem of its own (500).'],
    [status(503), 'unavailable', 'Jira has a problem of its own (503).'],
    [status(429), 'rate_limited', 'Jira asked Cairn to slow down.'],
    [status(418), 'bad_response', 'Jira answered with 418.'],
    [status(400, {}, { errors: { jql: 'Too long.' } }), 'invalid_query', 'Too long.'],
    [status(400, {}, '<html>Bad Request</html>'), 'invalid_query', 'Jira refused this query.'],
    [
      status(403, { 'X-Authentication-Denied-Reason': 'CAPTCHA_CHALLENGE; login-url=https://x/login.jsp' }),
      'unauthorized',
      'Jira wants this account to solve a CAPTCHA. Sign in to Jira once in a browser, then test the connection.',
    ],
    [
      status(403, { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' }),
      'unauthorized',
      'Jira refused this token. It may have expired.',
    ],
    [
      status(200, { 'X-AUSERNAME': 'anonymous' }, { issues: [] }),
      'unauthorized',
      'Jira refused this token. It may have expired.',
    ],
    [
      { kind: 'malformed' },
      'bad_response',
      'Jira answered with something other than data. A sign-in page or a proxy may stand before it.',
    ],
    [
      { kind: 'wrong_type' },
      'bad_response',
      'Jira answered with something other than data. A sign-in page or a proxy may stand before it.',
    ],
    [status(200, {}, { issues: [{ id: '1' }] }), 'bad_response', 'Jira answered in a form that Cairn does not know.'],
    [status(200, {}, { total: 3 }), 'bad_response', 'Jira answered in a form that Cairn does not know.'],
    [status(200, {}, []), 'bad_response', 'Jira answered in a form that Cairn does not know.'],
    [{ kind: 'huge' }, 'too_large', 'northwind.atlassian.net sent more than Cairn reads.'],
    [{ kind: 'truncated' }, 'unavailable', 'northwind.atlassian.net could not be reached.'],
    [
      { kind: 'redirect', to: 'https://id.atlassian.com/login?continue=x' },
      'redirected',
      'northwind.atlassian.net sends requests on to id.atlassian.com, where Cairn does not follow. Check the address.',
    ],
  ])('%j is %s: %s', async (fault, reason, detail) => {
    const jira = createJira();
    jira.fail(fault, { path: '/search' });
    expect(await read(jira)).toEqual({ ok: false, error: { reason, detail } });
  });

  it.each([429, 503])('%i says when to come back', async (code) => {
    const jira = createJira({ now: () => NOW });
    jira.fail(status(code, { 'Retry-After': '120' }));
    expect(await read(jira)).toMatchObject({ error: { reason: 'rate_limited', retryAt: NOW + 120_000 } });
  });

  it('a negative or broken count is not a reading', async () => {
    for (const count of [-1, 1.5, '7', null, undefined]) {
      const reach = reachOf(async (url) =>
        url.endsWith('count') ? Response.json({ count }) : Response.json({ issues: [issue(1)], nextPageToken: 'a' }),
      );
      expect(await readOne(reach, cloud, tokens, { jql: EPIC })).toMatchObject({
        error: { reason: 'bad_response' },
      });
    }
  });

  it('no failure tells the token', async () => {
    const secret = { token: 'very-secret-token' };
    const faults: Fault[] = [status(401), status(400), { kind: 'malformed' }, { kind: 'truncated' }, { kind: 'huge' }];
    for (const fault of faults) {
      const jira = createJira();
      jira.fail(fault);
      const asked = await read(jira, EPIC, cloud, secret);
      expect(JSON.stringify(asked)).not.toContain(secret.token);
    }
  });
});
