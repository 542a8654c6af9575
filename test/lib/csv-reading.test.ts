import { describe, expect, it } from 'vitest';
import { csvFile } from '../../src/lib/csv.ts';
import { readCsv } from '../../src/lib/csv-reading.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const cells = async (file: Uint8Array) => (await readCsv(file, 100)).map((row) => row.cells);

describe('a CSV file', () => {
  it.each([
    ['commas', 'name,email\nDana,dana@northwind.test\n'],
    ['semicolons, as Excel writes them in half of Europe', 'name;email\r\nDana;dana@northwind.test\r\n'],
    ['tabs', 'name\temail\nDana\tdana@northwind.test'],
    ['a byte order mark', '\u{feff}name,email\nDana,dana@northwind.test'],
    ['a line that names the separator', 'sep=;\nname;email\nDana;dana@northwind.test'],
    ['quotes', '"name","email"\n"Dana","dana@northwind.test"'],
  ])('is read with %s', async (_, text) => {
    expect(await cells(bytes(text))).toEqual([
      ['name', 'email'],
      ['Dana', 'dana@northwind.test'],
    ]);
  });

  it('keeps semicolons in a cell of a file with commas, and line breaks within quotes', async () => {
    expect(await cells(bytes('name,teams\n"Dana\nWhitlock",Product;Sales'))).toEqual([
      ['name', 'teams'],
      ['Dana\nWhitlock', 'Product;Sales'],
    ]);
  });

  it('is read in UTF-16 and in the encoding of Windows', async () => {
    const utf16 = new Uint8Array([0xff, 0xfe, ...[...'Zoë'].flatMap((sign) => [sign.charCodeAt(0), 0])]);
    expect(await cells(utf16)).toEqual([['Zoë']]);
    expect(await cells(new Uint8Array([0x5a, 0x6f, 0xeb]))).toEqual([['Zoë']]);
  });

  it('numbers rows as a spreadsheet does and leaves empty ones out', async () => {
    const rows = await readCsv(bytes('name\n\nDana\n,,\nOmar'), 100);
    expect(rows.map(({ n, cells: [name] }) => [n, name])).toEqual([
      [1, 'name'],
      [3, 'Dana'],
      [5, 'Omar'],
    ]);
  });

  it('tells of too many rows by one more than were asked for', async () => {
    expect(await readCsv(bytes('a\n'.repeat(500)), 10)).toHaveLength(11);
  });

  it('comes back as it was written, formulas too', async () => {
    const file = csvFile(['name'], [['=SUM(A1)'], ['-1'], ["O'Neill"], ['a "quoted", one']]);
    expect(await cells(bytes(file))).toEqual([['name'], ['=SUM(A1)'], ['-1'], ["O'Neill"], ['a "quoted", one']]);
  });

  it('of a megabyte of quotes or commas is read in a moment', async () => {
    for (const sign of ['"', ',', ';', '\n', '","']) {
      const begun = Date.now();
      await readCsv(bytes(sign.repeat(1_000_000 / sign.length)), 5_000);
      expect(Date.now() - begun).toBeLessThan(4_000);
    }
  });
});
