import type { Env } from '../env.ts';
import type { Reach } from '../integrations/adapter.ts';
import { createHttp } from '../integrations/http.ts';
import { type KeyRing, readKeyRing } from '../lib/sealed.ts';

/** What adapters may touch outside, with this deployment's settings. `now` in ms since 1970. */
export const outside = (env: Env, now: () => number = Date.now): Reach => ({
  http: createHttp({ fetch: (url, init) => globalThis.fetch(url, init), egressAllow: env.EGRESS_ALLOW, now }),
  now,
  settings: { jiraGatewayUrl: env.JIRA_GATEWAY_URL },
});

/** The keys that open what connections keep secret. @throws Error when CREDENTIAL_KEYS is missing or misshapen */
export const keyRing = (env: Pick<Env, 'CREDENTIAL_KEYS'>): KeyRing => readKeyRing(env.CREDENTIAL_KEYS);
