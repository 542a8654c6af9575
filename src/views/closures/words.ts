import type { Band } from '../../domain/okrs/scoring.ts';
import type { Status } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { statusWords } from '../ui/status.tsx';

/** “Closed 0.7”. */
export const closedWords = (status: Status, score: number, formats: Formats): string =>
  `${statusWords[status]} ${formats.score(score)}`;

/** The status whose colour a band has. */
export const bandStatus: Record<Band, Extract<Status, 'on_track' | 'behind' | 'at_risk'>> = {
  green: 'on_track',
  orange: 'behind',
  red: 'at_risk',
};
