import { describe, expect, it } from 'vitest';
import { formats } from '../../src/views/format.ts';
import { Chart } from '../../src/views/ui/chart.tsx';
import { type ChartPoint, chartGeometry, path } from '../../src/views/ui/chart-geometry.ts';
import { type LabelSpot, placeLabels } from '../../src/views/ui/chart-labels.ts';

const span = {
  startsOn: '2026-10-01',
  endsOn: '2026-12-31',
  today: '2026-11-20',
  expected: [
    { day: '2026-10-01', progress: 0 },
    { day: '2026-12-31', progress: 1 },
  ],
};
const f = formats({ locale: 'en-GB', timeZone: 'UTC', now: Date.parse('2026-11-20T09:30:00Z') });
const point = (day: string, progress: number, source: ChartPoint['source'] = 'data'): ChartPoint => ({
  day,
  progress,
  source,
});
const draw = (points: ChartPoint[], more: Partial<typeof span> = {}) =>
  String(<Chart {...span} {...more} points={points} formats={f} />);
const attribute = (svg: string, name: string) => svg.match(new RegExp(`class="${name}" d="([^"]*)"`))?.[1];

describe('a progress chart', () => {
  it('without points shows what is expected and says that there is no value', () => {
    const svg = draw([]);
    expect(svg).toContain('No value yet, 55% expected by today.');
    expect(attribute(svg, 'expected')).toBe('M0 100L100 0');
    expect(svg).not.toContain('class="actual"');
  });

  it('with one point draws it and holds its value until today', () => {
    const svg = draw([point('2026-10-20', 0.1, 'person')]);
    expect(attribute(svg, 'actual')).toBe('M20.88 90L54.95 90');
    expect(svg.match(/<circle/g)).toHaveLength(1);
    expect(svg).toContain('10% now');
  });

  it('says in words what it shows', () => {
    const svg = draw([point('2026-11-20', 0.2727)]);
    expect(svg).toContain('<title id="chart-t">Progress, 1 October to 31 December</title>');
    expect(svg).toContain('<desc id="chart-d">27% today against 55% expected.</desc>');
  });

  it('tells a person’s word from a reading', () => {
    const svg = draw([point('2026-10-20', 0.1), point('2026-11-11', 0.3, 'person')]);
    expect(svg.match(/class="dot"/g)).toHaveLength(1);
    expect(svg.match(/class="dot said"/g)).toHaveLength(1);
  });

  it('makes room above 100 % and below 0', () => {
    expect(chartGeometry({ ...span, points: [point('2026-11-01', 1.42)] })).toMatchObject({ low: 0, high: 1.5 });
    expect(chartGeometry({ ...span, points: [point('2026-11-01', -0.3)] })).toMatchObject({ low: -0.5, high: 1 });
    expect(draw([point('2026-11-01', 1.42)])).toContain('142% now');
    expect(draw([point('2026-11-01', -0.3)])).toContain('−30% now');
  });

  it('keeps few gridlines however far the values go', () => {
    expect(chartGeometry({ ...span, points: [point('2026-11-01', 40)] }).lines.map((line) => line.progress)).toEqual([
      40, 1, 0,
    ]);
  });

  it('orders its points and leaves out days outside the span', () => {
    const { actualLine } = chartGeometry({
      ...span,
      points: [point('2026-11-20', 0.3), point('2026-10-01', 0), point('2026-09-01', 0.9)],
    });
    expect(path(actualLine)).toBe('M0 100L54.95 70');
  });

  it('drops the dots of readings when they would become a rope, but not those of people', () => {
    const readings = Array.from({ length: 40 }, (_, i) => point(`2026-${i < 31 ? '10' : '11'}-${day(i)}`, i / 100));
    const { dots } = chartGeometry({ ...span, points: [...readings, point('2026-11-12', 0.4, 'person')] });
    expect(dots.map((dot) => dot.source)).toEqual(['person']);
  });

  it('has no today before and after the span', () => {
    for (const today of ['2026-09-01', '2027-02-01']) {
      const svg = draw([point('2026-11-01', 0.3)], { today });
      expect(svg).not.toContain('class="today"');
      expect(svg).not.toContain('Today');
    }
    expect(draw([point('2026-11-01', 0.3)], { today: '2027-02-01' })).toContain('30% at last.');
  });

  it('keeps the two labels of today apart when they share a side', () => {
    const svg = draw([point('2026-10-02', 0.02)], { today: '2026-10-02' });
    const ys = [...svg.matchAll(/<text[^>]* y="([\d.]+)"[^>]*>(?:Expected|2% now)/g)].map((match) => Number(match[1]));
    expect(ys).toHaveLength(2);
    expect(Math.abs(ys[0]! - ys[1]!)).toBeGreaterThanOrEqual(14);
  });

  it('says what is expected above the lines of who is behind, and below those of who is ahead', () => {
    const spot = (progress: number) => {
      const svg = draw([point('2026-10-08', progress / 2), point('2026-11-20', progress)]);
      const [, y, anchor] = /<text[^>]* y="([\d.]+)"[^>]* text-anchor="(\w+)"[^>]*>Expected/.exec(svg) ?? [];
      return { y: Number(y), anchor };
    };
    const crossing = 12 + 258 * (1 - 0.5495);
    expect(spot(0.2).y).toBeLessThan(crossing - 5);
    expect(spot(0.2).anchor).toBe('end');
    expect(spot(0.8).y).toBeGreaterThan(crossing + 12);
    expect(spot(0.8).anchor).toBe('start');
  });

  it('keeps its labels off the lines, the dots and each other wherever the value stands', () => {
    const frame = { top: 12, plot: 258 };
    const days = ['2026-10-03', '2026-10-15', '2026-11-01', '2026-11-20', '2026-12-10', '2026-12-30'];
    for (const today of days)
      for (let tenths = 0; tenths <= 12; tenths++) {
        const progress = tenths / 10;
        const at = chartGeometry({
          ...span,
          today,
          points: [point('2026-10-02', progress / 3), point(today, progress)],
        });
        const words = { expected: 'Expected 55%', now: '27% now' };
        const { expected, now } = placeLabels(at, words, frame);
        const boxes = [boxOf(expected!, words.expected), boxOf(now!, words.now)];
        const where = `${today} at ${progress}`;
        expect(meet(boxes[0]!, boxes[1]!), where).toBe(false);
        for (const box of boxes) {
          expect(box.left, where).toBeGreaterThanOrEqual(0);
          expect(box.right, where).toBeLessThanOrEqual(720);
          for (const dot of at.dots) {
            const [x, y] = [dot.x * 7.2, 12 + 2.58 * dot.y];
            expect(meet(box, { left: x - 3, right: x + 3, top: y - 3, bottom: y + 3 }), where).toBe(false);
          }
        }
      }
  });
});

const boxOf = ({ x, y, dx, 'text-anchor': anchor }: LabelSpot, words: string) => {
  const [edge, wide] = [x * 7.2 + dx, words.length * 6.5];
  return {
    left: anchor === 'end' ? edge - wide : edge,
    right: anchor === 'end' ? edge : edge + wide,
    top: y - 10,
    bottom: y + 3,
  };
};

type Box = ReturnType<typeof boxOf>;
const meet = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const day = (index: number) => String((index % 31) + 1).padStart(2, '0');
