import type { FailureReason, SyncFailure } from '../adapter.ts';
import { failureOf } from '../failure.ts';
import type { Answer } from '../http.ts';

/** Trello names no time to come back after; its windows are ten seconds long. */
const SLOW_DOWN_MS = 10_000;

const sentences: Partial<Record<FailureReason, string>> = {
  unauthorized: 'Trello refused this key or token. It may have expired or been revoked.',
  forbidden: 'This Trello account may not see the board. Invite it to the board.',
  not_found: 'This board is gone, or the Trello account may not see it.',
  rate_limited: 'Trello asked Cairn to slow down.',
  timeout: 'Trello took too long to answer.',
};

/** What went wrong according to Trello, or null for a good answer. Its errors are mostly plain text. */
export function trelloFailure(answer: Answer): SyncFailure | null {
  const { status, body, at } = answer;
  const words = textOf(body);
  if (status === 400)
    return /invalid id|model not found/i.test(words)
      ? { reason: 'not_found', detail: sentences.not_found! }
      : { reason: 'invalid_query', detail: words ? `Trello says: ${words}` : 'Trello refused this query.' };
  if (status === 401 && /unauthorized (card|board|member|model|organization|permission)/i.test(words))
    return { reason: 'forbidden', detail: sentences.forbidden! };
  if (/TOO_MANY_CARDS/i.test(words))
    return { reason: 'too_large', detail: 'This board has more cards than Trello hands out.' };
  if (/LIMIT_EXCEEDED/i.test(words) && status !== 429)
    return { reason: 'rate_limited', detail: sentences.rate_limited!, retryAt: at + SLOW_DOWN_MS };
  const failure = failureOf(answer, (reason) => sentences[reason] ?? byStatus(status));
  if (failure?.reason === 'rate_limited') return { ...failure, retryAt: failure.retryAt ?? at + SLOW_DOWN_MS };
  return failure;
}

/** The failure for an answer that is not shaped as Trello documents it. */
export const misshapen: SyncFailure = {
  reason: 'bad_response',
  detail: 'Trello answered in a form that Cairn does not know.',
};

const byStatus = (status: number) =>
  status >= 500 ? `Trello has a problem of its own (${status}).` : `Trello answered with ${status}.`;

function textOf(body: unknown): string {
  if (typeof body === 'string') return body.startsWith('<') ? '' : body;
  if (typeof body !== 'object' || body === null) return '';
  const { error, message } = body as Record<string, unknown>;
  return [error, message]
    .filter((text) => typeof text === 'string')
    .join(': ')
    .slice(0, 300);
}
