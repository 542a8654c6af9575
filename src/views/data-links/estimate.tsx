import type { Formats } from '../format.ts';
import { ended } from '../ui/ended.ts';

/** What running a query would cost: nothing to say yet, what was objected to, or bytes and US dollars. */
export type Estimated =
  | { state: 'none' }
  | { state: 'refused'; words: string }
  | { state: 'known'; bytes: number; price: number };

/** One line under a SQL query. */
export const EstimateLine = ({ estimated, formats }: { estimated: Estimated; formats: Formats }) => {
  if (estimated.state === 'none') return null;
  if (estimated.state === 'refused') return <p class="small error">{ended(estimated.words)}</p>;
  const { bytes, price } = estimated;
  return (
    <p class="small">{`One reading reads ${bytesWords(bytes, formats)} and costs ${priceWords(price, formats)}.`}</p>
  );
};

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** “1.5 GiB”. */
export function bytesWords(bytes: number, formats: Formats): string {
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const shown = bytes / 1024 ** step;
  return `${formats.number(Math.round(shown * 10) / 10)} ${units[step]}`;
}

const CENT = 0.01;

function priceWords(price: number, formats: Formats): string {
  if (price === 0) return 'nothing';
  return price < CENT ? 'less than a cent' : `about ${formats.metricValue(Math.round(price * 100) / 100, 'USD')}`;
}
