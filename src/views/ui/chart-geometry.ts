import { daysFrom } from './span.ts';

export type ChartPoint = { day: string; progress: number; source: 'person' | 'data' | 'roll_up' };
export type ExpectedPoint = { day: string; progress: number };
/** Where the actual line is likely to end, and between which bounds. */
export type Forecast = { progress: number; low: number; high: number };

export type ChartData = {
  startsOn: string;
  endsOn: string;
  today: string;
  points: readonly ChartPoint[];
  expected: readonly ExpectedPoint[];
  forecast?: Forecast | null;
};

export type Spot = { x: number; y: number; progress: number; source: ChartPoint['source'] };

export type Geometry = {
  /** The two ends of the vertical axis as shares: 0 and 1 unless the values go further. */
  low: number;
  high: number;
  /** Gridlines, top first; x and y everywhere are percent of the plot, y from the top. */
  lines: { progress: number; y: number }[];
  actualLine: { x: number; y: number }[];
  expectedLine: { x: number; y: number }[];
  /** Points worth a dot: each word of a person, and the readings while there are few. */
  dots: Spot[];
  now: Spot | null;
  expectedNow: { y: number; progress: number } | null;
  todayX: number | null;
  /** From the value of today to the last day: a line, the band around it, and where it ends. */
  forecast: (Forecast & { line: { x: number; y: number }[]; band: string }) | null;
  months: { day: string; x: number }[];
};

const fewReadings = 20;
const mostMonths = 4;

/** Where everything in a progress chart goes. Days outside the span are left out; the last value holds until today. */
export const chartGeometry = (data: ChartData): Geometry => {
  const days = Math.max(1, daysFrom(data.startsOn, data.endsOn));
  const inside = ({ day }: { day: string }) => day >= data.startsOn && day <= data.endsOn;
  const x = (day: string) => round(Math.min(1, daysFrom(data.startsOn, day) / days) * 100);
  const points = data.points.filter(inside).toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  const expected = data.expected.filter(inside);
  const { forecast } = data;
  const { low, high } = axis([...points, ...(forecast ? [forecast] : [])].map(({ progress }) => progress));
  const y = (progress: number) => round(((high - progress) / (high - low)) * 100);

  const spots = points.map((point): Spot => ({ ...point, x: x(point.day), y: y(point.progress) }));
  const last = spots.at(-1) ?? null;
  const now = last && { ...last, x: Math.max(last.x, x(data.today)) };
  const showReadings = spots.length <= fewReadings;
  const shown = showReadings ? spots : spots.filter((spot) => spot.source === 'person' || spot === last);
  const onToday = expected.findLast((point) => point.day <= data.today);

  return {
    low,
    high,
    lines: gridlines(low, high).map((progress) => ({ progress, y: y(progress) })),
    actualLine: now && now.x > (last?.x ?? 0) ? [...spots, now] : spots,
    expectedLine: expected.map((point) => ({ x: x(point.day), y: y(point.progress) })),
    dots: shown.filter((spot) => spot.source !== 'roll_up' || spot === last),
    now,
    expectedNow: inside({ day: data.today }) ? expectedAt(expected, data.today, onToday, y) : null,
    todayX: inside({ day: data.today }) ? x(data.today) : null,
    forecast: forecast && now && inside({ day: data.today }) && now.x < 100 ? forecastFrom(now, forecast, y) : null,
    months: months(data.startsOn, data.endsOn).map((day) => ({ day, x: x(day) })),
  };
};

/** 0..1, widened in steps of a half when a value lies outside. */
const axis = (values: readonly number[]): { low: number; high: number } => ({
  low: Math.min(0, Math.floor(Math.min(0, ...values) * 2) / 2),
  high: Math.max(1, Math.ceil(Math.max(1, ...values) * 2) / 2),
});

const gridlines = (low: number, high: number): number[] =>
  high - low <= 1.5 ? halves(low, high) : [...new Set([high, 1, 0, low])];

const halves = (low: number, high: number): number[] =>
  Array.from({ length: Math.round((high - low) * 2) + 1 }, (_, index) => high - index / 2);

const expectedAt = (
  expected: readonly ExpectedPoint[],
  today: string,
  before: ExpectedPoint | undefined,
  y: (progress: number) => number,
): Geometry['expectedNow'] => {
  const after = expected.find((point) => point.day >= today);
  if (!before || !after) return null;
  const width = daysFrom(before.day, after.day);
  const along = width === 0 ? 0 : daysFrom(before.day, today) / width;
  const progress = before.progress + (after.progress - before.progress) * along;
  return { progress, y: y(progress) };
};

const forecastFrom = (now: Spot, forecast: Forecast, y: (progress: number) => number) => ({
  ...forecast,
  line: [now, { x: 100, y: y(forecast.progress) }].map(({ x, y }) => ({ x, y })),
  band: `M${now.x} ${now.y}L100 ${y(forecast.high)}V${y(forecast.low)}Z`,
});

/** First days of months worth naming: few enough that their names keep apart on a phone. */
const months = (startsOn: string, endsOn: string): string[] => {
  const found: string[] = [];
  let [year, month] = [Number(startsOn.slice(0, 4)), Number(startsOn.slice(5, 7))];
  for (let day = startsOn; day <= endsOn; day = `${year}-${String(month).padStart(2, '0')}-01`) {
    found.push(day);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  const every = Math.ceil(found.length / mostMonths);
  return found.filter((_, index) => index % every === 0);
};

/** A line as the path of a drawing; nothing for a single point. */
export const path = (spots: readonly { x: number; y: number }[]): string =>
  spots.length > 1 ? `M${spots.map(({ x, y }) => `${x} ${y}`).join('L')}` : '';

const round = (n: number): number => Math.round(n * 100) / 100;
