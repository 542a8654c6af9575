import { describe, expect, test } from 'vitest';
import { healthOf } from '../../../src/domain/connections/connection.ts';
import {
  afterFailure,
  afterSuccess,
  failing,
  type HealthColumns,
  isOfConnection,
  sentenceOf,
  wellColumns,
} from '../../../src/domain/connections/health.ts';

const well: HealthColumns = { ...wellColumns, lastGoodAt: 1_000 };
const MINUTE = 60_000;
const failure = (reason: string, retryAt?: number) => ({ reason, detail: 'It said no.', retryAt });

/** The wait, in minutes, after each of so many failures in a row. */
function waits(reason: string, times: number): number[] {
  let now = 0;
  let state = well;
  return Array.from({ length: times }, () => {
    state = afterFailure(state, failure(reason), now);
    const wait = (state.retryAt! - now) / MINUTE;
    now = state.retryAt!;
    return wait;
  });
}

describe('how a connection is doing', () => {
  test('failures in a row are tried again after 1, 2, 4 and at most 60 minutes', () => {
    expect(waits('unavailable', 9)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('being asked to slow down waits until the provider says, or a minute when it does not', () => {
    expect(afterFailure(well, failure('rate_limited', 90_000), 5_000).retryAt).toBe(90_000);
    expect(waits('rate_limited', 2)).toEqual([1, 2]);
    expect(healthOf({ ...well, ...afterFailure(well, failure('rate_limited'), 0) })).toBe('waiting');
  });

  test.each(['unauthorized', 'refused_address'])('%s pauses at once and plans no further try', (reason) => {
    const paused = afterFailure(well, failure(reason), 5_000);
    expect(paused).toMatchObject({ pausedAt: 5_000, failingSince: 5_000, retryAt: null, lastGoodAt: 1_000 });
    expect(healthOf(paused)).toBe('paused');
  });

  test('a pause outlasts failures of other kinds', () => {
    const paused = afterFailure(well, failure('unauthorized'), 5_000);
    expect(afterFailure(paused, failure('timeout'), 9_000)).toMatchObject({
      pausedAt: 5_000,
      retryAt: null,
      failures: 2,
    });
  });

  test.each(['invalid_query', 'not_found', 'forbidden'])(
    '%s of one query leaves the connection as it was',
    (reason) => {
      expect(isOfConnection(reason)).toBe(false);
      expect(afterFailure(well, failure(reason), 5_000)).toEqual(well);
    },
  );

  test('the same answer to a test of the credentials counts against the connection', () => {
    expect(failing(well, failure('forbidden'), 5_000)).toMatchObject({ failures: 1, failureReason: 'forbidden' });
  });

  test('a good reading ends all trouble', () => {
    const troubled = afterFailure(well, failure('unauthorized'), 5_000);
    expect(afterSuccess(troubled, 9_000)).toEqual({ ...wellColumns, lastGoodAt: 9_000 });
  });

  test('the first failure dates the trouble, later ones do not', () => {
    const first = afterFailure(well, failure('timeout'), 5_000);
    expect(afterFailure(first, failure('timeout'), 70_000).failingSince).toBe(5_000);
  });

  test('a failure is told in the words of the provider, with what it means and what to do', () => {
    expect(sentenceOf('unauthorized', 'Jira refused this token.', 'jira')).toEqual({
      happened: 'Jira refused this token.',
      means: 'The last value stays.',
      todo: 'Reading is paused until an admin enters new credentials for Jira.',
    });
    expect(sentenceOf('timeout', null, 'jira').happened).toBe('Jira did not answer.');
  });
});
