import type { Formats } from '../format.ts';
import { type ChartData, chartGeometry, type Geometry, path } from './chart-geometry.ts';
import { type LabelSpot, pixels, placeLabels } from './chart-labels.ts';

const height = 300;
const frame = { top: 12, plot: 258 };
/** What the days under the chart need, in percent of the narrowest one: none runs into another on a phone. */
const room = { beforeToday: 15, afterToday: 8, todayBeforeEnd: 18, monthBeforeEnd: 24 };

type Props = ChartData & {
  formats: Formats;
  id?: string;
  title?: string;
  /** True when `today` is a day that has passed. */
  past?: boolean;
};

/** Actual progress against expected over time. Text and dots in percent, lines in a stretched drawing: type never scales. */
export const Chart = ({ formats, id = 'chart', title = 'Progress', past = false, ...data }: Props) => {
  const at = chartGeometry(data);
  return (
    <svg class="chart" width="100%" height={height} role="img" aria-labelledby={`${id}-t ${id}-d`}>
      <title
        id={`${id}-t`}
      >{`${title}, ${formats.day(data.startsOn, 'long')} to ${formats.day(data.endsOn, 'long')}`}</title>
      <desc id={`${id}-d`}>{chartSentence(at, formats, past)}</desc>
      <svg y={frame.top} width="100%" height={frame.plot} viewBox="0 0 100 100" preserveAspectRatio="none">
        <path d={at.lines.map(({ y }) => `M0 ${y}H100`).join('')} />
        {at.forecast && <path class="band" d={at.forecast.band} />}
        {at.forecast && <path class="forecast" d={path(at.forecast.line)} />}
        {at.expectedLine.length > 1 && <path class="expected" d={path(at.expectedLine)} />}
        {at.todayX !== null && <path class="today" d={`M${at.todayX} 0V100`} />}
        {at.actualLine.length > 1 && <path class="actual" d={path(at.actualLine)} />}
      </svg>
      {at.expectedLine.slice(1, -1).map(({ x, y }) => (
        <circle class="dot checkpoint" cx={`${x}%`} cy={pixels(y, frame)} r={3} />
      ))}
      {at.dots.map((dot) => (
        <circle
          class={dot.source === 'person' ? 'dot said' : 'dot'}
          cx={`${dot.x}%`}
          cy={pixels(dot.y, frame)}
          r={dot.source === 'person' ? 5 : 3.5}
        />
      ))}
      {at.lines.map(
        ({ progress, y }) => y < 100 && <text y={Math.round(pixels(y, frame)) - 3}>{formats.percent(progress)}</text>,
      )}
      <Days at={at} data={data} formats={formats} past={past} />
      <LabelsOfToday at={at} formats={formats} past={past} />
    </svg>
  );
};

/** What the chart shows, in words. */
export const chartSentence = ({ now, expectedNow, forecast }: Geometry, formats: Formats, past = false): string => {
  const expected = expectedNow && `${formats.percent(expectedNow.progress)} expected`;
  if (!now) return expected ? `No value yet, ${expected} by ${past ? 'then' : 'today'}.` : 'No value yet.';
  const standing = expected
    ? `${formats.percent(now.progress)} ${past ? 'then' : 'today'} against ${expected}.`
    : `${formats.percent(now.progress)} at last.`;
  if (!forecast) return standing;
  const [end, low, high] = [forecast.progress, forecast.low, forecast.high].map(formats.percent);
  return `${standing} At this pace it ends near ${end}, between ${low} and ${high}.`;
};

type DaysProps = { at: Geometry; data: ChartData; formats: Formats; past: boolean };

const Days = ({ at, data, formats, past }: DaysProps) => {
  const { todayX } = at;
  const free = (x: number) =>
    x < 100 - room.monthBeforeEnd && (todayX === null || x > todayX + room.afterToday || x < todayX - room.beforeToday);
  const todayAtEnd = todayX !== null && todayX > 100 - room.todayBeforeEnd;
  const y = height - 10;
  return (
    <>
      {at.months
        .filter(({ x }) => free(x))
        .map(({ day, x }) => (
          <text x={`${x}%`} y={y}>
            {formats.month(day)}
          </text>
        ))}
      {!todayAtEnd && (
        <text x="100%" y={y} text-anchor="end">
          {formats.day(data.endsOn)}
        </text>
      )}
      {todayX !== null && (
        <text x={`${todayX}%`} y={y} text-anchor={anchor(todayX)} class="strong">
          {past ? formats.day(data.today) : 'Today'}
        </text>
      )}
    </>
  );
};

const LabelsOfToday = ({ at, formats, past }: { at: Geometry; formats: Formats; past: boolean }) => {
  const { now, expectedNow, todayX } = at;
  const words = {
    expected: expectedNow && todayX !== null ? `Expected ${formats.percent(expectedNow.progress)}` : null,
    now: now && `${formats.percent(now.progress)}${todayX === null ? '' : past ? ' then' : ' now'}`,
    likely: at.forecast && `${formats.percent(at.forecast.progress)} likely`,
  };
  const spots = placeLabels(at, words, frame);
  return (
    <>
      {spots.expected && <Label spot={spots.expected} words={words.expected} />}
      {spots.likely && <Label spot={spots.likely} words={words.likely} class="blue" />}
      {spots.now ? (
        <Label spot={spots.now} words={words.now} class="blue" />
      ) : (
        <text x={`${todayX !== null && todayX > 50 ? todayX / 2 : 75}%`} y={pixels(88, frame)} text-anchor="middle">
          No value yet
        </text>
      )}
    </>
  );
};

const Label = ({
  spot: { x, ...spot },
  words,
  ...props
}: {
  spot: LabelSpot;
  words: string | null;
  class?: string;
}) => (
  <text x={`${x}%`} {...props} {...spot}>
    {words}
  </text>
);

const anchor = (x: number) => (x < 5 ? 'start' : x > 95 ? 'end' : 'middle');
