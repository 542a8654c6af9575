const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A ULID: 48 bits of `at` (ms since 1970) and 80 random bits, in Crockford base 32, 26 characters, sortable by time.
 * Source: github.com/ulid/spec. Ids made within one millisecond have no order among themselves.
 */
export function ulid(at: number): string {
  let time = '';
  for (let rest = at, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = ALPHABET.charAt(rest % 32) + time;
  let random = '';
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) random += ALPHABET.charAt(byte % 32);
  return time + random;
}
