import { describe, expect, it } from 'vitest';
import { verifyPush } from '../../src/integrations/jira/webhook.ts';
import { createJira, type Jira } from './jira/jira.ts';

const SITE = 'https://northwind.atlassian.net';
const basic = (token: string) => ({ Authorization: `Basic ${btoa(`dana@northwind.test:${token}`)}` });
const CLOUD = basic('demo-jira-token');
const SCOPED = basic('demo-jira-scoped-token');
const PAT = { Authorization: 'Bearer demo-jira-pat' };

const send = (
  jira: Jira,
  path: string,
  headers: Record<string, string> = CLOUD,
  body?: unknown,
  method = body ? 'POST' : 'GET',
) => jira.fetch(new Request(SITE + path, { method, headers, body: body ? JSON.stringify(body) : undefined }));
const search = async (jira: Jira, body: object, headers = CLOUD) =>
  (await send(jira, '/rest/api/3/search/jql', headers, body)).json<{
    issues: unknown[];
    nextPageToken?: string;
    isLast: boolean;
  }>();
const keys = async (jira: Jira, jql: string) =>
  (await search(jira, { jql, fields: ['summary'] })).issues.map((issue) => (issue as { key: string }).key);
const refusal = async (jira: Jira, jql: string) => {
  const response = await send(jira, '/rest/api/3/search/jql', CLOUD, { jql });
  expect(response.status).toBe(400);
  return (await response.json<{ errorMessages: string[] }>()).errorMessages[0];
};
const post = (jira: Jira, path: string, fields: Record<string, string>) =>
  jira.fetch(new Request(SITE + path, { method: 'POST', body: new URLSearchParams(fields) }));

describe('accounts', () => {
  it('each kind of token opens its own door only', async () => {
    const jira = createJira();
    const doors = [
      ['/rest/api/3/myself', [200, 401, 401]],
      [`/ex/jira/${jira.cloudId}/rest/api/3/myself`, [401, 200, 401]],
      ['/rest/api/2/myself', [200, 401, 200]],
      ['/ex/jira/another/rest/api/3/myself', [401, 401, 401]],
    ] as const;
    for (const [path, expected] of doors) {
      const statuses = await Promise.all(
        [CLOUD, SCOPED, PAT].map(async (headers) => (await send(jira, path, headers)).status),
      );
      expect([path, statuses]).toEqual([path, expected]);
    }
  });

  it('a stranger may search and sees nothing', async () => {
    const jira = createJira();
    const response = await send(jira, '/rest/api/3/search/jql', basic('wrong'), { jql: 'project = AE' });
    expect(response.status).toBe(200);
    expect(response.headers.get('X-Seraph-LoginReason')).toBe('AUTHENTICATED_FAILED');
    expect(await response.json()).toEqual({ issues: [], isLast: true });
  });

  it('the cloud id is told to anybody', async () => {
    const jira = createJira();
    expect(await (await send(jira, '/_edge/tenant_info', {})).json()).toEqual({ cloudId: jira.cloudId });
  });
});

describe('search', () => {
  it('gives ids only unless fields are named', async () => {
    const { issues } = await search(createJira(), { jql: 'key = AE-786' });
    expect(issues).toEqual([{ id: '10100' }]);
  });

  it('pages by a token that the last page lacks', async () => {
    const jira = createJira();
    const jql = 'parent = AE-786';
    const first = await search(jira, { jql, maxResults: 6 });
    expect([first.issues.length, first.isLast]).toEqual([6, false]);
    const last = await search(jira, { jql, maxResults: 6, nextPageToken: first.nextPageToken });
    expect(last).toMatchObject({ isLast: true });
    expect(last.issues).toHaveLength(4);
    expect(last).not.toHaveProperty('nextPageToken');
  });

  it('refuses a token of another query', async () => {
    const jira = createJira();
    const { nextPageToken } = await search(jira, { jql: 'project = OPS', maxResults: 1 });
    expect((await send(jira, '/rest/api/3/search/jql', CLOUD, { jql: 'project = AE', nextPageToken })).status).toBe(
      400,
    );
  });

  it.each(['/rest/api/3/search', '/rest/api/2/search'])('%s is gone from Cloud', async (path) => {
    const response = await send(createJira(), `${path}?jql=project=AE`);
    expect(response.status).toBe(410);
    expect(JSON.stringify(await response.json())).toContain('/rest/api/3/search/jql');
  });

  it('is by offset and total on Data Center, where nothing is unbounded', async () => {
    const response = await send(createJira(), '/rest/api/2/search', PAT, { jql: '', maxResults: 0 });
    expect(await response.json()).toMatchObject({ startAt: 0, maxResults: 0, total: 51, issues: [] });
  });
});

