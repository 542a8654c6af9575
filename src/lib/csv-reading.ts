/** A row of a file: its number as a spreadsheet counts, the first being 1, and its cells without space around them. */
export type CsvRow = { n: number; cells: string[] };

/**
 * The rows of a CSV file, empty ones left out, at most `most` and one more, by which too many are told. Takes what
 * spreadsheets write: UTF-8 with or without its mark, UTF-16, Windows-1252; commas, semicolons or tabs; a first line
 * `sep=;`. An apostrophe that keeps a cell from being a formula is taken off again.
 */
export async function readCsv(file: Uint8Array, most: number): Promise<CsvRow[]> {
  const text = textOf(file);
  const named = /^sep=([,;\t])\r?\n/i.exec(text);
  const skipped = named ? 1 : 0;
  const body = text.slice(named?.[0].length ?? 0);
  // Loaded where a file is read, for nothing else needs it.
  const { default: Papa } = await import('papaparse');
  const { data } = Papa.parse<string[]>(body, { delimiter: named?.[1] ?? delimiterOf(body) });
  return data
    .map((cells, i) => ({ n: i + 1 + skipped, cells: cells.map(plain) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .slice(0, most + 1);
}

/** Text in the encoding that its mark names, else in UTF-8, else in the one that Windows writes. */
export function textOf(file: Uint8Array): string {
  if (file[0] === 0xff && file[1] === 0xfe) return new TextDecoder('utf-16le').decode(file);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(file);
  } catch {
    return new TextDecoder('windows-1252').decode(file);
  }
}

/** What stands most often between the names of the first row, outside of quotes. */
function delimiterOf(text: string): string {
  const [first = ''] = text.replace(/"[^"]*"/g, '').split(/\r?\n/, 1);
  const times = (sign: string) => first.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (times(sign) > times(best) ? sign : best));
}

const plain = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@\t\r])/, '');
