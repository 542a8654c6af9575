import { raw } from 'hono/html';

/** Contour lines around a cairn: the drawing beside the sign-in form. Decorative. */
export const Landscape = () => (
  <aside class="land" aria-hidden="true">
    <svg viewBox="0 0 760 900" preserveAspectRatio="xMidYMid slice" width="100%" height="100%">
      {raw(contours)}
      <g class="stone">{raw(dots)}</g>
      {raw(stones)}
    </svg>
  </aside>
);

/** One closed line of equal height: a circle that three slow waves pull out of shape, more the further out it is. */
const contour = (level: number): string => {
  const radius = 70 + level * 38 + level * level * 0.7;
  const corners = Array.from({ length: 16 }, (_, index) => {
    const angle = (index / 16) * 2 * Math.PI;
    const pull =
      1 +
      0.14 * Math.sin(2 * angle + 0.6 + level * 0.09) +
      0.07 * Math.sin(3 * angle - 1.2 - level * 0.12) +
      0.035 * Math.sin(5 * angle + level * 0.2);
    return [400 + radius * pull * 1.12 * Math.cos(angle), 590 + radius * pull * 0.86 * Math.sin(angle)] as const;
  });
  const middle = (index: number) => {
    const [from, to] = [corners[index % 16]!, corners[(index + 1) % 16]!];
    return `${Math.round((from[0] + to[0]) / 2)} ${Math.round((from[1] + to[1]) / 2)}`;
  };
  const bends = corners.map((_, index) => {
    const [x, y] = corners[(index + 1) % 16]!;
    return `Q${Math.round(x)} ${Math.round(y)} ${middle(index + 1)}`;
  });
  return `<path d="M${middle(0)}${bends.join('')}Z"/>`;
};

const contours = Array.from({ length: 17 }, (_, level) => contour(level)).join('');

const dots = Array.from({ length: 7 }, (_, step) => {
  const [x, y, size] = [96 + step * 37, 884 - step * 29, 6 - step * 0.3];
  return `<ellipse cx="${x}" cy="${y}" rx="${size.toFixed(1)}" ry="${(size * 0.76).toFixed(1)}"/>`;
}).join('');

/** A pebble of half-width `w` and half-height `h`, a little flatter on one side. */
const pebble = (x: number, y: number, tilt: number, w: number, h: number, tone = ''): string => {
  const at = (across: number, down: number) => `${Math.round(w * across)} ${Math.round(h * down)}`;
  const outline = `M${at(-1, 0.1)}C${at(-1, -0.8)} ${at(-0.5, -1)} ${at(0.05, -1)}C${at(0.62, -1)} ${at(1, -0.62)} ${at(1, 0.16)}C${at(1, 0.82)} ${at(0.55, 1)} ${at(-0.06, 1)}C${at(-0.64, 1)} ${at(-1, 0.8)} ${at(-1, 0.1)}Z`;
  return `<path class="stone${tone}" transform="translate(${x} ${y}) rotate(${tilt})" d="${outline}"/>`;
};

const stones = [
  pebble(390, 658, -1.5, 126, 37),
  pebble(376, 588, 2.5, 102, 31),
  pebble(402, 527, -3, 80, 27),
  pebble(382, 473, 3.5, 58, 24),
  pebble(394, 424, -6, 35, 22, ' is-flow'),
].join('');
