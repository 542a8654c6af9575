import {
  AuthorizationResponseError,
  INVALID_RESPONSE,
  JSON_ATTRIBUTE_COMPARISON,
  JWT_CLAIM_COMPARISON,
  JWT_TIMESTAMP_CHECK,
  OperationProcessingError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi';

/**
 * Why a sign-in through an OpenID provider came to nothing, as far as the provider and its token are concerned.
 * `unreachable` may pass by itself; `denied` is the person's or the provider's own no; the others need an admin.
 */
export type OpenIdFailure =
  | 'unreachable'
  | 'not_openid'
  | 'wrong_issuer'
  | 'denied'
  | 'client_refused'
  | 'code_refused'
  | 'nonce'
  | 'audience'
  | 'expired'
  | 'signature'
  | 'bad_answer';

/** Thrown through the library where the guarded way out was refused or nobody answered. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** What an error of the protocol means. @throws what is none */
export function failureOf(reason: unknown): OpenIdFailure {
  if (reason instanceof NoAnswer) return 'unreachable';
  if (reason instanceof AuthorizationResponseError) return answeredWith(reason.error);
  if (reason instanceof ResponseBodyError) return redeemedWith(reason.error, reason.status);
  if (reason instanceof WWWAuthenticateChallengeError) return 'client_refused';
  if (reason instanceof OperationProcessingError) return processedWith(reason.code, reason.cause);
  if (reason instanceof Error && 'code' in reason && String(reason.code).startsWith('OAUTH_')) return 'bad_answer';
  throw reason;
}

function answeredWith(error: string): OpenIdFailure {
  if (error === 'server_error' || error === 'temporarily_unavailable') return 'unreachable';
  const refusals = ['access_denied', 'login_required', 'consent_required', 'interaction_required'];
  return refusals.includes(error) || error === 'account_selection_required' ? 'denied' : 'client_refused';
}

function redeemedWith(error: string, status: number): OpenIdFailure {
  if (error === 'invalid_grant') return 'code_refused';
  if (error === 'invalid_client' || error === 'unauthorized_client' || status === 401) return 'client_refused';
  return 'bad_answer';
}

/** What the library found, by its code and what it says of the place. */
type Cause = { claim?: string; attribute?: string; claims?: object; header?: object; parameters?: object };

function processedWith(code: string | undefined, cause: unknown): OpenIdFailure {
  if (cause instanceof Response) return cause.status >= 500 || cause.status === 429 ? 'unreachable' : 'bad_answer';
  const { claim, attribute, claims, header, parameters } = (cause ?? {}) as Cause;
  if (code === JWT_TIMESTAMP_CHECK) return 'expired';
  if (code === JSON_ATTRIBUTE_COMPARISON) return attribute === 'issuer' ? 'wrong_issuer' : 'bad_answer';
  if (code === JWT_CLAIM_COMPARISON) return claim === 'nonce' ? 'nonce' : claim === 'iss' ? 'wrong_issuer' : 'audience';
  if (code !== INVALID_RESPONSE) return 'bad_answer';
  // The state was compared before, so what an answer's parameters are refused for is the issuer they name.
  if (parameters) return 'wrong_issuer';
  if (header) return 'signature';
  return claims && !('nonce' in claims) ? 'nonce' : 'bad_answer';
}
