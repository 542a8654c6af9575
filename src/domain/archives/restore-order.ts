import { type Shelf, shelves } from './contents.ts';

/**
 * Written after all else, in this order: OKRs when what they are summed up from is there, members when there is something
 * to see, events when little can go wrong any more, because a seal may soon cover them. The organization itself is last.
 */
const late = ['okrs', 'roll_ups_due', 'members', 'events', 'organizations'];

/** What a restore brings back, in the order in which it is written. */
export const restoredShelves: readonly Shelf[] = shelves
  .filter(({ restored }) => restored)
  .toSorted((a, b) => late.indexOf(a.name) - late.indexOf(b.name));

const known = new RegExp(`^tables/(${restoredShelves.map(({ name }) => name).join('|')})/(\\d{5})\\.json$`);

/** The shelf of a file by its name in the archive; null for files that a restore does not need. */
export function shelfOf(path: string): Shelf | null {
  const [, name] = known.exec(path) ?? [];
  return restoredShelves.find((each) => each.name === name) ?? null;
}

/** Files in the order in which they are restored; those that are not needed are left out. */
export const inOrder = <T extends { path: string }>(files: readonly T[]): T[] =>
  files
    .flatMap((file) => {
      const shelf = shelfOf(file.path);
      return shelf ? [{ file, place: restoredShelves.indexOf(shelf) }] : [];
    })
    .toSorted((a, b) => a.place - b.place || (a.file.path < b.file.path ? -1 : 1))
    .map(({ file }) => file);
