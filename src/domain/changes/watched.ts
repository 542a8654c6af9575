import type { OkrId } from '../../db/ids.ts';
import type { Day } from '../../lib/days.ts';
import type { Measure } from '../okrs/measure.ts';
import type { Okr } from '../okrs/okr.ts';
import type { PastPoint } from '../okrs/past-point.ts';

/** Two days, the first before the second; what is compared is how things stood when each of them ended. */
export type Between = { from: Day; to: Day };

/** An OKR as it stood at the end of two days; null where nothing was known yet. Times in ms. */
export type Watched = Pick<Okr, 'id' | 'kind' | 'title' | 'mode' | 'createdAt' | 'closedAt' | 'score'> & {
  measure: Measure;
  /** How far it stands below where the look began. */
  depth: number;
  /** Its parents, each with the moment since when. */
  parents: { id: OkrId; since: number }[];
  was: PastPoint | null;
  is: PastPoint | null;
  /** Whether what is below it came to contribute differently in between. */
  weighed: boolean;
};
