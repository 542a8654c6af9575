import { daysBetween } from '../../lib/days.ts';
import type { Span } from './expected.ts';

/** What of an OKR's days lies outside its period, as a sentence; null while none does. It is allowed, and said. */
export function outsideSentence(own: Span, period: Span): string | null {
  const before = daysBetween(own.startsOn, period.startsOn);
  const after = daysBetween(period.endsOn, own.endsOn);
  if (before > 0 && after > 0) return `It begins ${days(before)} before its period and ends ${days(after)} after it.`;
  if (before > 0) return `It begins ${days(before)} before its period.`;
  return after > 0 ? `It ends ${days(after)} after its period.` : null;
}

const days = (count: number): string => (count === 1 ? 'one day' : `${count} days`);
