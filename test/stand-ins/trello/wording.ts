import type { Wording } from '../common/faults.ts';

const sentences: Record<number, string> = {
  400: 'invalid id',
  401: 'invalid token',
  403: 'unauthorized permission requested',
  404: 'The requested resource was not found.',
  500: 'Internal Server Error',
};

/** Most of Trello's errors are a line of text. */
export const wording: Wording = {
  refusal: (status) =>
    status === 429
      ? { error: 'API_TOKEN_LIMIT_EXCEEDED', message: 'Rate limit exceeded' }
      : (sentences[status] ?? `Error ${status}`),
  beginning: '[',
};
