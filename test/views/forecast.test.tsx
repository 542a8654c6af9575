import { describe, expect, it } from 'vitest';
import { formats } from '../../src/views/format.ts';
import { Chart } from '../../src/views/ui/chart.tsx';
import { chartGeometry, type Forecast } from '../../src/views/ui/chart-geometry.ts';

const span = {
  startsOn: '2026-10-01',
  endsOn: '2026-12-31',
  today: '2026-11-20',
  points: [{ day: '2026-11-20', progress: 0.27, source: 'data' as const }],
  expected: [
    { day: '2026-10-01', progress: 0 },
    { day: '2026-12-31', progress: 1 },
  ],
  forecast: { progress: 0.49, low: 0.38, high: 0.62 },
};
const f = formats({ locale: 'en-GB', timeZone: 'UTC', now: Date.parse('2026-11-20T09:30:00Z') });
const draw = (more: Partial<Omit<typeof span, 'forecast'>> & { forecast?: Forecast | null; past?: boolean } = {}) =>
  String(<Chart {...span} {...more} formats={f} />);

describe('a forecast', () => {
  it('leads from today to the last day, in a band', () => {
    const svg = draw();
    expect(svg).toContain('<path class="band" d="M54.95 73L100 38V62Z"');
    expect(svg).toContain('<path class="forecast" d="M54.95 73L100 51"');
    expect(svg).toMatch(/text-anchor="end"[^>]*>\s*49% likely|49% likely/);
  });

  it('is part of what the chart says in words', () =>
    expect(draw()).toContain('27% today against 55% expected. At this pace it ends near 49%, between 38% and 62%.'));

  it('stretches the scale for where it ends, and not for how wide the band is', () => {
    expect(chartGeometry({ ...span, forecast: { progress: 1.2, low: 0.9, high: 4 } }).high).toBe(1.5);
    expect(chartGeometry({ ...span, forecast: { progress: 0.9, low: -3, high: 4 } })).toMatchObject({
      low: 0,
      high: 1,
    });
  });

  it.each([
    ['without one', { forecast: null }],
    ['on the last day', { today: '2026-12-31' }],
    ['after the end', { today: '2027-01-02' }],
    ['without a value', { points: [] }],
  ])('is not drawn %s', (_, more) => expect(draw(more)).not.toMatch(/class="(forecast|band)"|likely/));

  it('keeps its label from the labels of today, however near they come', () => {
    for (const today of ['2026-11-20', '2026-12-10', '2026-12-20', '2026-12-28'])
      for (const progress of [0.02, 0.5, 0.95]) {
        const points = [{ day: '2026-10-10', progress, source: 'data' as const }];
        const svg = draw({ today, points, forecast: { progress, low: progress, high: progress } });
        const ys = [...svg.matchAll(/<text[^>]* y="([\d.]+)"[^>]*>\s*\d+% (?:likely|now)/g)].map((each) =>
          Number(each[1]),
        );
        expect(ys, `${today} ${progress}`).toHaveLength(2);
        if (today > '2026-12-05') expect(Math.abs(ys[0]! - ys[1]!)).toBeGreaterThanOrEqual(10);
      }
  });
});

describe('a chart of a past day', () => {
  it('names the day, and says then', () => {
    const svg = draw({ past: true, forecast: null });
    expect(svg).toContain('20 Nov');
    expect(svg).toContain('27% then');
    expect(svg).not.toMatch(/Today| today|now</);
  });
});
