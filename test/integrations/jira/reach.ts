import type { ProviderSettings, Reach } from '../../../src/integrations/adapter.ts';
import { createHttp, type Fetch } from '../../../src/integrations/http.ts';
import type { JiraConfig } from '../../../src/integrations/jira/config.ts';

export const NOW = Date.UTC(2026, 10, 20, 12);

export const cloud: JiraConfig = {
  deployment: 'cloud',
  site_url: 'https://northwind.atlassian.net',
  user: 'dana@northwind.test',
  cloud_id: null,
};
export const gateway: JiraConfig = { ...cloud, cloud_id: '11111111-2222-4333-8444-555555555555' };
export const dataCenter: JiraConfig = { deployment: 'data_center', site_url: 'https://jira.northwind.test' };

/** The official addresses. */
export const settings: ProviderSettings = {
  jiraGatewayUrl: 'https://api.atlassian.com',
  atlassianAuthUrl: 'https://auth.atlassian.com',
  atlassianClientId: 'cairn-app',
  atlassianClientSecret: 'cairn-app-secret',
  asanaUrl: 'https://app.asana.com/api/1.0',
  asanaOauthUrl: 'https://app.asana.com/-',
  asanaClientId: '',
  asanaClientSecret: '',
  trelloUrl: 'https://api.trello.com/1',
  bigqueryUrl: 'https://bigquery.googleapis.com/bigquery/v2',
  googleTokenUrl: 'https://oauth2.googleapis.com/token',
  googleServiceAccount: '',
  mostRequests: 40,
};

/** A reach whose requests all end at `fetch`, whatever host they name. */
export const reachOf = (fetch: Fetch, egressAllow = '', now = () => NOW): Reach => ({
  http: createHttp({ fetch, egressAllow, now }),
  now,
  settings,
  kept: new Map(),
});

/** The same, ending at a server that takes requests. */
export const reachTo = (server: { fetch(request: Request): Promise<Response> }): Reach =>
  reachOf((url, init) => server.fetch(new Request(url, init)));
