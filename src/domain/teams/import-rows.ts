import { invalid } from '../refusal.ts';

/** The columns of a file of teams, in the order in which one is written. Only `name` has to be there. */
export const importColumns = ['name', 'parent', 'type', 'lead email', 'members'] as const;
type Column = (typeof importColumns)[number];

/** Rows that one file of teams has at most. */
export const MOST_ROWS = 2000;

/** A row as it was written; an empty cell says nothing. `n` is its number in the file. */
export type ImportRow = { n: number; name: string; parent: string; type: string; lead: string; members: string[] };

type CsvRow = { n: number; cells: string[] };

/** The teams that a file names, the first row being its header. @throws Refusal `invalid` for a file that is none of teams */
export function readImportRows([header, ...rows]: readonly CsvRow[]): ImportRow[] {
  const named = (header?.cells ?? []).map(columnOf);
  const unknown = header?.cells.find((cell, i) => cell !== '' && named[i] === null);
  if (!header || !named.includes('name'))
    throw refused('The first row names the columns, and “name” has to be one of them.');
  if (unknown) throw refused(`There is no column “${unknown}”. Columns are ${importColumns.join(', ')}.`);
  if (rows.length === 0) throw refused('There is no team in this file, only the names of its columns.');
  if (rows.length > MOST_ROWS) throw refused(`A file has at most ${MOST_ROWS} teams. Divide it.`);
  return rows.map(({ n, cells }) => {
    const cell = (column: Column) => cells[named.indexOf(column)] ?? '';
    return {
      n,
      name: cell('name'),
      parent: cell('parent'),
      type: cell('type'),
      lead: cell('lead email').toLowerCase(),
      members: [...new Set(addressesIn(cell('members')))],
    };
  });
}

const columnOf = (cell: string): Column | null => {
  const name = cell
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
  return aliases[name] ?? importColumns.find((column) => column === name) ?? null;
};

const aliases: Record<string, Column> = {
  team: 'name',
  lead: 'lead email',
  'members emails': 'members',
  'member emails': 'members',
};

const addressesIn = (cell: string): string[] =>
  cell
    .split(/[;,\s]+/)
    .map((each) => each.toLowerCase())
    .filter(Boolean);

const refused = (sentence: string) => invalid({ file: sentence });
