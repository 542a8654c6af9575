import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvFile, csvOf } from '../../src/lib/csv.ts';

describe('CSV', () => {
  it.each(['=1+1', '+44', '-2+3', '@SUM(A1)', '\tx', '\rx', '=HYPERLINK("http://x","y")'])(
    'puts an apostrophe before %j, which a spreadsheet would run',
    (text) => {
      expect(Papa.parse<string[]>(csvOf([[text]])).data[0]).toEqual([`'${text}`]);
    },
  );

  it.each(['Ada', "'quoted", 'a=b', 'x@y.test', ''])('leaves %j as it is', (text) => {
    expect(Papa.parse<string[]>(csvOf([[text, 'end']])).data[0]).toEqual([text, 'end']);
  });

  it('leaves numbers as they are, negative ones too, and writes nothing for null', () => {
    expect(csvOf([[-5, 0.5, null, true]])).toBe('-5,0.5,,true\r\n');
  });

  it('quotes commas, quotes and line ends', () => {
    expect(csvOf([['a,b', 'say "x"', 'two\nlines']])).toBe('"a,b","say ""x""","two\nlines"\r\n');
  });

  it('joins pages of one file without a seam', () => {
    expect(csvFile(['name'], [['Ada']]) + csvOf([['Amir']]) + csvOf([])).toBe('\u{feff}name\r\nAda\r\nAmir\r\n');
  });
});
