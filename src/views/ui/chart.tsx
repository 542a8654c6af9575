import type { Formats } from '../format.ts';
import { type ChartData, chartGeometry, type Geometry } from './chart-geometry.ts';

const height = 300;
const top = 12;
const plot = 258;
/** Labels nearer than this share of the width would run into each other on a phone. */
const apart = 11;

type Props = ChartData & { formats: Formats; id?: string; title?: string };

/** Actual progress against expected over time. Text and dots in percent, lines in a stretched drawing: type never scales. */
export const Chart = ({ formats, id = 'chart', title = 'Progress', ...data }: Props) => {
  const at = chartGeometry(data);
  return (
    <svg class="chart" width="100%" height={height} role="img" aria-labelledby={`${id}-t ${id}-d`}>
      <title
        id={`${id}-t`}
      >{`${title}, ${formats.day(data.startsOn, 'long')} to ${formats.day(data.endsOn, 'long')}`}</title>
      <desc id={`${id}-d`}>{chartSentence(at, formats)}</desc>
      <svg y={top} width="100%" height={plot} viewBox="0 0 100 100" preserveAspectRatio="none">
        <path d={at.lines.map(({ y }) => `M0 ${y}H100`).join('')} />
        {at.expected && <path class="expected" d={at.expected} />}
        {at.todayX !== null && <path class="today" d={`M${at.todayX} 0V100`} />}
        {at.actual && <path class="actual" d={at.actual} />}
      </svg>
      {at.dots.map((dot) => (
        <circle
          class={dot.source === 'person' ? 'dot said' : 'dot'}
          cx={`${dot.x}%`}
          cy={pixels(dot.y)}
          r={dot.source === 'person' ? 5 : 3.5}
        />
      ))}
      {at.lines.map(
        ({ progress, y }) => y < 100 && <text y={Math.round(pixels(y)) - 3}>{formats.percent(progress)}</text>,
      )}
      <Days at={at} data={data} formats={formats} />
      <Labels at={at} formats={formats} />
    </svg>
  );
};

/** What the chart shows, in words. */
export const chartSentence = ({ now, expectedNow }: Geometry, formats: Formats): string => {
  const expected = expectedNow && `${formats.percent(expectedNow.progress)} expected`;
  if (!now) return expected ? `No value yet, ${expected} by today.` : 'No value yet.';
  return expected
    ? `${formats.percent(now.progress)} today against ${expected}.`
    : `${formats.percent(now.progress)} at last.`;
};

const Days = ({ at, data, formats }: { at: Geometry; data: ChartData; formats: Formats }) => {
  const free = (x: number) => x < 100 - apart && (at.todayX === null || Math.abs(x - at.todayX) > apart);
  const todayAtEnd = at.todayX !== null && at.todayX > 100 - apart;
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
      {at.todayX !== null && (
        <text x={`${at.todayX}%`} y={y} text-anchor={anchor(at.todayX)} class="strong">
          Today
        </text>
      )}
    </>
  );
};

const Labels = ({ at, formats }: { at: Geometry; formats: Formats }) => {
  const { now, expectedNow, todayX } = at;
  const spots = labelSpots(at);
  return (
    <>
      {expectedNow && todayX !== null && (
        <text x={`${todayX}%`} {...spots.expected}>{`Expected ${formats.percent(expectedNow.progress)}`}</text>
      )}
      {now ? (
        <text x={`${now.x}%`} class="blue" {...spots.now}>
          {todayX === null ? formats.percent(now.progress) : `${formats.percent(now.progress)} now`}
        </text>
      ) : (
        <text x={`${todayX !== null && todayX > 50 ? todayX / 2 : 75}%`} y={pixels(88)} text-anchor="middle">
          No value yet
        </text>
      )}
    </>
  );
};

type LabelSpot = { y: number; dx: number; 'text-anchor': 'start' | 'end' };

/** Expected stands left of today and the value right of it; near an edge they share a side, the higher one on top. */
const labelSpots = ({ now, expectedNow, todayX }: Geometry): { expected: LabelSpot; now: LabelSpot } => {
  const expectedLeft = (todayX ?? 100) > 28;
  const nowLeft = (now?.x ?? 0) > 72;
  const ahead = !expectedNow || (now !== null && now.y <= expectedNow.y);
  const expectedAt = pixels(expectedNow?.y ?? 0);
  const nowAt = pixels(now?.y ?? 100);
  const above = within(Math.min(nowAt, expectedAt) - 10);
  const below = within(Math.max(nowAt, expectedAt) + 18);
  const place = (left: boolean, y: number): LabelSpot => ({
    y,
    dx: left ? -8 : 10,
    'text-anchor': left ? 'end' : 'start',
  });
  return expectedNow && expectedLeft === nowLeft
    ? {
        expected: place(expectedLeft, ahead ? below : Math.min(above, below - line)),
        now: place(nowLeft, ahead ? Math.min(above, below - line) : below),
      }
    : {
        expected: place(expectedLeft, within(expectedAt - 10)),
        now: place(nowLeft, within(ahead ? nowAt - 10 : nowAt + 16)),
      };
};

const line = 15;
const pixels = (y: number): number => Math.round((top + (plot * y) / 100) * 10) / 10;
const within = (y: number): number => Math.min(top + plot - 6, Math.max(top + 10, y));
const anchor = (x: number) => (x < 5 ? 'start' : x > 95 ? 'end' : 'middle');
