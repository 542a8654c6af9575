import { describe, expect, it } from 'vitest';
import { jira } from '../../../src/integrations/jira/index.ts';

const basics = { user: 'dana@northwind.test', token: 'demo-jira-token' };

describe('connection input', () => {
  it('with a user is Jira Cloud, and the token goes among the secrets', () => {
    expect(jira.input.parse({ site_url: 'https://northwind.atlassian.net', ...basics })).toEqual({
      config: { deployment: 'cloud', site_url: 'https://northwind.atlassian.net', user: 'dana@northwind.test' },
      secret: { token: 'demo-jira-token' },
    });
  });

  it.each([{}, { user: '' }])('without a user is Data Center (%j)', (user) => {
    expect(jira.input.parse({ site_url: 'https://jira.northwind.test', token: 'pat', ...user })).toEqual({
      config: { deployment: 'data_center', site_url: 'https://jira.northwind.test' },
      secret: { token: 'pat' },
    });
  });

  it.each([
    ['northwind.atlassian.net'],
    [' https://NORTHWIND.atlassian.net/ '],
    ['https://northwind.atlassian.net.'],
    ['https://northwind.atlassian.net:443/jira/software/projects/AE/boards/1?selectedIssue=AE-1#x'],
    ['https://northwind.atlassian.net/browse/AE-786'],
  ])('the Cloud address %j becomes its origin', (site_url) => {
    expect(jira.input.parse({ site_url, ...basics }).config.site_url).toBe('https://northwind.atlassian.net');
  });

  it.each([
    ['https://example.com/jira/', 'https://example.com/jira'],
    ['https://example.com/jira/browse/AE-1', 'https://example.com/jira'],
    ['https://example.com:8443/tools/jira/secure/Dashboard.jspa', 'https://example.com:8443/tools/jira'],
    ['https://jira.example.com/projects/AE/issues', 'https://jira.example.com'],
    ['http://127.0.0.1:8788', 'http://127.0.0.1:8788'],
  ])('the Data Center address %j keeps its context path: %j', (site_url, expected) => {
    expect(jira.input.parse({ site_url, token: 'pat' }).config.site_url).toBe(expected);
  });

  it.each([
    [{ site_url: 'https://northwind.atlassian.net', ...basics, extra: 1 }],
    [{ site_url: 'ftp://northwind.atlassian.net', ...basics }],
    [{ site_url: 'https://user:pass@northwind.atlassian.net', ...basics }],
    [{ site_url: '', ...basics }],
    [{ site_url: 'https://northwind.atlassian.net', user: 'a:b', token: 't' }],
    [{ site_url: 'https://northwind.atlassian.net', user: 'dana', token: '' }],
    [{ site_url: 'https://northwind.atlassian.net', user: 'dana', token: 'two\nlines' }],
    [{ site_url: 'https://northwind.atlassian.net', user: 'dana' }],
    [{ ...basics }],
  ])('%j is refused', (given) => expect(jira.input.safeParse(given).success).toBe(false));

  it('that lacks something says what to give', () => {
    expect(jira.input.safeParse({}).error?.issues).toMatchObject([
      { path: ['site_url'], message: 'Give the address of the site, such as https://example.atlassian.net.' },
      { path: ['token'], message: 'Paste the token.' },
    ]);
    expect(jira.query.safeParse({}).error?.issues).toMatchObject([{ path: ['jql'], message: 'Write a JQL query.' }]);
  });

  it('a Cloud address without a user is refused at the field that is missing', () => {
    const parsed = jira.input.safeParse({ site_url: 'https://northwind.atlassian.net', token: 't' });
    expect(parsed.error?.issues).toMatchObject([{ path: ['user'] }]);
  });
});

describe('query input', () => {
  it('is trimmed', () => expect(jira.query.parse({ jql: '  project = AE ' })).toEqual({ jql: 'project = AE' }));

  it.each([
    [{}],
    [{ jql: '' }],
    [{ jql: '   ' }],
    [{ jql: 'x'.repeat(10_001) }],
    [{ jql: 'a', fields: [] }],
    [{ jql: 1 }],
  ])('is refused when wrong (case %#)', (given) => expect(jira.query.safeParse(given).success).toBe(false));
});