describe('JQL', () => {
  it.each([
    ['"Epic Link" = AE-786', 10],
    ["'epic link' = ae-786 and statusCategory = Done", 3],
    ['"Epic Link" = AE-786 AND statusCategory != Done', 7],
    ['parent in (AE-786, WEB-12)', 18],
    ['project = OPS AND labels = quality', 31],
    ['project = "Customer operations" AND status = done', 14],
    ['project = OPS AND status IN ("To Do", "In Progress")', 17],
    ['project NOT IN (OPS, WEB)', 11],
    ['NOT project = OPS', 20],
    ['project = AE AND (status = Done OR status = "In Progress")', 6],
    ['project = AE OR project = WEB AND issuetype = Epic', 12],
    ['assignee = currentUser()', 6],
    ['project = AE AND assignee IS EMPTY', 5],
    ['assignee IS NOT EMPTY', 6],
    ['labels != quality', 18],
    ['summary ~ "campaign newsletter"', 0],
    ['summary ~ campaign', 3],
    ['text !~ campaign AND project = AE', 8],
    ['key in (AE-786, AE-787)', 2],
    ['project = AE ORDER BY status ASC, key DESC', 11],
  ])('%s finds %i', async (jql, count) => {
    const response = await send(createJira(), '/rest/api/3/search/approximate-count', CLOUD, { jql });
    expect(await response.json()).toEqual({ count });
  });

  it('orders, newest first by itself', async () => {
    const jira = createJira();
    expect((await keys(jira, 'parent = AE-786')).at(0)).toBe('AE-796');
    expect((await keys(jira, 'parent = AE-786 ORDER BY key')).at(0)).toBe('AE-787');
    expect((await keys(jira, 'parent = AE-786 ORDER BY summary DESC')).at(0)).toBe('AE-790');
  });

  it.each([
    ['ORDER BY key', 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.'],
    ['colour = red', "Field 'colour' does not exist or you do not have permission to view it."],
    ['project = NOPE', "The value 'NOPE' does not exist for the field 'project'."],
    ['project AE', /Expecting operator.*but got 'AE'\. \(line 1, character 9\)/],
    ['project = AE status = Done', /Expecting either 'OR' or 'AND' but got 'status'/],
    ['(project = AE', /Expecting '\)' before the end of the query/],
    ['summary ~ "open', /has not been completed/],
    ['project = AE AND', /Expecting a field name/],
    ['summary = x', /operator '=' is not supported/],
    ['assignee = membersOf("a")', /Unable to find JQL function/],
    ['project = AE\nAND AND', /\(line 2, character 5\)/],
  ])('%j is refused: %s', async (jql, message) => {
    expect(await refusal(createJira(), jql)).toMatch(message);
  });

  it('can be checked without being run', async () => {
    const queries = ['project = AE', 'project ='];
    const response = await send(createJira(), '/rest/api/3/jql/parse?validation=strict', CLOUD, { queries });
    expect(await response.json()).toMatchObject({
      queries: [
        { query: 'project = AE', structure: {} },
        { query: 'project =', errors: [expect.stringContaining('Expecting')] },
      ],
    });
  });
});

describe('webhooks', () => {
  const listening = (status = 202, retries = 0) => {
    const received: { headers: Headers; body: Uint8Array }[] = [];
    const jira = createJira({
      retries,
      deliver: async (request) => {
        received.push({ headers: request.headers, body: new Uint8Array(await request.arrayBuffer()) });
        return new Response(null, { status });
      },
    });
    return { jira, received };
  };

  it('tell a move, signed, in the shape of the recorded ones', async () => {
    const { jira, received } = listening();
    jira.addWebhook({ url: 'https://cairn.test/hooks/jira/con_1', secret: 's3cret' });
    jira.move('AE-790', 'Done');
    await jira.delivered();
    const [push] = received;
    if (!push) throw new Error('nothing was delivered');
    expect(await verifyPush('s3cret', push.headers, push.body)).toBe(true);
    expect(push.headers.get('X-Atlassian-Webhook-Identifier')).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.parse(new TextDecoder().decode(push.body))).toMatchObject({
      webhookEvent: 'jira:issue_updated',
      issue: { key: 'AE-790', fields: { status: { statusCategory: { key: 'done' } } } },
      changelog: { items: [{ field: 'status', fromString: 'In Progress', toString: 'Done' }] },
    });
  });

  it('tell a new issue, and nothing when an issue stays where it is', async () => {
    const { jira, received } = listening();
    jira.addWebhook({ url: 'https://cairn.test/hooks/jira/con_1' });
    jira.createIssue({ project: 'AE', summary: 'New' });
    jira.move('AE-787', 'Done');
    await jira.delivered();
    const events = received.map(({ body }) => JSON.parse(new TextDecoder().decode(body)).webhookEvent);
    expect(events).toEqual(['jira:issue_created']);
  });

  it('come again under the same identifier when they were not taken', async () => {
    const { jira, received } = listening(503, 1);
    jira.addWebhook({ url: 'https://cairn.test/hooks/jira/con_1' });
    jira.move('AE-790', 'Done');
    await jira.delivered();
    const identifiers = received.map(({ headers }) => headers.get('X-Atlassian-Webhook-Identifier'));
    expect(identifiers).toHaveLength(2);
    expect(new Set(identifiers).size).toBe(1);
    expect(received[1]?.headers.get('X-Atlassian-Webhook-Retry')).toBe('1');
  });

  it('are registered by the API with events and a filter', async () => {
    const { jira, received } = listening();
    const webhook = {
      name: 'Cairn',
      url: 'https://cairn.test/hooks/jira/con_1',
      events: ['jira:issue_updated'],
      filters: { 'issue-related-events-section': 'project = AE' },
      secret: 's',
    };
    expect((await send(jira, '/rest/webhooks/1.0/webhook', basic('wrong'), webhook)).status).toBe(401);
    const response = await send(jira, '/rest/webhooks/1.0/webhook', CLOUD, webhook);
    expect(response.status).toBe(201);
    expect(JSON.stringify(await response.json())).not.toContain('secret');
    jira.move('AE-790', 'Done');
    jira.move('OPS-31', 'Done');
    jira.createIssue({ project: 'AE', summary: 'New' });
    await jira.delivered();
    expect(received).toHaveLength(1);
  });
});

