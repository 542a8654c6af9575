import { base64url } from 'jose';

/** 256 random bits as text that is safe in addresses and headers. */
export const newToken = (prefix = ''): string => prefix + base64url.encode(crypto.getRandomValues(new Uint8Array(32)));

/** What the database keeps instead of a token: SHA-256, hexadecimal. */
export async function hashOf(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What an authorization server is told of a verifier before it sees it: base64url of its SHA-256 (RFC 7636). */
export async function challengeOf(verifier: string): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
}
