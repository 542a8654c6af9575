import { describe, expect, it } from 'vitest';
import type { JiraConfig, JiraQuery } from '../../../src/integrations/jira/config.ts';
import { jira as adapter } from '../../../src/integrations/jira/index.ts';
import { createJira, type Jira } from '../../stand-ins/jira/jira.ts';
import { cloud, dataCenter, gateway, reachOf, reachTo, settings } from './reach.ts';

const EPIC = '"Epic Link" = AE-786';
const POINTS = 'customfield_10016';
const secret = { token: 'demo-jira-token' };

const readAll = (jira: Jira, queries: JiraQuery[], config: JiraConfig = cloud, token = secret.token) =>
  adapter.read(reachTo(jira), config, { token }, queries);
const read = async (jira: Jira, jql = EPIC, sum_field = POINTS, config = cloud, token = secret.token) =>
  (await readAll(jira, [{ jql, sum_field }], config, token))[0]!;

/** Pages of Cloud's search, one after another. */
const scripted = async (field: string, values: unknown[]) => {
  const issues = values.map((given, i) => ({
    id: String(i),
    key: `AE-${i}`,
    fields: {
      status: { name: 'Any', statusCategory: { key: i === 0 ? 'done' : 'new' } },
      ...(given !== undefined && { [field]: given }),
    },
  }));
  const reach = reachOf(async (url) =>
    Response.json(url.endsWith('/myself') ? { displayName: 'Dana' } : { issues, isLast: true }),
  );
  return (await adapter.read(reach, cloud, secret, [{ jql: EPIC, sum_field: field }]))[0]!;
};

describe.each([
  ['Cloud by the site', cloud, 'demo-jira-token'],
  ['Cloud by the gateway', gateway, 'demo-jira-scoped-token'],
  ['Data Center', dataCenter, 'demo-jira-pat'],
])('%s', (_name, config, token) => {
  it('adds up story points: 16 of 50, then 24 when one is finished', async () => {
    const jira = createJira();
    const look = () => read(jira, `${EPIC} ORDER BY created`, POINTS, config, token);
    expect(await look()).toMatchObject({ value: { matched: 50, completed: 16, value: null, approximate: false } });
    jira.move('AE-790', 'Done');
    expect(await look()).toMatchObject({ value: { matched: 50, completed: 24 } });
    jira.createIssue({ project: 'AE', parent: 'AE-786', summary: 'Another story', points: 6 });
    expect(await look()).toMatchObject({ value: { matched: 56, completed: 24 } });
  });

  it('reads estimates in hours', async () => {
    expect(await read(createJira(), 'parent = WEB-12', 'timeoriginalestimate', config, token)).toMatchObject({
      value: { matched: 40, completed: 20 },
    });
  });

  it('says beside each item what it adds', async () => {
    const points = await read(createJira(), EPIC, POINTS, config, token);
    expect(points.ok && points.value.samples.map(({ state }) => state).toSorted()).toEqual([
      'Done, 3',
      'Done, 5',
      'Done, 8',
      'In Progress, 5',
      'In Progress, 8',
      'To Do, 3',
      'To Do, 5',
      'To Do, 5',
      'To Do, 8',
      'To Do, no value',
    ]);
    const hours = await read(
      createJira(),
      'parent = WEB-12 AND summary ~ Offline',
      'timeoriginalestimate',
      config,
      token,
    );
    expect(hours.ok && hours.value.samples.map(({ state }) => state)).toEqual(['In Progress, 1.5 h']);
  });

  it('where no issue has a value, and where no issue matches, there is nothing to read', async () => {
    for (const jql of ['project = OPS', 'labels = nowhere'])
      expect(await read(createJira(), jql, POINTS, config, token)).toMatchObject({
        value: { matched: 0, completed: 0 },
      });
  });

  it('says when the token is no longer good', async () => {
    const jira = createJira();
    for (const account of jira.state.accounts) Object.assign(account, { tokens: [], scopedTokens: [], pats: [] });
    expect(await read(jira, EPIC, POINTS, config, token)).toMatchObject({ error: { reason: 'unauthorized' } });
  });

  it('offers the fields that can be added up', async () => {
    const pick = (search: string) =>
      adapter.pick!(reachTo(createJira()), config, { token }, 'sum_field', {}, search).then(
        (asked) => asked.ok && asked.value,
      );
    expect(await pick('')).toEqual([
      { value: 'timeoriginalestimate', label: 'Original estimate', detail: 'hours' },
      { value: POINTS, label: 'Story point estimate', detail: POINTS },
    ]);
    expect(await pick('POINT')).toMatchObject([{ value: POINTS }]);
  });
});

