import { fromHex, toHex, verifyHmac } from '../../lib/hmac.ts';

/**
 * Whether Jira signed these raw bytes with `secret`: `X-Hub-Signature: sha256=<hex HMAC>`.
 * Source: Atlassian's admin webhooks; dynamic webhooks carry no such signature and are refused.
 */
export async function verifyPush(secret: string, headers: Headers, body: Uint8Array): Promise<boolean> {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(headers.get('X-Hub-Signature')?.trim() ?? '')?.[1];
  const signature = hex ? fromHex(hex) : null;
  return signature !== null && verifyHmac(secret, body, signature);
}

/** The same text for every attempt at one delivery: Jira's identifier, else the SHA-256 of the body. */
export async function deliveryId(headers: Headers, body: Uint8Array): Promise<string> {
  const identifier = headers.get('X-Atlassian-Webhook-Identifier')?.trim() ?? '';
  if (identifier !== '' && identifier.length <= 200) return identifier;
  return `sha256:${toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', body)))}`;
}
