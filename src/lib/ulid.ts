const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A ULID: 48 bits of `at` (ms since 1970) and 80 random bits, in Crockford base 32, 26 characters, sortable by time.
 * `bytes`, 16 of them, take the place of the random ones. Source: github.com/ulid/spec. Ids made within one millisecond have no order among themselves.
 */
export function ulid(at: number, bytes = crypto.getRandomValues(new Uint8Array(16))): string {
  let time = '';
  for (let rest = at, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = ALPHABET.charAt(rest % 32) + time;
  let random = '';
  for (const byte of bytes) random += ALPHABET.charAt(byte % 32);
  return time + random;
}

/** The moment (ms since 1970) that a ULID carries. */
export const timeOfUlid = (id: string): number =>
  [...id.slice(0, 10)].reduce((time, letter) => time * 32 + ALPHABET.indexOf(letter), 0);
