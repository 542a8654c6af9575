import { describe, expect, it } from 'vitest';
import { createHttp } from '../../../src/integrations/http.ts';
import { errorBody, type Fault, tooFast } from '../../stand-ins/google/faults.ts';
import { account, googleAt, keyFile, NOW, reaching, read, readWith } from './reach.ts';

const status = (code: number, headers: Record<string, string> = {}, body?: unknown): Fault => ({
  kind: 'status',
  status: code,
  headers,
  body,
});
const because = (code: number, reason: string) => status(code, {}, errorBody(code, reason, `Because ${reason}`, 'X'));

const ACCESS =
  'The service account may not do this. Grant it BigQuery Job User on the project and BigQuery Data Viewer on the datasets.';

/** Where in a read it happens: at the rehearsal, or at the query itself. */
describe.each([0, 1])('after %i good answers', (after) => {
  it.each<[string, Fault, string, string, number?]>([
    ['401', status(401), 'unauthorized', 'Google refused this service account. Its key may have been deleted.'],
    ['403, no access', status(403), 'forbidden', ACCESS],
    ['403, too fast', tooFast('rateLimitExceeded'), 'rate_limited', 'BigQuery asked Cairn to slow down.', 60_000],
    [
      '403, quota',
      tooFast('quotaExceeded'),
      'rate_limited',
      'The quota of this Google project is used up. Cairn tries again in an hour.',
      3_600_000,
    ],
    [
      '400, too fast',
      because(400, 'jobRateLimitExceeded'),
      'rate_limited',
      'BigQuery asked Cairn to slow down.',
      60_000,
    ],
    ['404', status(404), 'not_found', 'BigQuery says: Fault 404'],
    [
      '404 without words',
      status(404, {}, {}),
      'not_found',
      'This project, dataset or table does not exist, or it lives in another location.',
    ],
    ['409', status(409), 'bad_response', 'BigQuery answered with 409.'],
    ['410', status(410), 'not_found', 'BigQuery says: Fault 410'],
    ['429', status(429), 'rate_limited', 'BigQuery asked Cairn to slow down.', 60_000],
    [
      '429 with Retry-After',
      status(429, { 'Retry-After': '120' }),
      'rate_limited',
      'BigQuery asked Cairn to slow down.',
      120_000,
    ],
    ['500', status(500), 'unavailable', 'BigQuery has a problem of its own (500).'],
    [
      '503 with Retry-After',
      status(503, { 'Retry-After': '30' }, {}),
      'rate_limited',
      'BigQuery asked Cairn to slow down.',
      30_000,
    ],
    ['400, broken inside', because(400, 'jobBackendError'), 'unavailable', 'BigQuery has a problem of its own (400).'],
    ['400, in a query', because(400, 'invalidQuery'), 'invalid_query', 'BigQuery says: Because invalidQuery'],
    ['400 without words', status(400, {}, 'Bad Request'), 'invalid_query', 'BigQuery refused this query.'],
    [
      '400, over the limit',
      because(400, 'bytesBilledLimitExceeded'),
      'invalid_query',
      'This query would read more than its byte limit. Raise the limit or read less.',
    ],
    ['403, too heavy', because(403, 'responseTooLarge'), 'invalid_query', 'BigQuery says: Because responseTooLarge'],
    [
      'reset in the middle of a body',
      { kind: 'truncated' },
      'unavailable',
      'bigquery.googleapis.com could not be reached.',
    ],
    [
      'half a JSON text',
      { kind: 'malformed' },
      'bad_response',
      'BigQuery answered in a form that Cairn does not know.',
    ],
    ['a sign-in page', { kind: 'wrong_type' }, 'bad_response', 'BigQuery answered in a form that Cairn does not know.'],
    [
      '50 MB',
      { kind: 'huge', bytes: 50 * 1024 ** 2 },
      'too_large',
      'bigquery.googleapis.com sent more than Cairn reads.',
    ],
    [
      'a redirect into the network',
      { kind: 'redirect', to: 'http://169.254.169.254/computeMetadata/v1/' },
      'redirected',
      'bigquery.googleapis.com sends requests on to 169.254.169.254, where Cairn does not follow. Check the address.',
    ],
  ])('%s: %s', async (_name, fault, reason, detail, wait) => {
    const google = googleAt();
    google.fail(fault, { path: '/queries', after });
    expect(await read(google)).toEqual({
      ok: false,
      error: { reason, detail, ...(wait && { retryAt: NOW + wait }) },
    });
    expect(google.charges).toEqual([]);
  });
});

it('no answer in time is a timeout', async () => {
  const google = googleAt();
  google.fail({ kind: 'slow', ms: 500 }, { path: '/queries' });
  const { reach } = reaching(google);
  const hurried = createHttp({
    fetch: (url, init) => google.fetch(new Request(url, init)),
    egressAllow: '',
    now: reach.now,
  });
  const http = { ...hurried, json: (url: string, asking = {}) => hurried.json(url, { ...asking, deadlineMs: 100 }) };
  expect(await readWith({ ...reach, http })).toEqual({
    ok: false,
    error: { reason: 'timeout', detail: 'bigquery.googleapis.com took too long to answer.' },
  });
});

it('no failure tells the key, the statement or a token', async () => {
  const faults: Fault[] = [
    ...[400, 401, 403, 404, 409, 429, 500].map((code) => status(code)),
    { kind: 'malformed' },
    { kind: 'truncated' },
    { kind: 'wrong_type' },
  ];
  for (const fault of faults)
    for (const path of ['/token', '/queries']) {
      const google = googleAt();
      google.fail(fault, { path });
      const told = JSON.stringify(await read(google));
      expect(told).toContain('"ok":false');
      for (const secret of [keyFile.private_key.slice(30, 60), keyFile.private_key_id, ...google.tokens.keys(), 'eyJ'])
        expect(told).not.toContain(secret);
      expect(told).not.toContain(account.email);
    }
});
