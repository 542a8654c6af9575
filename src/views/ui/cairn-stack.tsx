import { raw } from 'hono/html';
import type { Status } from '../../domain/words.ts';
import { statusClass } from './status.tsx';

export type CairnStone = { status: Status; progress: number | null };

const sizes = { small: [22, 18], medium: [34, 28], large: [44, 36] } as const;
const most = 6;

/** An objective at a glance: a stone per key result, as wide as its progress, heaviest at the bottom. Decorative. */
export const CairnStack = (props: { stones: readonly CairnStone[]; size?: keyof typeof sizes }) => {
  const [width, height] = sizes[props.size ?? 'medium'];
  const stones = thinned(props.stones.toSorted((a, b) => weight(a) - weight(b)));
  return (
    <svg class="cairn" viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      {raw(stones.length > 0 ? draw(stones, width, height) : bare(width, height))}
    </svg>
  );
};

/** The stack of a place where nothing is yet. */
export const EmptyCairn = () => (
  <svg class="cairn" viewBox="0 0 44 34" width="44" height="34" aria-hidden="true">
    <rect x="3" y="24" width="38" height="9" rx="4.5" />
    <rect x="10" y="13" width="24" height="9" rx="4.5" />
    <rect class="is-flow" x="16" y="2" width="12" height="9" rx="4.5" />
  </svg>
);

const weight = (stone: CairnStone): number => Math.min(1, Math.max(0, stone.progress ?? 0));

/** At most six stones, spread evenly over the rest so that the shape keeps its spread. */
const thinned = (stones: readonly CairnStone[]): readonly CairnStone[] =>
  stones.length <= most
    ? stones
    : Array.from({ length: most }, (_, index) => stones[Math.round((index * (stones.length - 1)) / (most - 1))]!);

const draw = (stones: readonly CairnStone[], width: number, height: number): string => {
  const gap = 1;
  const tall = Math.min((height - gap * (stones.length - 1)) / stones.length, height / 3.2);
  const top = height - tall * stones.length - gap * (stones.length - 1);
  return stones
    .map((stone, index) => {
      const wide = width * (0.24 + 0.53 * weight(stone));
      const x = (width - wide) / 2 + (index % 2 === 0 ? 0.025 : -0.025) * width;
      const y = top + index * (tall + gap);
      return `<rect class="${statusClass(stone.status)}" x="${tenth(x)}" y="${tenth(y)}" width="${tenth(wide)}" height="${tenth(tall)}" rx="${tenth(tall / 2)}"/>`;
    })
    .join('');
};

const bare = (width: number, height: number): string =>
  `<rect x="${tenth(width * 0.2)}" y="${tenth(height * 0.72)}" width="${tenth(width * 0.6)}" height="${tenth(height * 0.24)}" rx="${tenth(height * 0.12)}"/>`;

const tenth = (n: number): number => Math.round(n * 10) / 10;
