const encoder = new TextEncoder();

export type HmacHash = 'SHA-256' | 'SHA-1';

/** The HMAC of `message` as raw bytes. `secret` is taken as UTF-8 text and must not be empty. */
export async function signHmac(secret: string, message: Uint8Array, hash: HmacHash = 'SHA-256'): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', await keyOf(secret, hash, 'sign'), message));
}

/** Whether `signature` is the HMAC of `message`, compared in constant time. Text is taken as UTF-8. False for an empty secret. */
export async function verifyHmac(
  secret: string | Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
  hash: HmacHash = 'SHA-256',
): Promise<boolean> {
  if (secret.length === 0) return false;
  return crypto.subtle.verify('HMAC', await keyOf(secret, hash, 'verify'), signature, message);
}

/** Lower-case hexadecimal text of `bytes`. */
export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The bytes behind hexadecimal text in either case, or null when it is not that. */
export function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return null;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** The text itself while it is at most 64 characters long, else its SHA-256: a key that stays small. */
export async function shortKey(text: string): Promise<string> {
  if (text.length <= 64) return text;
  return `sha256:${toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))))}`;
}

const keyOf = (secret: string | Uint8Array, hash: HmacHash, use: 'sign' | 'verify') =>
  crypto.subtle.importKey(
    'raw',
    typeof secret === 'string' ? encoder.encode(secret) : secret,
    { name: 'HMAC', hash },
    false,
    [use],
  );
