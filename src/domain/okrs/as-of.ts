import { type Day, dayOf } from '../../lib/days.ts';
import type { Organization } from '../context.ts';
import type { OkrInFull } from './finding.ts';
import { isClosed } from './okr.ts';

/**
 * An OKR as its last point by the end of a day left it: value, progress and status of then, and the points until then.
 * What no history is kept of (title, owners, measure, parents) is today's; children and links are left out.
 */
export function asOf(found: OkrInFull, day: Day, { timeZone }: Pick<Organization, 'timeZone'>): OkrInFull {
  const { okr } = found;
  const points = found.points.filter((point) => point.day <= day);
  const last = points.at(-1);
  const closed = isClosed(okr) && dayOf(okr.closedAt!, timeZone) <= day;
  return {
    ...found,
    points,
    children: [],
    link: null,
    okr: {
      ...okr,
      value: last?.value ?? null,
      progress: last?.progress ?? null,
      status: closed ? okr.status : (last?.status ?? 'not_started'),
      statusSource: 'computed',
      closedAt: closed ? okr.closedAt : null,
      score: closed ? okr.score : null,
    },
  };
}