describe('one JQL', () => {
  const both: JiraQuery[] = [
    { jql: `${EPIC} ORDER BY key`, sum_field: POINTS },
    { jql: EPIC },
    { jql: EPIC, sum_field: 'timeoriginalestimate' },
  ];

  it('is one source, whatever is added up, and each sum is a query of its own', () => {
    expect(new Set(both.map((query) => adapter.sourceKey(query)))).toEqual(new Set([EPIC]));
    expect(new Set(both.map((query) => adapter.queryKey(query))).size).toBe(3);
  });

  it('is scanned once for all that is asked of it', async () => {
    const jira = createJira();
    jira.pageSize = 4;
    for (const issue of jira.state.issues) if (issue.key === 'AE-787') issue.estimate = 7200;
    expect(await readAll(jira, both)).toMatchObject([
      { value: { matched: 50, completed: 16 } },
      { value: { matched: 10, completed: 3, approximate: false } },
      { value: { matched: 2, completed: 2 } },
    ]);
    expect(jira.requests.map(({ path }) => path)).toEqual(Array(3).fill('/rest/api/3/search/jql'));
  });

  it('that is too long to add up is still counted', async () => {
    const jira = createJira();
    jira.pageSize = 1;
    jira.estimate = () => 5000;
    const reach = { ...reachTo(jira), settings: { ...settings, mostRequests: 5 } };
    expect(await adapter.read(reach, cloud, secret, both)).toMatchObject([
      { error: { reason: 'too_large', detail: 'Jira has more pages of this than Cairn reads.' } },
      { value: { matched: 5000, approximate: true } },
      { error: { reason: 'too_large' } },
    ]);
  });
});

describe('a page', () => {
  it.each([cloud, dataCenter])('that fails half-way fails the sum (%j)', async (config) => {
    const jira = createJira();
    jira.pageSize = 4;
    for (let i = 0; i < 100; i++) jira.createIssue({ project: 'AE', parent: 'AE-786', summary: `Story ${i}` });
    jira.fail({ kind: 'status', status: 500 }, { path: '/search', after: 1 });
    const token = config === cloud ? 'demo-jira-token' : 'demo-jira-pat';
    expect(await read(jira, EPIC, POINTS, config, token)).toMatchObject({ error: { reason: 'unavailable' } });
  });

  it('that repeats ends the sum', async () => {
    const jira = createJira();
    jira.fail({ kind: 'repeated_token' });
    expect(await read(jira)).toEqual({
      ok: false,
      error: { reason: 'bad_response', detail: 'Jira gave the same page twice.' },
    });
  });

  it('of Data Center follows the one before until all are there', async () => {
    const jira = createJira();
    for (let i = 0; i < 240; i++) jira.createIssue({ project: 'AE', parent: 'AE-786', summary: `${i}`, points: 1 });
    expect(await read(jira, EPIC, POINTS, dataCenter, 'demo-jira-pat')).toMatchObject({ value: { matched: 290 } });
    expect(jira.calls('/search')).toBe(3);
  });

  it('of Data Center that is empty before the end is no end', async () => {
    const reach = reachOf(async () => Response.json({ total: 7, issues: [] }));
    const [seen] = await adapter.read(reach, dataCenter, secret, [{ jql: EPIC, sum_field: POINTS }]);
    expect(seen).toEqual({
      ok: false,
      error: { reason: 'bad_response', detail: 'Jira gave fewer issues than it says there are.' },
    });
  });
});

describe('the field', () => {
  it('that is missing, null or 0 adds nothing, and tenths add up without a rest', async () => {
    expect(await scripted(POINTS, [0.1, 0.2, null, undefined, 0])).toMatchObject({
      value: { matched: 0.3, completed: 0.1 },
    });
  });

  it.each(['5', true, { value: 5 }, [5]])('that holds %j holds no numbers', async (given) => {
    expect(await scripted(POINTS, [3, given])).toEqual({
      ok: false,
      error: { reason: 'invalid_query', detail: 'The field customfield_10016 holds no numbers. Choose another one.' },
    });
  });

  it('is named by its id, also as JQL writes it, and left out where issues are counted', () => {
    const parse = (sum_field: unknown) => adapter.query.safeParse({ jql: EPIC, sum_field });
    expect(parse(' cf[10016] ').data).toEqual({ jql: EPIC, sum_field: POINTS });
    expect(parse('timespent').data).toEqual({ jql: EPIC, sum_field: 'timespent' });
    for (const none of ['', null, undefined]) expect(parse(none).data).toEqual({ jql: EPIC });
    for (const wrong of ['Story Points', '*all', 'customfield_x', 'a,b', 7])
      expect(parse(wrong).error?.issues[0]).toMatchObject({
        path: ['sum_field'],
        message: 'Choose a field that holds numbers.',
      });
  });
});
