import { fromHex, toHex, verifyHmac } from '../../lib/hmac.ts';

/** The secret that Asana hands over once, when a webhook is made; the answer must carry it back. Null for anything else. */
export const handshakeOf = (headers: Headers): string | null => {
  const secret = headers.get('X-Hook-Secret')?.trim() ?? '';
  return /^[\x21-\x7e]{8,200}$/.test(secret) ? secret : null;
};

/** Whether Asana signed these raw bytes: `X-Hook-Signature` is the hex HMAC-SHA256 of the body with that secret. */
export async function verifyPush(secret: string, headers: Headers, body: Uint8Array): Promise<boolean> {
  const hex = /^[0-9a-f]{64}$/i.exec(headers.get('X-Hook-Signature')?.trim() ?? '')?.[0];
  const signature = hex ? fromHex(hex) : null;
  return signature !== null && verifyHmac(secret, body, signature);
}

/** Whether a push tells of anything; Asana also sends empty ones to see that somebody listens. */
export const hasEvents = (body: unknown): boolean => {
  const { events } = (body ?? {}) as { events?: unknown };
  return Array.isArray(events) && events.length > 0;
};

/** The same text for every attempt at one delivery: Asana gives none, so it is the SHA-256 of the body. */
export const deliveryId = async (body: Uint8Array): Promise<string> =>
  `sha256:${toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', body)))}`;
