import { errorBody } from './faults.ts';
import type { Google } from './google.ts';
import { SqlError, statementType, type Value } from './sql-parse.ts';
import { type Result, run } from './sql-run.ts';
import { type Lead, leadStatuses, type Project, type State } from './state.ts';

/** A query that runs or has run. `polls` is how often it is still said to be running. */
export type Job = { id: string; project: string; location: string; polls: number; type: string; result: Result };

type Input = Record<string, unknown>;
const MIB = 1024 ** 2;
const LEAST_BILLED = 10 * MIB;
const BASE = /^\/bigquery\/v2\/projects\/([^/]+)\/queries(?:\/([^/]+))?$/;

/** Answers what BigQuery's REST interface would. */
export async function bigquery(google: Google, request: Request, url: URL): Promise<Response> {
  const [, project, job] = BASE.exec(url.pathname) ?? [];
  if (!project) return refusal(404, 'notFound', 'Not Found', 'NOT_FOUND');
  const asker = google.tokens.get(/^Bearer (.+)$/.exec(request.headers.get('Authorization') ?? '')?.[1] ?? '');
  if (!asker || asker.until <= google.now())
    return refusal(401, 'authError', 'Request had invalid authentication credentials.', 'UNAUTHENTICATED');
  const known = google.state.projects.find(({ id }) => id === decodeURIComponent(project));
  if (!known) return refusal(404, 'notFound', `Not found: Project ${project}`, 'NOT_FOUND');
  if (!asker.scopes.some((scope) => /\/(bigquery|cloud-platform|cloud-platform\.read-only)$/.test(scope)))
    return refusal(403, 'insufficientPermissions', 'Insufficient authentication scopes.', 'PERMISSION_DENIED');
  if (!known.readers.includes(asker.email))
    return refusal(
      403,
      'accessDenied',
      `Access Denied: Project ${known.id}: User does not have bigquery.jobs.create permission in project ${known.id}.`,
      'PERMISSION_DENIED',
    );
  if (job && request.method === 'GET') return resume(google, known, job, url.searchParams.get('location'));
  if (job || request.method !== 'POST') return refusal(404, 'notFound', 'Not Found', 'NOT_FOUND');
  const input = (await request.json().catch(() => null)) as Input | null;
  if (!input || typeof input.query !== 'string')
    return refusal(400, 'invalid', 'Required parameter is missing: query', 'INVALID_ARGUMENT');
  try {
    return start(google, known, input, input.query);
  } catch (reason) {
    if (!(reason instanceof SqlError)) throw reason;
    return reason.reason === 'notFound'
      ? refusal(404, 'notFound', reason.message, 'NOT_FOUND')
      : refusal(400, 'invalidQuery', reason.message, 'INVALID_ARGUMENT');
  }
}

function start(google: Google, project: Project, input: Input, sql: string): Response {
  // Legacy SQL is what one gets without a word against it, and its dialect is another one.
  if (input.useLegacySql !== false)
    throw new SqlError(
      `Syntax error: Encountered " <EOF> ". Legacy SQL is not understood here. [Try using standard SQL]`,
    );
  const asked = typeof input.location === 'string' && input.location !== '' ? input.location : null;
  const type = statementType(sql);
  const location = asked ?? (type === 'SELECT' && !/\bcrm\b/.test(sql) ? 'US' : project.location);
  const { result, bytes } = type === 'SELECT' ? select(google, project, location, sql) : nothing;
  if (input.dryRun === true)
    return Response.json({
      kind: 'bigquery#queryResponse',
      jobReference: { projectId: project.id, location },
      ...(google.tellsStatementType && { statementType: type }),
      totalBytesProcessed: String(bytes),
      schema: schemaOf(result),
      jobComplete: true,
      cacheHit: false,
    });
  const billed = bytes === 0 ? 0 : Math.max(LEAST_BILLED, Math.ceil(bytes / MIB) * MIB);
  if (input.maximumBytesBilled !== undefined && billed > Number(input.maximumBytesBilled))
    return refusal(
      400,
      'bytesBilledLimitExceeded',
      `Query exceeded limit for bytes billed: ${input.maximumBytesBilled}. ${billed} or higher required.`,
      'INVALID_ARGUMENT',
    );
  const id = typeof input.requestId === 'string' ? input.requestId : null;
  const before = id && google.jobs.find((job) => job.id === `job_${id}` && job.project === project.id);
  if (before) return answer(google, before, 'bigquery#queryResponse');
  const job: Job = {
    id: `job_${id ?? crypto.randomUUID()}`,
    project: project.id,
    location,
    polls: google.polls,
    type,
    result,
  };
  google.jobs.push(job);
  google.charges.push({ requestId: id, sql, bytes: billed });
  return answer(google, job, 'bigquery#queryResponse');
}

