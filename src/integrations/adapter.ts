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
 * What one look at a query saw. `matched` is how much the query finds and `completed` how much of it is done: items, or
 * what they carry (points, checklist items) where the query sums. `value` is the number itself where a provider gives one
 * number and no counts; what a provider does not give is null. `approximate` is true when it only estimates.
 */
export type Reading = {
  matched: number | null;
  completed: number | null;
  value: number | null;
  approximate: boolean;
  samples: Sample[];
};

/** Who the credentials belong to, as the provider tells it. */
export type Account = { name: string; address: string };

/** Something to pick for a query: a project, a board, a list, a member, a label. */
export type Choice = { value: string; label: string; detail?: string };

/** What running a query would cost before it is run. `price` in US dollars by the provider's list price. */
export type Estimate = { bytes: number; price: number };

/** The settings of the deployment that adapters need. App credentials are empty where the deployment has none. */
export type ProviderSettings = {
  jiraGatewayUrl: string;
  atlassianAuthUrl: string;
  atlassianClientId: string;
  atlassianClientSecret: string;
  asanaUrl: string;
  asanaOauthUrl: string;
  asanaClientId: string;
  asanaClientSecret: string;
  trelloUrl: string;
  bigqueryUrl: string;
  googleTokenUrl: string;
  /** The deployment's own service account, as the JSON that Google hands out. */
  googleServiceAccount: string;
  /** Requests that one scan may take, by the limits of the hosting plan. */
  mostRequests: number;
};

/**
 * Everything an adapter may touch outside itself. `now` in ms since 1970. `kept` holds what one connection may keep in
 * memory between reads, such as an access token that was traded for a key; it may be lost at any time.
 */
export type Reach = {
  http: Http;
  now: () => number;
  settings: ProviderSettings;
  kept: Map<string, { value: string; until: number }>;
};

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
  /** Equal texts for queries that always have the same reading. */
  queryKey(query: Query): string;
  /** Equal texts for queries that one scan can serve: all of one board, all of one project. */
  sourceKey(query: Query): string;
  /** Proves the credentials and returns the configuration completed with what was discovered on the way. */
  connect(reach: Reach, config: Config, secret: Secret): Promise<Asked<{ account: Account; config: Config }>>;
  /**
   * Reads queries of one source in one scan: for each its reading or its failure, in the order given. Each is read
   * completely or not at all.
   */
  read(reach: Reach, config: Config, secret: Secret, queries: readonly Query[]): Promise<Asked<Reading>[]>;
  /**
   * Things to pick for a query, those whose name holds `search` first, at most 50. `list` names the kind of thing;
   * `within` what was picked before it, by field of the query.
   */
  pick?(
    reach: Reach,
    config: Config,
    secret: Secret,
    list: string,
    within: Readonly<Record<string, string>>,
    search: string,
  ): Promise<Asked<Choice[]>>;
  /** What reading a query would cost; nothing is run. */
  estimate?(reach: Reach, config: Config, secret: Secret, query: Query): Promise<Asked<Estimate>>;
  /**
   * Credentials that expire, renewed when that is near or when the provider has `refused` them before; the same object
   * when they are still good, and when they are of a kind that nothing renews.
   */
  freshen?(reach: Reach, config: Config, secret: Secret, refused?: boolean): Promise<Asked<Secret>>;
  /** How the provider tells of changes, where it does and Cairn can arrange that itself. */
  push?: Push<Config, Secret, Query>;
};

/** Pushes that Cairn registers and removes itself, one per topic (a board, a project). */
export type Push<Config extends object, Secret extends object, Query extends object> = {
  /** Whether pushes through this connection could be verified. */
  offered(config: Config): boolean;
  /** What to listen to for a query. */
  topicOf(query: Query): string;
  /** Registers `callback` for a topic; the id is what `unsubscribe` needs. */
  subscribe(
    reach: Reach,
    config: Config,
    secret: Secret,
    topic: string,
    callback: string,
  ): Promise<Asked<{ id: string }>>;
  /** Whether the provider still has a subscription and serves it. */
  isAlive(reach: Reach, config: Config, secret: Secret, id: string): Promise<Asked<boolean>>;
  /** Ends a subscription; one that is gone already counts as ended. */
  unsubscribe(reach: Reach, config: Config, secret: Secret, id: string): Promise<Asked<null>>;
};
