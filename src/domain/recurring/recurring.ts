import type { OkrId } from '../../db/ids.ts';
import { addDays, type Day } from '../../lib/days.ts';
import type { Span } from '../okrs/expected.ts';
import type { Okr } from '../okrs/okr.ts';

/** Days before its last one on which the next of a recurring OKR is prepared: time to talk about it. */
export const LEAD_DAYS = 14;

type Recurring = Pick<Okr, 'recurs' | 'prepareOn'>;

/**
 * The day on which the next of an OKR is to be prepared, given what was known of it before; null where it does not recur,
 * while it is a draft, and where its next has been prepared already.
 */
export function preparationDay(after: Span & Pick<Okr, 'recurs' | 'draft'>, before?: Recurring): Day | null {
  if (!after.recurs || after.draft || (before?.recurs && before.prepareOn === null)) return null;
  const lead = addDays(after.endsOn, -LEAD_DAYS);
  return lead > after.startsOn ? lead : after.startsOn;
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Characters of an id that are random; those before them tell its time. */
const RANDOM = 16;

/**
 * The id that the next of a recurring OKR has: its own, counted up by one. Whoever prepares it a second time finds it
 * there, and it is found without a search. Nobody else makes an id so close to another: each has 80 random bits.
 */
export function nextIdOf(id: OkrId): OkrId {
  const characters = [...id];
  for (let at = characters.length - 1; at >= characters.length - RANDOM; at--) {
    const digit = (ALPHABET.indexOf(characters[at]!) + 1) % ALPHABET.length;
    characters[at] = ALPHABET[digit]!;
    if (digit > 0) break;
  }
  return characters.join('') as OkrId;
}
