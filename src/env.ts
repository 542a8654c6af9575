import type { ConnectionReader } from './writers/connection-reader.ts';
import type { Job } from './writers/messages.ts';
import type { OkrWriter } from './writers/okr-writer.ts';

/** Bindings and settings of the Worker, as wrangler.toml declares them. */
export type Env = {
  DB: D1Database;
  ASSETS: Fetcher;
  OKR_WRITER: DurableObjectNamespace<OkrWriter>;
  CONNECTION_READER: DurableObjectNamespace<ConnectionReader>;
  JOBS: Queue<Job>;
  VERSION: WorkerVersionMetadata;

  ENVIRONMENT: 'production' | 'development';
  CREDENTIAL_KEYS: string;
  EGRESS_ALLOW: string;
  JIRA_GATEWAY_URL: string;
  ATLASSIAN_AUTH_URL: string;
  ATLASSIAN_CLIENT_ID?: string;
  ATLASSIAN_CLIENT_SECRET?: string;
  ASANA_API_URL: string;
  ASANA_OAUTH_URL: string;
  ASANA_CLIENT_ID?: string;
  ASANA_CLIENT_SECRET?: string;
  TRELLO_API_URL: string;
  TRELLO_AUTHORIZE_URL: string;
  TRELLO_KEY?: string;
  TRELLO_SECRET?: string;
  BIGQUERY_API_URL: string;
  GOOGLE_TOKEN_URL: string;
  GOOGLE_SERVICE_ACCOUNT?: string;
  /** A resolver that answers over HTTPS in JSON. */
  DNS_URL: string;
  REQUESTS_PER_SCAN: string;
  /** Who may make an organization: `open`, `members` of one, or `closed`. */
  NEW_ORGANIZATIONS: string;
  /** Where people reach this deployment, for links in letters that no request causes. */
  PUBLIC_URL?: string;
  MAIL_API_URL: string;
  MAIL_API_KEY?: string;
  MAIL_FROM: string;
  /** What the mail service signs its word of returned letters with. */
  MAIL_WEBHOOK_SECRET?: string;
  /** Cloudflare's e-mail binding; where it is there, letters leave through it. */
  MAIL?: SendEmail;
};
