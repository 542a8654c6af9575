import type { Env } from '../env.ts';
import type { Reach } from '../integrations/adapter.ts';
import { createHttp } from '../integrations/http.ts';
import { type KeyRing, readKeyRing } from '../lib/sealed.ts';

/** What adapters may touch outside, with this deployment's settings. `now` in ms since 1970. */
export const outside = (env: Env, now: () => number = Date.now): Reach => ({
  http: createHttp({ fetch: (url, init) => globalThis.fetch(url, init), egressAllow: env.EGRESS_ALLOW, now }),
  now,
  settings: {
    jiraGatewayUrl: env.JIRA_GATEWAY_URL,
    atlassianAuthUrl: env.ATLASSIAN_AUTH_URL,
    atlassianClientId: env.ATLASSIAN_CLIENT_ID ?? '',
    atlassianClientSecret: env.ATLASSIAN_CLIENT_SECRET ?? '',
    asanaUrl: env.ASANA_API_URL,
    asanaOauthUrl: env.ASANA_OAUTH_URL,
    asanaClientId: env.ASANA_CLIENT_ID ?? '',
    asanaClientSecret: env.ASANA_CLIENT_SECRET ?? '',
    trelloUrl: env.TRELLO_API_URL,
    bigqueryUrl: env.BIGQUERY_API_URL,
    googleTokenUrl: env.GOOGLE_TOKEN_URL,
    googleServiceAccount: env.GOOGLE_SERVICE_ACCOUNT ?? '',
    mostRequests: Number(env.REQUESTS_PER_SCAN) || 40,
  },
  kept: new Map(),
});

/** The keys that open what connections keep secret. @throws Error when CREDENTIAL_KEYS is missing or misshapen */
export const keyRing = (env: Pick<Env, 'CREDENTIAL_KEYS'>): KeyRing => readKeyRing(env.CREDENTIAL_KEYS);
