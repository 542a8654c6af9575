import type { Geometry } from './chart-geometry.ts';

/** Where a label goes: `x` in percent of the width, `dx` and `y` in pixels. */
export type LabelSpot = { x: number; y: number; dx: number; 'text-anchor': 'start' | 'end' };

export type Frame = { top: number; plot: number };
export type Labels = { expected: string | null; now: string | null; likely?: string | null };

type Point = { x: number; y: number };
type Box = { left: number; right: number; top: number; bottom: number };
type Candidate = { spot: LabelSpot; boxes: Box[]; cost: number };

/** A chart is as wide as its column; what is free on the narrowest and on a wide one is free between them. */
const widths = [320, 720];
const letter = 6.7;
const ascent = 10;
const descent = 3;
const aside = 9;
const costs = { outside: 1000, label: 400, dot: 60, scale: 60, actual: 40, expected: 20 };

/**
 * Places the two labels of today, and that of where it ends, where they cover neither each other nor lines, dots and the scale: expected on its own
 * side of the actual line, the value beyond it.
 */
export function placeLabels(
  at: Geometry,
  words: Labels,
  frame: Frame,
): Record<'expected' | 'now' | 'likely', LabelSpot | null> {
  const { expectedNow, now, todayX } = at;
  const ahead = now !== null && expectedNow !== null && now.y <= expectedNow.y;
  const candidates = (text: string | null, point: Point | null, order: Order) =>
    text !== null && point ? candidatesAt(at, text, point, order, frame) : [null];
  const crossing = expectedNow && todayX !== null ? { x: todayX, y: expectedNow.y } : null;
  const forExpected = candidates(words.expected, crossing, {
    sides: ahead ? ['right', 'left'] : ['left', 'right'],
    first: ahead ? 'below' : 'above',
  });
  const forNow = candidates(words.now, now, {
    sides: ['right', 'left'],
    first: ahead || !expectedNow ? 'above' : 'below',
  });
  const forLikely = candidates(words.likely ?? null, at.forecast?.line.at(-1) ?? null, {
    sides: ['left'],
    first: 'above',
    lifts: [-10, 18, 34, 50, 66],
  });
  let best: { cost: number; placed: (Candidate | null)[] } = { cost: Number.POSITIVE_INFINITY, placed: [] };
  for (const expected of forExpected)
    for (const now of forNow)
      for (const likely of forLikely) {
        const pairs = [
          [expected, now],
          [expected, likely],
          [now, likely],
        ] as const;
        const meeting = pairs.filter(([one, other]) => one && other && meets(one, other)).length;
        const placed = [expected, now, likely];
        const cost = placed.reduce((sum, each) => sum + (each?.cost ?? 0), meeting * costs.label);
        if (cost < best.cost) best = { cost, placed };
      }
  const [expected, value, likely] = best.placed.map((each) => each?.spot ?? null);
  return { expected: expected!, now: value!, likely: likely! };
}

type Order = { sides: readonly ('left' | 'right')[]; first: 'above' | 'below'; lifts?: readonly number[] };

const lifts = { above: [-10, -26], below: [18, 34] } as const;

/** The places around a point, the liked ones first: a place further down the list costs a little more. */
function candidatesAt(at: Geometry, text: string, { x, y }: Point, order: Order, frame: Frame): Candidate[] {
  const wide = text.length * letter;
  const tried = order.lifts ?? [...lifts[order.first], ...lifts[order.first === 'above' ? 'below' : 'above']];
  return order.sides
    .flatMap((side) => tried.map((lift) => ({ side, lift })))
    .map(({ side, lift }, liking) => {
      const left = side === 'left';
      const base = Math.round((pixels(y, frame) + lift) * 10) / 10;
      const boxes = widths.map((width): Box => {
        const edge = (x / 100) * width + (left ? -aside : aside);
        return {
          left: left ? edge - wide : edge,
          right: left ? edge : edge + wide,
          top: base - ascent,
          bottom: base + descent,
        };
      });
      const spot = { x, y: base, dx: left ? -aside : aside, 'text-anchor': left ? 'end' : 'start' } as const;
      return {
        spot,
        boxes,
        cost: liking + boxes.reduce((sum, box, i) => sum + covered(box, at, widths[i]!, frame), 0),
      };
    });
}

/** What a label in this box would cover or leave. */
function covered(box: Box, at: Geometry, width: number, frame: Frame): number {
  const inPixels = ({ x, y }: Point): Point => ({ x: (x / 100) * width, y: pixels(y, frame) });
  const crossings = (line: readonly Point[]) =>
    line.slice(1).filter((point, i) => crosses(inPixels(line[i]!), inPixels(point), box)).length;
  const outside =
    box.left < 0 || box.right > width || box.top < frame.top - ascent || box.bottom > frame.top + frame.plot;
  const dots = at.dots.map(inPixels).filter((dot) => crosses(dot, dot, grown(box, 5))).length;
  const scale = at.lines.some(({ y }) =>
    meet(box, { left: 0, right: 34, top: pixels(y, frame) - 14, bottom: pixels(y, frame) }),
  );
  return (
    (outside ? costs.outside : 0) +
    dots * costs.dot +
    (scale ? costs.scale : 0) +
    crossings(at.actualLine) * costs.actual +
    crossings(at.expectedLine) * costs.expected +
    crossings(at.forecast?.line ?? []) * costs.expected
  );
}

/** Whether any of the way from `a` to `b` lies in the box: what each edge leaves of it is cut away. */
function crosses(a: Point, b: Point, box: Box): boolean {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  let [from, to] = [0, 1];
  for (const [way, room] of [
    [-dx, a.x - box.left],
    [dx, box.right - a.x],
    [-dy, a.y - box.top],
    [dy, box.bottom - a.y],
  ] as const) {
    if (way === 0 && room < 0) return false;
    if (way < 0) from = Math.max(from, room / way);
    if (way > 0) to = Math.min(to, room / way);
  }
  return from <= to;
}

const meets = (a: Candidate, b: Candidate): boolean => a.boxes.some((box, i) => meet(box, b.boxes[i]!));
const meet = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const grown = ({ left, right, top, bottom }: Box, by: number): Box => ({
  left: left - by,
  right: right + by,
  top: top - by,
  bottom: bottom + by,
});

/** From percent of the plot to pixels of the drawing. */
export const pixels = (y: number, { top, plot }: Frame): number => Math.round((top + (plot * y) / 100) * 10) / 10;
