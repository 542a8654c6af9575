import { growthOf } from './budgets.ts';
import type { FirstLoad } from './first-load.ts';
import type { Measurement } from './measuring.ts';

/** A column: its head, and what it says of a row. The first column stands left, the others right. */
export type Column<T> = [head: string, cell: (row: T) => string];

const ms = (value: number) => value.toFixed(1);
const kb = (bytes: number) => (bytes / 1000).toFixed(1);

const both = (of: (cost: Measurement['small']) => number): ((row: Measurement) => string) => {
  return ({ small, large }) => (of(small) === of(large) ? String(of(small)) : `${of(small)}/${of(large)}`);
};

export const costColumns: Column<Measurement>[] = [
  ['', ({ name }) => name],
  ['trips', both(({ trips }) => trips)],
  ['rows small', ({ small }) => String(small.rows)],
  ['rows large', ({ large }) => String(large.rows)],
  ['growth', (row) => growthOf(row).rows.toFixed(1)],
  ['of shown', (row) => growthOf(row).shown.toFixed(1)],
  ['written', both(({ written }) => written)],
  ['ms small', ({ small }) => ms(small.median)],
  ['ms large', ({ large }) => ms(large.median)],
  ['p95', ({ large }) => ms(large.p95)],
  ['bare ms', ({ bare }) => ms(bare.median)],
  ['x bare', ({ large, bare }) => (large.median / bare.median).toFixed(1)],
  ['KB', ({ large }) => kb(large.bytes.plain)],
  ['gzip', ({ large }) => kb(large.bytes.gzip)],
  ['brotli', ({ large }) => kb(large.bytes.brotli)],
];

/** `own` is what is left of a page without the request itself and two trips to the database that ask nothing. */
export const processorColumns: Column<Measurement>[] = [
  ['', ({ name }) => name],
  ['small', ({ small }) => ms(small.processor)],
  ['large', ({ large }) => ms(large.processor)],
  ['empty', ({ empty }) => ms(empty.processor)],
  ['two trips', ({ trips }) => ms(trips.processor)],
  ['bare page', ({ bare }) => ms(bare.processor)],
  ['own', ({ large, trips }) => ms(large.processor - trips.processor)],
];

export const firstLoadColumns: Column<FirstLoad>[] = [
  ['', ({ name }) => name],
  ['page', ({ page }) => kb(page.gzip)],
  ['styles', ({ styles }) => kb(styles.gzip)],
  ['scripts', ({ scripts }) => kb(scripts.gzip)],
  ['pictures', ({ pictures }) => kb(pictures.gzip)],
  ['gzip', ({ gzip }) => kb(gzip)],
  [
    'brotli',
    ({ page, styles, scripts, pictures }) => kb(page.brotli + styles.brotli + scripts.brotli + pictures.brotli),
  ],
];

/** Lays rows out under a title, with a mark behind those that are over a budget. */
export function layOut<T>(
  title: string,
  columns: Column<T>[],
  rows: readonly T[],
  isOver: (row: T) => boolean,
): string {
  const cells = [columns.map(([head]) => head), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i]!.length)));
  const line = (line: string[]) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  const marked = cells.map((each, i) => `  ${line(each)}${i > 0 && isOver(rows[i - 1]!) ? '  over budget' : ''}`);
  return [`\n${title}`, ...marked].join('\n');
}
