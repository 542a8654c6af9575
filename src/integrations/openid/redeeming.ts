import {
  type AuthorizationServer,
  authorizationCodeGrantRequest,
  type Client,
  ClientSecretBasic,
  ClientSecretPost,
  clockSkew,
  clockTolerance,
  getValidatedIdTokenClaims,
  type IDToken,
  None,
  processAuthorizationCodeResponse,
  processUserInfoResponse,
  userInfoRequest,
  validateApplicationLevelSignature,
  validateAuthResponse,
} from 'oauth4webapi';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Http } from '../http.ts';
import type { Question } from './asking.ts';
import { failureOf, NoAnswer, type OpenIdFailure } from './failure.ts';
import { reaching } from './reach.ts';

/** Whom a provider says somebody is. `emailVerified` is null where it does not say. */
export type Claims = {
  issuer: string;
  subject: string;
  email: string | null;
  emailVerified: boolean | null;
  name: string | null;
};

/** How Cairn is known there. Without a secret PKCE alone protects the code. */
export type Credentials = { clientId: string; secret: string | null };

/** Clocks of providers may differ by this much (s). */
const TOLERANCE = 60;

/**
 * Makes an answer of the provider into claims: issuer (RFC 9207), code with PKCE, then the ID token's signature, issuer,
 * audience, authorized party, times and nonce. An address that is missing there is asked of the UserInfo endpoint.
 * `now` in ms since 1970.
 */
export async function redeem(
  { http, server, now }: { http: Http; server: AuthorizationServer; now: number },
  { clientId, secret }: Credentials,
  came: URLSearchParams,
  { state, nonce, verifier, redirectUri }: Question,
): Promise<Result<Claims, OpenIdFailure>> {
  const skew = Math.round((now - Date.now()) / 1000);
  const client: Client = { client_id: clientId, [clockTolerance]: TOLERANCE, [clockSkew]: skew };
  const reach = reaching(http, server.issuer);
  try {
    const answer = validateAuthResponse(server, client, came, state);
    const proof = secret === null ? None() : proving(server, secret);
    const response = await authorizationCodeGrantRequest(server, client, proof, answer, redirectUri, verifier, reach);
    const options = { expectedNonce: nonce, requireIdToken: true };
    const tokens = await processAuthorizationCodeResponse(server, client, response, options);
    const token = getValidatedIdTokenClaims(tokens)!;
    // The library asks this of tokens with several audiences only; a party that is named is one, however many there are.
    if (token.azp !== undefined && token.azp !== clientId) return err('audience');
    const signed = await isSigned(server, response, reach);
    if (!signed.ok) return signed;
    if (token.email !== undefined || !server.userinfo_endpoint) return ok(claimsOf(token, token));
    const told = await userInfoRequest(server, client, tokens.access_token, reach);
    return ok(claimsOf(token, await processUserInfoResponse(server, client, token.sub, told)));
  } catch (reason) {
    return err(failureOf(reason));
  }
}

async function isSigned(
  server: AuthorizationServer,
  response: Response,
  reach: ReturnType<typeof reaching>,
): Promise<Result<true, OpenIdFailure>> {
  try {
    await validateApplicationLevelSignature(server, response, reach);
    return ok(true);
  } catch (reason) {
    return err(reason instanceof NoAnswer ? 'unreachable' : 'signature');
  }
}

/** The secret in a header, as every provider must take it, unless it says that it wants it in the form alone. */
const proving = ({ token_endpoint_auth_methods_supported: methods }: AuthorizationServer, secret: string) =>
  methods?.includes('client_secret_post') && !methods.includes('client_secret_basic')
    ? ClientSecretPost(secret)
    : ClientSecretBasic(secret);

/** Some providers write their truth as text. */
const truthOf = (value: unknown): boolean | null => (value === undefined ? null : value === true || value === 'true');

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

const claimsOf = ({ iss, sub }: IDToken, told: Record<string, unknown>): Claims => ({
  issuer: iss,
  subject: sub,
  email: textOf(told.email)?.toLowerCase() ?? null,
  emailVerified: truthOf(told.email_verified),
  name: textOf(told.name),
});
