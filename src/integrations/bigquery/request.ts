import { err, ok } from '../../lib/result.ts';
import type { Asked } from '../adapter.ts';
import type { Answer, Asking } from '../http.ts';
import type { BigQueryQuery } from './config.ts';
import { bigqueryFailure, misshapen } from './failure.ts';
import { type Job, jobBody } from './process.ts';
import { accessToken, type BigQuery, forgetToken } from './token.ts';

/** BigQuery waits this long (ms) for a query before it says that it is not finished. */
const WAIT_MS = 10_000;
const DEADLINE_MS = 20_000;
/** A job that runs longer (ms) is ended by BigQuery. */
const JOB_MS = 60_000;

/** What running the query would do, without running it. */
export const askDry = (bigquery: BigQuery, { sql }: BigQueryQuery): Promise<Asked<Job>> =>
  ask(bigquery, '/queries', { method: 'POST', body: { ...common(bigquery, sql), dryRun: true } });

/** Starts the query and waits a little for its end. `requestId` makes a repeated start the same job. */
export const askQuery = (
  bigquery: BigQuery,
  { sql, maximum_bytes_billed }: BigQueryQuery,
  requestId: string,
): Promise<Asked<Job>> =>
  ask(bigquery, '/queries', {
    method: 'POST',
    body: {
      ...common(bigquery, sql),
      maximumBytesBilled: maximum_bytes_billed,
      timeoutMs: WAIT_MS,
      jobTimeoutMs: String(JOB_MS),
      maxResults: 2,
      requestId,
      labels: { app: 'cairn' },
    },
  });

/** Waits a little more for a job. It is found only where it runs. */
export function askJob(bigquery: BigQuery, jobId: string, location: string | null): Promise<Asked<Job>> {
  const parameters = new URLSearchParams({
    timeoutMs: String(WAIT_MS),
    maxResults: '2',
    ...(location && { location }),
  });
  return ask(bigquery, `/queries/${encodeURIComponent(jobId)}?${parameters}`, {});
}

const common = ({ config }: BigQuery, sql: string) => ({
  query: sql,
  useLegacySql: false,
  ...(config.location && { location: config.location }),
});

/** Asks, and once more with a new token when Google refuses one although its time was not over. */
async function ask(bigquery: BigQuery, path: string, asking: Asking): Promise<Asked<Job>> {
  const first = await askOnce(bigquery, path, asking);
  const refused = first.ok && first.value.status === 401;
  if (refused) forgetToken(bigquery);
  const asked = refused ? await askOnce(bigquery, path, asking) : first;
  if (!asked.ok) return asked;
  const failure = bigqueryFailure(asked.value);
  if (failure) return err(failure);
  const parsed = jobBody.safeParse(asked.value.body);
  return parsed.success ? ok(parsed.data) : err(misshapen);
}

async function askOnce(bigquery: BigQuery, path: string, asking: Asking): Promise<Asked<Answer>> {
  const { reach, config } = bigquery;
  const token = await accessToken(bigquery);
  if (!token.ok) return token;
  const base = reach.settings.bigqueryUrl.replace(/\/+$/, '');
  const url = `${base}/projects/${encodeURIComponent(config.project_id)}${path}`;
  const headers = { Authorization: `Bearer ${token.value}` };
  return reach.http.json(url, { ...asking, headers, deadlineMs: DEADLINE_MS });
}
