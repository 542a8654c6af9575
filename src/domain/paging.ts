import { invalid } from './refusal.ts';

/** Where a page of a list ended: the values that its order compares. */
export type Position = (string | number)[];

/** A piece of a list: at most `limit` items that follow `after`, or its beginning. */
export type Cut = { after: Position | null; limit: number };

export type Page<T> = { items: T[]; next: Position | null };

/** A page out of what was read, one item more than the limit; `next` is where it ended if that was not all. */
export function cut<T>(found: readonly T[], limit: number, positionOf: (last: T) => Position): Page<T> {
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? positionOf(items.at(-1)!) : null };
}

/** The values of a position, if it has this form. @throws Refusal `invalid` for a position of another list */
export function valuesOf<const F extends readonly ('string' | 'number')[]>(
  after: Position | null,
  ...form: F
): Values<F> | null {
  if (after === null) return null;
  if (after.length === form.length && form.every((type, i) => typeof after[i] === type)) return after as Values<F>;
  throw invalid({ cursor: 'This cursor belongs to another list.' });
}

type Values<F> = { -readonly [K in keyof F]: F[K] extends 'string' ? string : number };
