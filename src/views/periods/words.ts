import { type CountedPeriod, MOST_COUNTED } from '../../domain/periods/counting.ts';
import type { FiscalSpan } from '../../domain/periods/fiscal.ts';
import type { PeriodKind } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { counted } from '../okrs/okr-words.ts';

export const kindWords: Record<PeriodKind, string> = { quarter: 'Quarter', year: 'Year', custom: 'Custom' };

/** “12 OKRs”, “More than 99 OKRs”, “No OKRs”. */
export function heldBy({ okrs }: Pick<CountedPeriod, 'okrs'>, formats: Formats): string {
  if (okrs === 0) return 'No OKRs';
  return okrs < MOST_COUNTED ? counted(okrs, 'OKR', formats.number) : `More than ${MOST_COUNTED - 1} OKRs`;
}

/** What switching the making ahead on has brought, as a sentence. */
export const madeSentence = (made: readonly FiscalSpan[], formats: Formats): string =>
  made.length === 0
    ? 'Quarters and years are made ahead from now on. Those to come are there already.'
    : `Made ${formats.list(made.map(({ name }) => name))}. More follow as time goes on.`;
