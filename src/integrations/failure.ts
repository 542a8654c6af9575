import type { FailureReason, SyncFailure } from './adapter.ts';
import type { Answer } from './http.ts';

const RETRY_MAX_MS = 24 * 60 * 60 * 1000;

/** The failure that a status means, or null for 2xx. `say` puts a reason into the provider's sentence. */
export function failureOf(answer: Answer, say: (reason: FailureReason) => string): SyncFailure | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  const at = retryAt(answer);
  const reason = reasonOf(status, at !== undefined);
  const later = (reason === 'rate_limited' || reason === 'unavailable') && at !== undefined;
  return { reason, detail: say(reason), ...(later ? { retryAt: at } : {}) };
}

/** When `Retry-After` (seconds or an HTTP date) allows to come back, in ms since 1970; never more than a day ahead. */
export function retryAt({ headers, at }: Answer): number | undefined {
  const text = headers.get('Retry-After')?.trim() ?? '';
  const wished = /^\d+(\.\d+)?$/.test(text) ? at + Number(text) * 1000 : /^[a-z]{3}/i.test(text) && Date.parse(text);
  if (wished === false || Number.isNaN(wished)) return undefined;
  return Math.min(Math.max(wished, at), at + RETRY_MAX_MS);
}

function reasonOf(status: number, saysWhen: boolean): FailureReason {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not_found';
  if (status === 408) return 'timeout';
  if (status === 429 || (status === 503 && saysWhen)) return 'rate_limited';
  return status >= 500 ? 'unavailable' : 'bad_response';
}
