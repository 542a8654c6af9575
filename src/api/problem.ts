import { Refusal, type RefusalCode } from '../domain/refusal.ts';
import { log } from '../lib/log.ts';
import type { Answer } from './answer.ts';

/** A refusal that HTTP has its own word for. */
export class Declined extends Refusal {
  override name = 'Declined';
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, code: RefusalCode, message: string, headers: Record<string, string> = {}) {
    super(code, message);
    this.status = status;
    this.headers = headers;
  }
}

const statusOf = {
  invalid: 422,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  limit: 429,
  unavailable: 503,
} as const satisfies Record<RefusalCode, number>;

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

type Asked = { requestId: string; method: string; path: string };

/**
 * The one place where what went wrong becomes an answer (RFC 9457). Unknown errors are logged, never shown.
 * `about:blank` is the RFC's type for problems whose status says it all; `code` tells ours apart.
 */
export function problemOf(reason: unknown, { requestId, method, path }: Asked): Answer {
  if (!(reason instanceof Refusal)) {
    log('api call failed', { requestId, method, path, reason });
    return problem(500, 'unavailable', 'Something broke on our side. The log knows it by this request id.', requestId);
  }
  const { code, message, fields } = reason;
  const status = reason instanceof Declined ? reason.status : statusOf[code];
  const headers = reason instanceof Declined ? reason.headers : {};
  return problem(status, code, message, requestId, { fields, headers });
}

function problem(
  status: number,
  code: RefusalCode,
  detail: string,
  requestId: string,
  { fields, headers }: Pick<Refusal, 'fields'> & { headers?: Record<string, string> } = { fields: undefined },
): Answer {
  const title = titles[status] ?? 'Error';
  return {
    status,
    body: { type: 'about:blank', title, status, detail, code, ...(fields && { fields }), request_id: requestId },
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
  };
}

/** Names the fields of a refusal as they stand in the body: `jql` in `query` is `query.jql`. */
export function within<T>(outer: string, ask: () => T): T {
  try {
    return ask();
  } catch (reason) {
    throw inside(outer, reason);
  }
}

export const inside = (outer: string, reason: unknown): unknown =>
  reason instanceof Refusal && reason.fields
    ? new Refusal(
        reason.code,
        reason.message,
        Object.fromEntries(Object.entries(reason.fields).map(([name, sentence]) => [`${outer}.${name}`, sentence])),
      )
    : reason;
