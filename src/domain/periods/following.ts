import type { PeriodId } from '../../db/ids.ts';
import type { Day } from '../../lib/days.ts';
import type { Period } from './finding.ts';

/**
 * The period that follows the one an OKR lives in: of the same kind where there is one, the first to begin after the
 * OKR ends, the shortest of several; null when none does.
 */
export function followingOf(
  periods: readonly Period[],
  { periodId, endsOn }: { periodId: PeriodId; endsOn: Day },
): Period | null {
  const own = periods.find(({ id }) => id === periodId);
  const later = periods
    .filter(({ startsOn }) => startsOn > endsOn)
    .sort((a, b) => a.startsOn.localeCompare(b.startsOn) || a.endsOn.localeCompare(b.endsOn));
  return later.find(({ kind }) => kind === own?.kind) ?? later[0] ?? null;
}
