import type { z } from 'zod';
import type { Result } from '../lib/result.ts';
import type { Http } from './http.ts';

/**
 * Why a provider did not give what was asked. The word decides what happens next (see domain/connections/health.ts);
 * `detail` is a sentence for a person and never holds a credential.
 *
 * - `unauthorized`  credentials refused: automatic syncs pause until somebody mends the connection
 * - `forbidden`     credentials good, access missing
 * - `not_found`     the site, project or query target is gone
 * - `invalid_query` the provider refuses the query; `detail` holds the provider's own words
 * - `rate_limited`  asked to slow down; `retryAt` says until when
 * - `unavailable`   5xx, a dropped connection or an unreachable host
 * - `timeout`       no complete answer within the deadline
 * - `bad_response`  an answer that is not what the provider documents
 * - `too_large`     a body, or a number of pages, over our cap
 * - `redirected`    sent to another host; never followed
 * - `refused_address` an address that Cairn never calls (private network, plain http)
 */
export type FailureReason =
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'invalid_query'
  | 'rate_limited'
  | 'unavailable'
  | 'timeout'
  | 'bad_response'
  | 'too_large'
  | 'redirected'
  | 'refused_address';

/** `retryAt` in ms since 1970, only when the provider said when to come back. */
export type SyncFailure = { reason: FailureReason; detail: string; retryAt?: number };

export type Asked<T> = Result<T, SyncFailure>;

/** One item behind a number, kept as evidence. */
export type Sample = { key: string; title: string; state: string; done: boolean; url: string };

/**
 * What one look at a query saw. Counts are whole numbers of items, or null where a provider has no such count.
 * `approximate` is true when the provider itself only estimates.
 */
export type Reading = {
  matched: number;
  completed: number;
  approximate: boolean;
  samples: Sample[];
};

/** Who the credentials belong to, as the provider tells it. */
export type Account = { name: string; address: string };

/** The settings of the deployment that adapters need. */
export type ProviderSettings = { jiraGatewayUrl: string };

/** Everything an adapter may touch outside itself. `now` in ms since 1970. */
export type Reach = { http: Http; now: () => number; settings: ProviderSettings };

/**
 * One provider. `Config` is stored in the clear (site address, cloud id), `Secret` only encrypted.
 * An adapter is stateless, talks through `reach.http` alone, and returns failures instead of throwing them.
 */
export type Adapter<Config extends object, Secret extends object, Query extends object> = {
  /** The name that people know it by. */
  name: string;
  /** What a person or a script hands in to make a connection, parsed into what is public and what is secret. */
  input: z.ZodType<{ config: Config; secret: Secret }>;
  /** What a person or a script hands in to describe a query. */
  query: z.ZodType<Query>;
  /** Equal texts for queries that one request can serve; the engine never asks twice for the same. */
  queryKey(query: Query): string;
  /** Proves the credentials and returns the configuration completed with what was discovered on the way. */
  connect(reach: Reach, config: Config, secret: Secret): Promise<Asked<{ account: Account; config: Config }>>;
  /** Reads the query once, completely or not at all. */
  read(reach: Reach, config: Config, secret: Secret, query: Query): Promise<Asked<Reading>>;
};
