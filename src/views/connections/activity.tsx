import type { Activity } from '../../domain/connections/activity.ts';
import type { Formats } from '../format.ts';

const HEIGHT = 64;
/** Width of a day's bar, of the day's share. */
const WIDE = 0.7;

/** What came of the readings of the last days: one bar per day, failures at its foot. */
export const ActivityChart = ({ activity, formats }: { activity: readonly Activity[]; formats: Formats }) => {
  const most = Math.max(0, ...activity.map(readingsOf));
  if (most === 0) return null;
  const requests = activity.reduce((sum, each) => sum + each.requests, 0);
  return (
    <figure class="stack tight">
      <svg
        class="bar"
        width="100%"
        height={HEIGHT}
        viewBox={`0 0 ${activity.length} ${most}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={activitySentence(activity, formats)}
      >
        {activity.map((day, at) =>
          partsOf(day).map(({ look, from, count }) => (
            <g class={look}>
              <rect class="fill" x={at + (1 - WIDE) / 2} y={most - from - count} width={WIDE} height={count}>
                <title>{daySentence(day, formats)}</title>
              </rect>
            </g>
          )),
        )}
      </svg>
      <figcaption class="row small count">
        <span>{formats.day(activity[0]!.day)}</span>
        <span class="end">{`${formats.number(requests)} ${requests === 1 ? 'request' : 'requests'} in ${activity.length} days`}</span>
      </figcaption>
    </figure>
  );
};

const readingsOf = ({ good, unchanged, failed }: Activity): number => good + unchanged + failed;

const partsOf = ({ good, unchanged, failed }: Activity) =>
  [
    { look: 'is-risk', from: 0, count: failed },
    { look: 'is-flow', from: failed, count: good },
    { look: 'is-idle', from: failed + good, count: unchanged },
  ].filter(({ count }) => count > 0);

/** “14 days to 20 Nov: 300 readings, 12 brought a new value, 4 failed.” */
export function activitySentence(activity: readonly Activity[], formats: Formats): string {
  const sum = (of: (day: Activity) => number) => formats.number(activity.reduce((total, day) => total + of(day), 0));
  const last = activity.at(-1);
  if (!last) return 'Nothing read yet.';
  return `${activity.length} days to ${formats.day(last.day)}: ${sum(readingsOf)} readings, ${sum(({ good }) => good)} brought a new value, ${sum(({ failed }) => failed)} failed.`;
}

const daySentence = (day: Activity, formats: Formats): string =>
  `${formats.day(day.day)}: ${formats.number(day.good)} new, ${formats.number(day.unchanged)} without news, ${formats.number(day.failed)} failed`;
