import type { AuthorizationServer } from 'oauth4webapi';
import { challengeOf } from '../../lib/tokens.ts';

/** What ties an answer to the browser that asked: compared when it comes back. */
export type Question = { state: string; nonce: string; verifier: string; redirectUri: string };

/** Where a person signs in: authorization code with PKCE (S256), for their name and address. */
export async function addressOf(
  server: AuthorizationServer,
  clientId: string,
  { state, nonce, verifier, redirectUri }: Question,
): Promise<string> {
  const url = new URL(server.authorization_endpoint!);
  const asked = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    state,
    nonce,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url.href;
}
