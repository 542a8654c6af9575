import { decodeProtectedHeader, errors, importSPKI, jwtVerify } from 'jose';
import type { Google } from './google.ts';
import type { ServiceAccount } from './state.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const AUDIENCE = 'https://oauth2.googleapis.com/token';
const SCOPES = ['bigquery', 'cloud-platform', 'cloud-platform.read-only', 'bigquery.readonly', 'devstorage.read_only'];
const LIFE_S = 3599;
const LONGEST_S = 3600;
const SKEW_S = 60;

/** Trades a signed statement of a service account for an access token (RFC 7523), refusing as Google does. */
export async function token(google: Google, request: Request): Promise<Response> {
  if (request.method !== 'POST') return refusal('invalid_request', 'POST is required.');
  const form = await request.formData().catch(() => new FormData());
  if (form.get('grant_type') !== GRANT) return refusal('unsupported_grant_type', 'Invalid grant_type');
  const assertion = String(form.get('assertion') ?? '');
  const holder = holderOf(google, assertion);
  if (!holder) return refusal('invalid_grant', 'Invalid grant: account not found');
  const verified = await verify(google, assertion, holder);
  if (typeof verified === 'string') return refusal('invalid_grant', verified);
  const scopes = String(verified.scope ?? '').split(' ');
  const known = scopes.every((scope) => SCOPES.includes(scope.replace('https://www.googleapis.com/auth/', '')));
  if (!known) return refusal('invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
  const accessToken = `ya29.${crypto.randomUUID()}`;
  google.tokens.set(accessToken, { email: holder.email, scopes, until: google.now() + LIFE_S * 1000 });
  return Response.json({ access_token: accessToken, expires_in: LIFE_S, token_type: 'Bearer' });
}

function holderOf({ state }: Google, assertion: string): ServiceAccount | undefined {
  try {
    const { iss } = JSON.parse(atob((assertion.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')));
    return state.accounts.find(({ email }) => email === iss);
  } catch {
    return undefined;
  }
}

async function verify(google: Google, assertion: string, { email, keys }: ServiceAccount) {
  try {
    const { alg, kid } = decodeProtectedHeader(assertion);
    if (alg !== 'RS256') return 'Invalid JWT: Failed to parse the JWT header.';
    const candidates = kid ? [keys[kid]] : Object.values(keys);
    if (!candidates[0]) return 'Invalid JWT Signature.';
    const key = await importSPKI(candidates[0], 'RS256');
    const { payload } = await jwtVerify<{ scope?: string }>(assertion, key, {
      issuer: email,
      audience: AUDIENCE,
      currentDate: new Date(google.now()),
      clockTolerance: SKEW_S,
      requiredClaims: ['iat', 'exp'],
    });
    const life = payload.exp! - payload.iat!;
    const ahead = payload.iat! - google.now() / 1000;
    return life > 0 && life <= LONGEST_S && ahead < SKEW_S ? payload : SHORT_LIVED;
  } catch (reason) {
    return reason instanceof errors.JWSSignatureVerificationFailed ? 'Invalid JWT Signature.' : SHORT_LIVED;
  }
}

const SHORT_LIVED =
  'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.';

const refusal = (error: string, description: string) =>
  Response.json({ error, error_description: description }, { status: 400 });
