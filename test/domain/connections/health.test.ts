import { describe, expect, test } from 'vitest';
import { healthOf } from '../../../src/domain/connections/connection.ts';
import {
  afterFailure as afterFailureBy,
  afterSuccess,
  failing as failingBy,
  type HealthColumns,
  isOfConnection,
  sentenceOf,
  wellColumns,
} from '../../../src/domain/connections/health.ts';

const { noticedAt: _, ...untroubled } = wellColumns;
const well: HealthColumns = { ...untroubled, lastGoodAt: 1_000 };
const MINUTE = 60_000;
type Failing = [connection: HealthColumns, failure: ReturnType<typeof failure>, now: number];
/** Without chance, a wait is as short as it may be. */
const afterFailure = (...given: Failing) => afterFailureBy(...given, 0);
const failing = (...given: Failing) => failingBy(...given, 0);
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

const HOUR = 60 * 60_000;

describe('how a connection is doing', () => {
  test('failures in a row are tried again after 1, 2, 4 and at most 60 minutes', () => {
    expect(waits('unavailable', 9)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('a wait grows by chance, by at most a quarter, and never below what it is', () => {
    const waitOf = (chance: number) => afterFailureBy(well, failure('unavailable'), 0, chance).retryAt! / MINUTE;
    expect([0, 0.5, 1].map(waitOf)).toEqual([1, 1.125, 1.25]);
    expect(afterFailureBy(well, failure('rate_limited', 90_000), 5_000, 1).retryAt).toBe(90_000);
  });

  test('failures of other kinds are no strikes against the credentials', () => {
    let state = well;
    for (const reason of ['unavailable', 'timeout', 'unauthorized', 'unauthorized'])
      state = afterFailure(state, failure(reason), 5_000);
    expect(state).toMatchObject({ pausedAt: null, failures: 2 });
    expect(afterFailure(state, failure('unauthorized'), 5_000).pausedAt).toBe(5_000);
  });

  test('being asked to slow down waits until the provider says, or a minute when it does not', () => {
    expect(afterFailure(well, failure('rate_limited', 90_000), 5_000).retryAt).toBe(90_000);
    expect(waits('rate_limited', 2)).toEqual([1, 2]);
    expect(healthOf({ ...well, ...afterFailure(well, failure('rate_limited'), 0) })).toBe('waiting');
  });

  test('an address that is never called pauses at once and plans no further try', () => {
    const paused = afterFailure(well, failure('refused_address'), 5_000);
    expect(paused).toMatchObject({ pausedAt: 5_000, failingSince: 5_000, retryAt: null, lastGoodAt: 1_000 });
    expect(healthOf(paused)).toBe('paused');
  });

  test('credentials that are refused three times in a row pause, and are tried again after an hour', () => {
    const twice = afterFailure(afterFailure(well, failure('unauthorized'), 5_000), failure('unauthorized'), 65_000);
    expect(twice).toMatchObject({ pausedAt: null, failures: 2, retryAt: 65_000 + 120_000 });
    const paused = afterFailure(twice, failure('unauthorized'), 200_000);
    expect(paused).toMatchObject({ pausedAt: 200_000, failingSince: 5_000, retryAt: null });
    expect(paused.trialAt).toBe(200_000 + HOUR);
    expect(healthOf(paused)).toBe('paused');
  });

  test('trials come after an hour, then after as long as it paused, at most a day', () => {
    let paused = failing(well, failure('unauthorized'), 0);
    const waits = Array.from({ length: 7 }, () => {
      const at = paused.trialAt!;
      paused = failing(paused, failure('unauthorized'), at);
      return (paused.trialAt! - at) / HOUR;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 24, 24]);
  });

  test('a pause outlasts failures of other kinds', () => {
    const paused = failing(well, failure('unauthorized'), 5_000);
    expect(afterFailure(paused, failure('timeout'), 9_000)).toMatchObject({
      pausedAt: 5_000,
      retryAt: null,
      failures: 1,
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
    expect({ ...troubled, ...afterSuccess(9_000) }).toEqual({ ...wellColumns, lastGoodAt: 9_000 });
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
