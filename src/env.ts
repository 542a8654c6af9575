import type { Job } from './writers/messages.ts';
import type { OkrWriter } from './writers/okr-writer.ts';

/** Bindings and settings of the Worker, as wrangler.toml declares them. */
export type Env = {
  DB: D1Database;
  ASSETS: Fetcher;
  OKR_WRITER: DurableObjectNamespace<OkrWriter>;
  JOBS: Queue<Job>;
  VERSION: WorkerVersionMetadata;

  ENVIRONMENT: 'production' | 'development';
  CREDENTIAL_KEYS: string;
  EGRESS_ALLOW: string;
  JIRA_GATEWAY_URL: string;
  MAIL_API_URL: string;
  MAIL_API_KEY?: string;
  MAIL_FROM: string;
};
