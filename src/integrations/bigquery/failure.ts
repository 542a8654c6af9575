import type { FailureReason, SyncFailure } from '../adapter.ts';
import { failureOf } from '../failure.ts';
import type { Answer } from '../http.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const sentences: Partial<Record<FailureReason, string>> = {
  unauthorized: 'Google refused this service account. Its key may have been deleted.',
  forbidden:
    'The service account may not do this. Grant it BigQuery Job User on the project and BigQuery Data Viewer on the datasets.',
  not_found: 'This project, dataset or table does not exist, or it lives in another location.',
  rate_limited: 'BigQuery asked Cairn to slow down.',
  timeout: 'BigQuery took too long to answer.',
};

export const OVER_LIMIT = 'This query would read more than its byte limit. Raise the limit or read less.';
export const TOO_LONG = 'This query takes longer than a minute. Make it read less.';
const QUOTA = 'The quota of this Google project is used up. Cairn tries again in an hour.';

const broken = (status: number) => `BigQuery has a problem of its own (${status}).`;

/**
 * What the reason in an error's body means; it says more than the status. A 403 can mean no access, and it can mean too
 * fast. Source: https://cloud.google.com/bigquery/docs/error-messages
 */
const reasons: Record<string, (answer: Answer) => SyncFailure> = {
  rateLimitExceeded: (answer) => later(answer, MINUTE_MS, sentences.rate_limited!),
  jobRateLimitExceeded: (answer) => later(answer, MINUTE_MS, sentences.rate_limited!),
  userRateLimitExceeded: (answer) => later(answer, MINUTE_MS, sentences.rate_limited!),
  quotaExceeded: (answer) => later(answer, HOUR_MS, QUOTA),
  backendError: unavailable,
  internalError: unavailable,
  jobBackendError: unavailable,
  jobInternalError: unavailable,
  tableUnavailable: unavailable,
  bytesBilledLimitExceeded: () => ({ reason: 'invalid_query', detail: OVER_LIMIT }),
  resourcesExceeded: (answer) => ({ reason: 'invalid_query', detail: said(answer) || 'This query is too heavy.' }),
  responseTooLarge: (answer) => ({ reason: 'invalid_query', detail: said(answer) || 'This query is too heavy.' }),
  stopped: () => ({ reason: 'timeout', detail: TOO_LONG }),
  timeout: () => ({ reason: 'timeout', detail: TOO_LONG }),
};

/** What went wrong according to Google, or null for a good answer. */
export function bigqueryFailure(answer: Answer): SyncFailure | null {
  const { status, body } = answer;
  if (status >= 200 && status < 300) return null;
  const known = errorOf(body).reasons.find((reason) => Object.hasOwn(reasons, reason));
  if (known) return reasons[known]!(answer);
  if (status === 400) return { reason: 'invalid_query', detail: said(answer) || 'BigQuery refused this query.' };
  const failure = failureOf(answer, (reason) => sentences[reason] ?? byStatus(status));
  return failure?.reason === 'not_found' ? { ...failure, detail: said(answer) || failure.detail } : failure;
}

/** A key that Google does not accept any more, or a clock that is wrong. */
export function tokenFailure(answer: Answer): SyncFailure | null {
  const { status } = answer;
  if (status === 400 || status === 401) return { reason: 'unauthorized', detail: sentences.unauthorized! };
  return failureOf(answer, (reason) =>
    reason === 'rate_limited' ? sentences.rate_limited! : byStatus(status, 'Google'),
  );
}

/** The failure for an answer that is not shaped as Google documents it. */
export const misshapen: SyncFailure = {
  reason: 'bad_response',
  detail: 'BigQuery answered in a form that Cairn does not know.',
};

function later(answer: Answer, wait: number, detail: string): SyncFailure {
  const told = failureOf({ ...answer, status: 429 }, () => detail)?.retryAt;
  return { reason: 'rate_limited', detail, retryAt: told ?? answer.at + wait };
}

function unavailable({ status }: Answer): SyncFailure {
  return { reason: 'unavailable', detail: broken(status) };
}

const byStatus = (status: number, who = 'BigQuery') =>
  status >= 500 ? broken(status) : `${who} answered with ${status}.`;

/** Google's own words about a query. They name tables and columns, never credentials. */
function said({ body }: Answer): string {
  const { message } = errorOf(body);
  return message && `BigQuery says: ${message}`;
}

function errorOf(body: unknown): { reasons: string[]; message: string } {
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as { error?: unknown };
  const { errors, message } = (typeof error === 'object' && error !== null ? error : {}) as {
    errors?: unknown;
    message?: unknown;
  };
  return {
    reasons: Array.isArray(errors) ? errors.map((each) => String((each as { reason?: unknown })?.reason ?? '')) : [],
    message: typeof message === 'string' ? message.slice(0, 500) : '',
  };
}
