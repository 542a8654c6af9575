import { oneLine } from '../../lib/one-line.ts';
import { formats } from '../format.ts';
import { knownZone } from '../intl.ts';

/** Whose locale and time zone a letter is written in. `now` in ms. */
export type Reader = { locale: string; timeZone: string; now: number };

const MOST_IN_NAME = 80;

/** Parts of an address that mail programs would make a link of. */
const LINKED = /:\/\/|(?<=[\p{L}\p{N}])\.(?=\p{L}{2})/gu;

/** A name as letters say it: on one line, of bounded length, and never a link, whatever somebody typed. */
export const named = (name: string): string => oneLine(name, MOST_IN_NAME).replace(LINKED, (part) => `${part}\u2060`);

/** What somebody wrote, on one line. */
export const quoted = (text: string): string => oneLine(text, 500).replace(LINKED, (part) => `${part}\u2060`);

/** “21 December 2026”: letters are read on other days than they are written. */
export function dayIn({ locale, timeZone, now }: Reader, at: number): string {
  const { day, dayOf } = formats({ locale, timeZone, now });
  return day(dayOf(at), 'long');
}

/** “22 November, 14:05 (Europe/Berlin)”. */
export function timeIn(reader: Reader, at: number): string {
  return `${dayIn(reader, at)}, ${formats(reader).time(at)} (${knownZone(reader.timeZone)})`;
}
