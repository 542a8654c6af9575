import type { JobId } from '../../db/ids.ts';

const nouns = 'org|mem|tm|per|okr|chk|con|syn|evt|tok|mail|job|tag|tsk|cmt|prp|dl|ses|inv|let|bhf';
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Letters of an id that are moved. Those before them tell its time, and its order among ids of the same millisecond. */
const MOVED = 12;

const ids = new RegExp(`\\b(?:${nouns})_[${ALPHABET}]{26}\\b`, 'g');

/** One id and nothing else. */
export const oneId = new RegExp(`^(?:${nouns})_[${ALPHABET}]{26}$`);

/** Gives whatever holds ids the ones of another place: texts, lists, records, and what these hold. */
export type Renaming = <T>(value: T) => T;

/**
 * The renaming of a restore. An id keeps its noun and its time, and its last 60 bits are moved by what SHA-256 makes of the
 * job's id: two ids never become one, an id that was counted up from another still is, and none can be chosen beforehand
 * to meet one that exists. `known` names those that become others than that.
 */
export async function renamingOf(job: JobId, known: ReadonlyMap<string, string>): Promise<Renaming> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(job)));
  const shift = [...digest.slice(0, MOVED)].map((byte) => byte % ALPHABET.length);
  const rename = (text: string) => text.replace(ids, (id) => known.get(id) ?? moved(id, shift));
  const renamed = (value: unknown): unknown => {
    if (typeof value === 'string') return rename(value);
    if (Array.isArray(value)) return value.map(renamed);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [rename(key), renamed(each)]));
  };
  return renamed as Renaming;
}

function moved(id: string, shift: readonly number[]): string {
  const from = id.length - MOVED;
  let carry = 0;
  let letters = '';
  for (let at = MOVED - 1; at >= 0; at--) {
    const sum = ALPHABET.indexOf(id.charAt(from + at)) + shift[at]! + carry;
    letters = ALPHABET.charAt(sum % ALPHABET.length) + letters;
    carry = sum >= ALPHABET.length ? 1 : 0;
  }
  return id.slice(0, from) + letters;
}
