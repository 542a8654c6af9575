import { type AuthorizationServer, discoveryRequest, processDiscoveryResponse } from 'oauth4webapi';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Http } from '../http.ts';
import { failureOf, type OpenIdFailure } from './failure.ts';
import { reaching } from './reach.ts';

/** Signatures that are believed. Anybody who knows the client secret could make an HMAC, and anybody at all `none`. */
const SIGNATURES = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** What an issuer says of itself (OpenID Connect Discovery 1.0), narrowed to what Cairn uses. */
export async function discover(http: Http, issuer: string): Promise<Result<AuthorizationServer, OpenIdFailure>> {
  try {
    const url = new URL(issuer);
    const found = await processDiscoveryResponse(url, await discoveryRequest(url, reaching(http, issuer)));
    const { authorization_endpoint: entrance = '', token_endpoint: token, jwks_uri: keys } = found;
    if (!token || !keys || !leadsOn(http, entrance)) return err('not_openid');
    const offered = found.id_token_signing_alg_values_supported ?? ['RS256'];
    return ok({ ...found, id_token_signing_alg_values_supported: SIGNATURES.filter((each) => offered.includes(each)) });
  } catch (reason) {
    const failure = failureOf(reason);
    return err(failure === 'bad_answer' ? 'not_openid' : failure);
  }
}

/** Whether people may be sent there: to no script, and to no plain http that the deployment does not know. */
function leadsOn(http: Http, entrance: string): boolean {
  const protocol = URL.parse(entrance)?.protocol;
  return protocol === 'https:' || (protocol === 'http:' && http.isExempt(entrance));
}