describe('the page', () => {
  it('lists the issues and moves one without a script', async () => {
    const jira = createJira();
    const page = async () => (await send(jira, '/', {})).text();
    expect(await page()).toContain('3 of 10 done');
    expect(await page()).not.toContain('<script');
    const response = await post(jira, '/issues/AE-790/status', { status: 'Done' });
    expect([response.status, response.headers.get('Location')]).toEqual([303, '/#AE-790']);
    expect(await page()).toContain('4 of 10 done');
  });

  it('files an issue into an epic, escaped on the page', async () => {
    const jira = createJira();
    await post(jira, '/issues', { summary: '<b>"Eleven"</b>', place: 'AE AE-786', labels: 'a, b' });
    expect(jira.state.issues.at(-1)).toMatchObject({
      key: 'AE-797',
      parent: 'AE-786',
      labels: ['a', 'b'],
      status: 'To Do',
    });
    const page = await (await send(jira, '/', {})).text();
    expect(page).toContain('&#60;b&#62;&#34;Eleven&#34;&#60;/b&#62;');
    expect(await (await send(jira, '/browse/AE-797', {})).text()).toContain('AE-786');
  });

  it('switches a fault on and off', async () => {
    const jira = createJira();
    await post(jira, '/faults', { fault: 'limited' });
    const limited = await send(jira, '/rest/api/3/myself');
    expect([limited.status, limited.headers.get('Retry-After')]).toEqual([429, '60']);
    await post(jira, '/faults', { fault: '' });
    expect((await send(jira, '/rest/api/3/myself')).status).toBe(200);
  });

  it('adds and removes a webhook', async () => {
    const jira = createJira();
    await post(jira, '/webhooks', { url: 'http://localhost:8787/hooks/jira/con_1', secret: 's' });
    const [webhook] = jira.state.webhooks;
    expect(webhook).toMatchObject({ url: 'http://localhost:8787/hooks/jira/con_1', secret: 's' });
    await post(jira, `/webhooks/${webhook?.id}/delete`, {});
    expect(jira.state.webhooks).toEqual([]);
  });

  it('sends nobody to another site', async () => {
    const response = await post(createJira(), '/issues/AE-790/status', { status: 'Done', from: '//evil.example.org' });
    expect(response.headers.get('Location')).toBe('/');
  });
});

