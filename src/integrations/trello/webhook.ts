import { verifyHmac } from '../../lib/hmac.ts';

/**
 * Whether Trello signed these raw bytes: `x-trello-webhook` is the base64 HMAC-SHA1 of body and callback address, with the
 * Power-Up's secret. `callback` is the address exactly as it was registered.
 */
export async function verifyPush(
  secret: string,
  headers: Headers,
  body: Uint8Array,
  callback: string,
): Promise<boolean> {
  const signature = fromBase64(headers.get('X-Trello-Webhook')?.trim() ?? '');
  if (!signature) return false;
  const address = new TextEncoder().encode(callback);
  const signed = new Uint8Array(body.length + address.length);
  signed.set(body);
  signed.set(address, body.length);
  return verifyHmac(secret, signed, signature, 'SHA-1');
}

/** What a push tells: the board that changed and the id of the action, the same for every attempt; null when it is no push. */
export function pushOf(body: unknown): { board: string; action: string } | null {
  const { action, model } = (body ?? {}) as {
    action?: { id?: unknown; data?: { board?: { id?: unknown } } };
    model?: { id?: unknown };
  };
  const board = action?.data?.board?.id ?? model?.id;
  return typeof board === 'string' && typeof action?.id === 'string' ? { board, action: action.id } : null;
}

function fromBase64(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/]{27}=$/.test(text)) return null;
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
