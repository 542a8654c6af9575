import { raw } from 'hono/html';
import type { Status } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { statusClass } from './status.tsx';

type Props = {
  progress: number | null;
  /** Where it should be today; null draws no waymark. */
  expected: number | null;
  status: Status;
  formats: Pick<Formats, 'percent'>;
};

/** Progress against what was expected today. The drawing stays within 0..100 %, the label says the truth. */
export const Bar = ({ progress, expected, status, formats }: Props) => {
  const fill = share(progress ?? 0);
  const way = expected === null ? null : share(expected);
  return (
    <svg
      class={`bar ${statusClass(status)}`}
      width="100%"
      height="14"
      role="img"
      aria-label={barSentence(progress, expected, status, formats)}
    >
      {raw(draw(fill, way))}
    </svg>
  );
};

export const barSentence = (
  progress: number | null,
  expected: number | null,
  status: Status,
  formats: Pick<Formats, 'percent'>,
): string => {
  const now = progress === null ? 'No value yet' : formats.percent(progress);
  if (status === 'closed') return progress === null ? 'Closed without a value' : `Closed at ${now}`;
  return expected === null ? now : `${now}, expected ${formats.percent(expected)} by today`;
};

const draw = (fill: number, way: number | null): string =>
  [
    '<rect class="track" y="4" width="100%" height="6" rx="3"/>',
    way !== null && way > fill && `<rect class="gap" x="${fill}%" y="4" width="${way - fill}%" height="6"/>`,
    fill > 0 && `<rect class="fill" y="4" width="${fill}%" height="6" rx="3"/>`,
    way !== null && `<rect class="way" x="${way}%" width="2" height="14" rx="1"/>`,
  ]
    .filter(Boolean)
    .join('');

/** Whole percents, as the label has them: finer ones nobody sees, and in a list of a hundred bars they are half a kilobyte. */
const share = (part: number): number => Math.round(Math.min(1, Math.max(0, part)) * 100);