/** A job is found where it runs; only the multi-regions need not be named. */
function resume(google: Google, project: Project, id: string, location: string | null): Response {
  const job = google.jobs.find((each) => each.id === id && each.project === project.id);
  const here = job && (location ? location.toUpperCase() === job.location.toUpperCase() : isMulti(job.location));
  if (!job || !here) return refusal(404, 'notFound', `Not found: Job ${project.id}:${id}`, 'NOT_FOUND');
  return answer(google, job, 'bigquery#getQueryResultsResponse');
}

const isMulti = (location: string) => ['US', 'EU'].includes(location.toUpperCase());

function answer(google: Google, job: Job, kind: string): Response {
  const jobReference = { projectId: job.project, jobId: job.id, location: job.location };
  const endless = google.fault?.fault.kind === 'repeated_token';
  if (endless || job.polls > 0) {
    job.polls -= 1;
    return Response.json({ kind, jobReference, jobComplete: false });
  }
  const { rows } = job.result;
  return Response.json({
    kind,
    schema: schemaOf(job.result),
    jobReference,
    totalRows: String(rows.length),
    rows: rows.slice(0, 1000).map((row) => ({ f: row.map((value) => ({ v: textOf(value) })) })),
    totalBytesProcessed: '0',
    jobComplete: true,
    cacheHit: false,
  });
}

function select(google: Google, project: Project, location: string, sql: string): { result: Result; bytes: number } {
  let bytes = 0;
  const result = run(sql, (path) => {
    const parts = path.split('.');
    if (parts.length < 2) throw new SqlError(`Table "${path}" must be qualified with a dataset (e.g. dataset.table).`);
    const [table, dataset, at = project.id] = parts.toReversed();
    const name = `${at}:${dataset}`;
    if (dataset !== 'crm' || location.toUpperCase() !== project.location.toUpperCase())
      throw new SqlError(`Not found: Dataset ${name} was not found in location ${location}`, 'notFound');
    if (table !== 'leads')
      throw new SqlError(`Not found: Table ${name}.${table} was not found in location ${location}`, 'notFound');
    bytes += google.state.leads.length * google.bytesPerRow;
    return leadsTable(google.state);
  });
  return { result, bytes };
}

const leadsTable = ({ leads }: State) => ({
  columns: { id: 'STRING', status: 'STRING', value: 'INTEGER', day: 'DATE' } as const,
  rows: leads.map(rowOf),
});

const rowOf = ({ id, status, value, day }: Lead): Record<string, Value> => ({
  id: { type: 'STRING', v: id },
  status: { type: 'STRING', v: leadStatuses.includes(status) ? status : null },
  value: { type: 'INTEGER', v: value },
  day: { type: 'DATE', v: day },
});

const nothing: { result: Result; bytes: number } = { result: { fields: [], rows: [] }, bytes: 0 };

const schemaOf = ({ fields }: Result) => ({
  fields: fields.map(({ name, type }) => ({ name, type, mode: 'NULLABLE' })),
});

/** Every value is text or null; large and tiny floats come with an exponent. */
function textOf({ type, v }: Value): string | null {
  if (v === null) return null;
  if (type !== 'FLOAT' || typeof v !== 'number') return String(v);
  return Math.abs(v) >= 1e15 || (v !== 0 && Math.abs(v) < 1e-4) ? v.toExponential().replace('e', 'E') : String(v);
}

const refusal = (code: number, reason: string, message: string, status: string) =>
  Response.json(errorBody(code, reason, message, status), { status: code });