describe('state', () => {
  it('is told at every change and goes on where it was', async () => {
    let kept = '';
    const jira = createJira({ onChange: (state) => (kept = JSON.stringify(state)) });
    jira.move('AE-790', 'Done');
    const again = createJira({ state: JSON.parse(kept) });
    expect(await keys(again, 'parent = AE-786 AND status = Done')).toHaveLength(4);
    expect(again.createIssue({ project: 'AE', summary: 'Next' }).key).toBe('AE-797');
  });

  it('faults can be limited to a path and a number of requests', async () => {
    const jira = createJira();
    jira.fail({ kind: 'status', status: 500 }, { path: '/search', times: 1 });
    expect((await send(jira, '/rest/api/3/myself')).status).toBe(200);
    expect((await send(jira, '/rest/api/3/search/jql', CLOUD, { jql: 'project = AE' })).status).toBe(500);
    expect((await send(jira, '/rest/api/3/search/jql', CLOUD, { jql: 'project = AE' })).status).toBe(200);
  });
});

describe('fields', () => {
  it('are listed with their kind, and an issue carries points and an estimate', async () => {
    const jira = createJira();
    const listed = await (await send(jira, '/rest/api/3/field')).json<{ id: string; schema: { type: string } }[]>();
    expect(listed.filter(({ schema }) => schema.type === 'number').map(({ id }) => id)).toEqual([
      'workratio',
      'timeoriginalestimate',
      'customfield_10016',
    ]);
    expect((await send(jira, '/rest/api/3/field', {})).status).toBe(401);
    const { issues } = await search(jira, {
      jql: 'key = AE-787',
      fields: ['customfield_10016', 'timeoriginalestimate'],
    });
    expect(issues).toMatchObject([{ fields: { customfield_10016: 5, timeoriginalestimate: null } }]);
  });
});

describe('signing in', () => {
  const trade = (jira: Jira, given: object) =>
    jira.fetch(
      new Request(`${SITE}/oauth/token`, {
        method: 'POST',
        body: JSON.stringify({ client_id: jira.app.id, client_secret: jira.app.secret, ...given }),
      }),
    );

  it('gives a refresh token that is good once, and access for an hour', async () => {
    let now = Date.UTC(2026, 10, 20);
    const jira = createJira({ now: () => now });
    const { accountId } = jira.state.accounts[0]!;
    jira.codes.set('a code', { accountId, redirectUri: 'https://cairn.test/back' });
    const code = { grant_type: 'authorization_code', code: 'a code', redirect_uri: 'https://cairn.test/back' };
    const first = await (await trade(jira, code)).json<{ access_token: string; refresh_token: string }>();
    expect((await trade(jira, code)).status).toBe(403);
    const bearer = { Authorization: `Bearer ${first.access_token}` };
    const path = `/ex/jira/${jira.cloudId}/rest/api/3/myself`;
    expect((await send(jira, path, bearer)).status).toBe(200);
    expect((await send(jira, '/rest/api/3/myself', bearer)).status).toBe(401);
    now += 3_600_000;
    expect((await send(jira, path, bearer)).status).toBe(401);
    const again = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
    expect((await trade(jira, again)).status).toBe(200);
    expect((await trade(jira, again)).status).toBe(403);
    expect((await trade(jira, { ...again, client_secret: 'wrong' })).status).toBe(401);
  });

  it('sends nobody to an app that it does not know', async () => {
    const jira = createJira();
    const asked = { client_id: 'another', redirect_uri: 'https://evil.test/', response_type: 'code' };
    const response = await jira.fetch(new Request(`${SITE}/authorize?${new URLSearchParams(asked)}`));
    expect([response.status, response.headers.get('Location')]).toEqual([400, null]);
  });
});
