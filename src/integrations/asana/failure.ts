import type { FailureReason, SyncFailure } from '../adapter.ts';
import { failureOf } from '../failure.ts';
import type { Answer } from '../http.ts';

const MINUTE_MS = 60_000;

const sentences: Partial<Record<FailureReason, string>> = {
  unauthorized: 'Asana refused this token. It may have been revoked.',
  forbidden: 'This Asana account may not see that. Add it to the project.',
  not_found: 'This project or task is gone, or the Asana account may not see it.',
  rate_limited: 'Asana asked Cairn to slow down.',
  timeout: 'Asana took too long to answer.',
};

/** What went wrong according to Asana, or null for a good answer. */
export function asanaFailure(answer: Answer): SyncFailure | null {
  const { status, at } = answer;
  const words = wordsOf(answer.body);
  if (status === 400) return refusalOf(words);
  if (status === 402) return { reason: 'forbidden', detail: 'This Asana workspace has no plan that allows this.' };
  const failure = failureOf(answer, (reason) => sentences[reason] ?? byStatus(status));
  if (failure?.reason === 'rate_limited') return { ...failure, retryAt: failure.retryAt ?? at + MINUTE_MS };
  return failure;
}

/** The failure for an answer that is not shaped as Asana documents it. */
export const misshapen: SyncFailure = {
  reason: 'bad_response',
  detail: 'Asana answered in a form that Cairn does not know.',
};

function refusalOf(words: string): SyncFailure {
  // The place in a list is good for a while only; the next scan begins at its beginning.
  if (/^offset:/i.test(words)) return { reason: 'timeout', detail: 'Asana forgot the place in a long list.' };
  if (/unknown object|not a recognized id|not a long/i.test(words))
    return { reason: 'not_found', detail: sentences.not_found! };
  return { reason: 'invalid_query', detail: words ? `Asana says: ${words}` : 'Asana refused this query.' };
}

const byStatus = (status: number) =>
  status >= 500 ? `Asana has a problem of its own (${status}).` : `Asana answered with ${status}.`;

function wordsOf(body: unknown): string {
  const { errors } = (typeof body === 'object' && body !== null ? body : {}) as { errors?: unknown };
  if (!Array.isArray(errors)) return '';
  return errors
    .map((each) => (each as { message?: unknown })?.message)
    .filter((text) => typeof text === 'string')
    .join(' ')
    .slice(0, 300);
}
