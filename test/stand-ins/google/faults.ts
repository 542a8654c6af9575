import type { Fault, Wording } from '../common/faults.ts';

export type { Fault, Limits } from '../common/faults.ts';

/** An error as the Google Cloud APIs word it. */
export const errorBody = (code: number, reason: string, message: string, status: string) => ({
  error: { code, message, errors: [{ message, domain: 'global', reason }], status },
});

/** How BigQuery words a failure. */
export const wording: Wording = {
  refusal(status) {
    const [reason, name] = usual[status] ?? (status >= 500 ? ['backendError', 'UNAVAILABLE'] : ['invalid', 'UNKNOWN']);
    return errorBody(status, reason, `Fault ${status}`, name);
  },
  beginning: '{"kind":"bigquery#queryResponse","rows":[',
};

/** A refusal that says "too fast", although by its status it says "no access". */
export const tooFast = (reason: 'rateLimitExceeded' | 'quotaExceeded'): Fault => ({
  kind: 'status',
  status: 403,
  body: errorBody(403, reason, `Exceeded rate limits: too many ${reason}`, 'PERMISSION_DENIED'),
});

const usual: Record<number, [reason: string, status: string]> = {
  400: ['invalidQuery', 'INVALID_ARGUMENT'],
  401: ['authError', 'UNAUTHENTICATED'],
  403: ['accessDenied', 'PERMISSION_DENIED'],
  404: ['notFound', 'NOT_FOUND'],
  409: ['duplicate', 'ALREADY_EXISTS'],
  410: ['gone', 'UNKNOWN'],
  429: ['rateLimitExceeded', 'RESOURCE_EXHAUSTED'],
  500: ['backendError', 'INTERNAL'],
};
