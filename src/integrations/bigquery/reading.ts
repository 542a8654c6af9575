import { err, ok } from '../../lib/result.ts';
import type { Asked, Estimate, Reading } from '../adapter.ts';
import type { BigQueryQuery } from './config.ts';
import { misshapen, OVER_LIMIT, TOO_LONG } from './failure.ts';
import { estimateOf, type Job, readingOf } from './process.ts';
import { askDry, askJob, askQuery } from './request.ts';
import { foreignProject, isSelect } from './statement.ts';
import type { BigQuery } from './token.ts';

/** Times that a running job is asked after, and how long (ms) its connection is kept busy with that. */
const POLLS = 6;
const WAIT_MS = 60_000;
/** The least times (ms) before the first and before late ones, doubling between, should BigQuery not wait itself. */
const PAUSE_MS = 250;
const LONG_PAUSE_MS = 2_000;

const ONLY_SELECT = 'Only SELECT is allowed: Cairn reads and never writes.';

/** What a query would read and cost. Anything but a SELECT is refused, and so is more than the byte limit allows. */
export async function rehearse(bigquery: BigQuery, query: BigQueryQuery): Promise<Asked<Estimate>> {
  const foreign = bigquery.config.own ? null : foreignProject(query.sql, bigquery.config.project_id);
  if (foreign) return refuse(elsewhere(foreign));
  const dry = await askDry(bigquery, query);
  if (!dry.ok) return dry;
  const { statementType, totalBytesProcessed } = dry.value;
  if (statementType ? statementType !== 'SELECT' : !isSelect(query.sql)) return refuse(ONLY_SELECT);
  const bytes = totalBytesProcessed ?? 0;
  if (bytes > Number(query.maximum_bytes_billed)) return refuse(OVER_LIMIT);
  return ok(estimateOf(bytes));
}

/** Runs a query, after making sure that it is one that may be run, and waits for its number. */
export async function read(bigquery: BigQuery, query: BigQueryQuery): Promise<Asked<Reading>> {
  const rehearsed = await rehearse(bigquery, query);
  if (!rehearsed.ok) return rehearsed;
  const { now } = bigquery.reach;
  const until = now() + WAIT_MS;
  let askedAt = now();
  let job = await start(bigquery, query);
  for (let polls = 0; job.ok && job.value.jobComplete === false && polls < POLLS && now() < until; polls++) {
    await sleep(askedAt + Math.min(PAUSE_MS * 2 ** polls, LONG_PAUSE_MS) - now());
    askedAt = now();
    job = await goOn(bigquery, job.value);
  }
  if (!job.ok) return job;
  if (job.value.jobComplete === false) return err({ reason: 'timeout', detail: TOO_LONG });
  return readingOf(job.value);
}

/**
 * Starts a query. When no whole answer came back it may run all the same, so it is asked for once more under the same
 * `requestId`, which finds the job instead of paying for a second one. A later read is a new question with a new id: the
 * same one would be given the old number.
 */
async function start(bigquery: BigQuery, query: BigQueryQuery): Promise<Asked<Job>> {
  const requestId = crypto.randomUUID();
  const first = await askQuery(bigquery, query, requestId);
  if (first.ok || !['unavailable', 'timeout'].includes(first.error.reason)) return first;
  return askQuery(bigquery, query, requestId);
}

async function goOn(bigquery: BigQuery, { jobReference }: Job): Promise<Asked<Job>> {
  if (!jobReference?.jobId) return err(misshapen);
  const asked = await askJob(bigquery, jobReference.jobId, jobReference.location ?? bigquery.config.location);
  return asked.ok ? ok({ ...asked.value, jobReference: asked.value.jobReference ?? jobReference }) : asked;
}

const sleep = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));

const elsewhere = (project: string) =>
  `Cairn's own service account reads tables of this connection's project only, and ${project} is another one. ` +
  'Paste a key for this connection to read more, or give the table a shorter alias if this is no project.';

const refuse = (detail: string): Asked<never> => err({ reason: 'invalid_query', detail });
