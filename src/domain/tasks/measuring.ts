import type { Okr } from '../okrs/okr.ts';
import { invalid } from '../refusal.ts';
import { goesByTasks } from './task.ts';

/**
 * What is done of a list of tasks is a share of the whole, which says nothing of a number that has a way of its own.
 * @throws Refusal `invalid` for a project that goes by its tasks and is to be read as a metric
 */
export function refuseUncountable(okr: Pick<Okr, 'kind' | 'mode' | 'measureType'>): void {
  if (goesByTasks(okr) && okr.measureType === 'metric')
    throw invalid({ measure: 'What is done of its tasks is a percent. Take Percent, or check in by hand.' });
}
