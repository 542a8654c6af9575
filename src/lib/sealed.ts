import { base64url, FlattenedEncrypt, flattenedDecrypt } from 'jose';

/** Keys by id. The first one seals; all of them open. */
export type KeyRing = readonly { id: string; key: Uint8Array }[];

/**
 * Reads the setting CREDENTIAL_KEYS: `id:base64-32-bytes[,older...]`, newest first.
 * @throws Error naming what is wrong; never the key
 */
export function readKeyRing(setting: string | undefined): KeyRing {
  const ring = (setting ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map((entry) => {
      const [id = '', encoded = ''] = entry.split(/:(.*)/s);
      const key = Uint8Array.from(atobOrNothing(encoded), (character) => character.charCodeAt(0));
      if (!id || key.length !== 32) throw new Error('CREDENTIAL_KEYS needs entries of the form id:base64 of 32 bytes');
      return { id, key };
    });
  if (ring.length === 0)
    throw new Error('CREDENTIAL_KEYS is not set: run `npm start` locally, or see Deploy in the README');
  return ring;
}

/**
 * Encrypts `value` as JSON (JWE, A256GCM) under the newest key. `bound` is authenticated, not stored:
 * the text opens only where the same words are given again, so a row copied elsewhere is useless.
 */
export async function seal(ring: KeyRing, value: unknown, bound: readonly string[]): Promise<string> {
  const [newest] = ring;
  if (!newest) throw new Error('the key ring is empty');
  const { aad: _, ...jwe } = await new FlattenedEncrypt(encoder.encode(JSON.stringify(value)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: newest.id })
    .setAdditionalAuthenticatedData(bytesOf(bound))
    .encrypt(newest.key);
  return JSON.stringify(jwe);
}

/** Opens what `seal` made. @throws Error when the key is gone, the text was altered or `bound` differs */
export async function unseal<T>(ring: KeyRing, sealed: string, bound: readonly string[]): Promise<T> {
  const aad = base64url.encode(bytesOf(bound));
  const { plaintext } = await flattenedDecrypt(
    { ...JSON.parse(sealed), aad },
    (header: { kid?: string } | undefined) => {
      const found = ring.find((each) => each.id === header?.kid);
      if (!found) throw new Error(`no key named ${header?.kid} in CREDENTIAL_KEYS`);
      return found.key;
    },
  );
  return JSON.parse(new TextDecoder().decode(plaintext)) as T;
}

/** True when the text was sealed under an older key and should be sealed again. */
export const isOutdated = (ring: KeyRing, sealed: string): boolean => {
  const { protected: header } = JSON.parse(sealed) as { protected: string };
  const { kid } = JSON.parse(new TextDecoder().decode(base64url.decode(header))) as { kid: string };
  return kid !== ring[0]?.id;
};

const encoder = new TextEncoder();
const bytesOf = (bound: readonly string[]) => encoder.encode(JSON.stringify(bound));

function atobOrNothing(text: string): string {
  try {
    return atob(text);
  } catch {
    return '';
  }
}
