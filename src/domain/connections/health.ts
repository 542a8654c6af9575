import { type Provider, providerNames } from '../words.ts';
import type { Connection } from './connection.ts';

/** The columns that say how a connection is doing. */
export type HealthColumns = Pick<
  Connection,
  'lastGoodAt' | 'failingSince' | 'failures' | 'failureReason' | 'failureDetail' | 'retryAt' | 'pausedAt' | 'trialAt'
>;

/** Why a provider gave no reading. `retryAt` in ms, when the provider said when to come back. */
export type Failure = { reason: string; detail: string; retryAt?: number };

const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 60 * MINUTE_MS;

/** Failures of one query: the connection answered, so its other links are read as before. */
const ofLink = ['invalid_query', 'not_found', 'forbidden', 'too_large'];

/** Refusals in a row after which the credentials themselves are at fault. */
const STRIKES = 3;

/** Whether automatic reads pause: an address that is never called, or credentials that were refused again and again. */
const pauses = (reason: string, strikes: number): boolean =>
  reason === 'refused_address' || (reason === 'unauthorized' && strikes >= STRIKES);

/** True for failures that concern every link of a connection, not a single query. */
export const isOfConnection = (reason: string): boolean => !ofLink.includes(reason);

/** No trouble, known or remembered. */
export const wellColumns = {
  failingSince: null,
  failures: 0,
  failureReason: null,
  failureDetail: null,
  retryAt: null,
  pausedAt: null,
  trialAt: null,
  noticedAt: null,
} as const;

/** A connection that just gave a reading: whatever was wrong is over. `now` in ms. */
export const afterSuccess = (now: number) => ({ ...wellColumns, lastGoodAt: now });

/**
 * A connection after a failure. It is tried again when the provider said so, or after 1, 2, 4 ... 60 minutes and a `chance`
 * (0..1) of a quarter of that, so that connections that failed together do not come back together. Credentials that are
 * refused three times in a row pause automatic reads, until a person mends them or a trial goes well. A failure of one
 * query changes nothing.
 */
export const afterFailure = (
  connection: HealthColumns,
  failure: Failure,
  now: number,
  chance: number,
): HealthColumns =>
  isOfConnection(failure.reason)
    ? failing(connection, failure, now, chance, strikesAfter(connection, failure))
    : healthColumns(connection);

/** As `afterFailure`, for a test of the credentials themselves: no query is to blame, and one refusal is enough. */
export function failing(
  connection: HealthColumns,
  { reason, detail, retryAt }: Failure,
  now: number,
  chance: number,
  strikes = STRIKES,
): HealthColumns {
  const failures = strikesAfter(connection, { reason });
  const pausedAt = connection.pausedAt ?? (pauses(reason, strikes) ? now : null);
  return {
    ...healthColumns(connection),
    failingSince: connection.failingSince ?? now,
    failures,
    failureReason: reason,
    failureDetail: detail,
    retryAt: pausedAt === null ? (retryAt ?? Math.round(now + waitAfter(failures, chance))) : null,
    trialAt: pausedAt === null ? null : now + trialAfter(now - pausedAt),
    pausedAt,
  };
}

/** Failures in a row, this one included. A refusal of the credentials among others, and others among refusals, begin anew. */
const strikesAfter = ({ failures, failureReason }: HealthColumns, { reason }: Pick<Failure, 'reason'>) =>
  failures > 0 && (failureReason === 'unauthorized') === (reason === 'unauthorized') ? failures + 1 : 1;

const waitAfter = (failures: number, chance: number) =>
  Math.min(MINUTE_MS * 2 ** (failures - 1), LONGEST_WAIT_MS) * (1 + chance / 4);

/** While reading pauses, the credentials are tried again after an hour, then after as long as it paused, at most a day. */
const trialAfter = (paused: number) => Math.min(Math.max(paused, LONGEST_WAIT_MS), 24 * LONGEST_WAIT_MS);

const healthColumns = ({
  lastGoodAt,
  failingSince,
  failures,
  failureReason,
  failureDetail,
  retryAt,
  pausedAt,
  trialAt,
}: HealthColumns): HealthColumns => ({
  lastGoodAt,
  failingSince,
  failures,
  failureReason,
  failureDetail,
  retryAt,
  pausedAt,
  trialAt,
});

/** A failure in three sentences for a person. */
export type Sentences = { happened: string; means: string; todo: string };

/** What happened, what it means for the number, what to do. `detail` is the provider's or our own sentence about it. */
export function sentenceOf(reason: string, detail: string | null, provider: Provider): Sentences {
  const name = providerNames[provider];
  const happened = detail || `${name} did not answer.`;
  return { happened, means: KEEPS, todo: (remedies[reason] ?? WAIT)(name) };
}

const KEEPS = 'The last value stays.';
const WAIT = () => 'Cairn tries again by itself.';

const remedies: Record<string, (name: string) => string> = {
  unauthorized: (name) => `Reading is paused until an admin enters new credentials for ${name}.`,
  refused_address: () => 'Reading is paused until an admin corrects the address.',
  forbidden: (name) => `Give the account access in ${name}, then refresh.`,
  not_found: () => 'Check the address and the query, then refresh.',
  invalid_query: () => 'Edit the query.',
  redirected: () => 'If the site moved, enter its new address. Cairn tries again by itself.',
  bad_response: () => 'Check that the address leads to the tool itself. Cairn tries again by itself.',
  too_large: () => 'A narrower query reads faster. Cairn tries again by itself.',
};
