import { type CountedTag, MOST_COUNTED } from '../../domain/tags/tag.ts';
import type { Formats } from '../format.ts';
import { counted } from '../okrs/okr-words.ts';

/** “12 OKRs”, “More than 99 OKRs”, “Not used”. */
export function carriedBy({ okrs }: CountedTag, formats: Formats): string {
  if (okrs === 0) return 'Not used';
  return okrs < MOST_COUNTED ? counted(okrs, 'OKR', formats.number) : `More than ${MOST_COUNTED - 1} OKRs`;
}
