import Papa from 'papaparse';

/** A cell. Null is an empty one. */
export type Cell = string | number | boolean | null;

/** What spreadsheets take for the beginning of a formula. */
const formula = /^[=+\-@\t\r]/;

/** The mark by which spreadsheets know that what follows is UTF-8. */
export const BYTE_ORDER_MARK = '\u{feff}';

/**
 * Rows as CSV (RFC 4180: commas, quotes where needed, CRLF after each row), without a byte order mark, so that pages of one
 * file can be joined. A text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay as they are.
 */
export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  rows.length === 0
    ? ''
    : `${Papa.unparse(
        rows.map((row) => row.map(guarded)),
        { newline: '\r\n' },
      )}\r\n`;

/** A whole file: the mark, the header row, and the rows. */
export const csvFile = (header: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  `${BYTE_ORDER_MARK}${csvOf([header, ...rows])}`;

const guarded = (cell: Cell): Cell => (typeof cell === 'string' && formula.test(cell) ? `'${cell}` : cell);
