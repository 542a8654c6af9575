import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** The value below which a share (0..1) of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Sizes in bytes: as it is, and as it travels. Brotli at 4, which is quick enough to be used on each answer. */
export type Bytes = { plain: number; gzip: number; brotli: number };

export function bytesOf(text: string): Bytes {
  const plain = Buffer.from(text);
  return {
    plain: plain.length,
    gzip: gzipSync(plain, { level: 6 }).length,
    brotli: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }).length,
  };
}
