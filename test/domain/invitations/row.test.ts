import { describe, expect, it } from 'vitest';
import { pastedRows, rowsOf } from '../../../src/domain/invitations/row.ts';

const plain = { role: '', teams: [] as string[] };
const sheet = (...rows: string[][]) => rows.map((cells, i) => ({ n: i + 1, cells }));

describe('pasted addresses', () => {
  it.each([
    ['dana@northwind.test', ['', 'dana@northwind.test']],
    ['Dana Whitlock <Dana@Northwind.test>', ['Dana Whitlock', 'dana@northwind.test']],
    ['"Whitlock, Dana" <dana@northwind.test>', ['Dana Whitlock', 'dana@northwind.test']],
    ['<dana@northwind.test>', ['', 'dana@northwind.test']],
    ['not an address', ['', 'not an address']],
  ])('read %s', (text, [name, email]) => {
    expect(pastedRows(text, plain)).toMatchObject([{ n: 1, name, email }]);
  });

  it('stand on lines or between commas and semicolons, and empty ones are none', () => {
    const rows = pastedRows('a@x.test, b@x.test;\r\n\n , c@x.test\n', plain);
    expect(rows.map(({ email }) => email)).toEqual(['a@x.test', 'b@x.test', 'c@x.test']);
  });

  it('are at most 200, and at least one', () => {
    expect(pastedRows('a@x.test\n'.repeat(200), plain)).toHaveLength(200);
    expect(() => pastedRows('a@x.test\n'.repeat(201), plain)).toThrow('at most 200');
    expect(() => pastedRows(' ,\n;', plain)).toThrow('Write an e-mail address');
  });

  it('take no time that grows faster than they do', () => {
    const begun = Date.now();
    for (const text of ['<'.repeat(250_000), '"'.repeat(250_001), 'a '.repeat(125_000), ', "'.repeat(80_000)])
      try {
        pastedRows(text, plain);
      } catch {
        // Refused is fine; late is not.
      }
    expect(Date.now() - begun).toBeLessThan(3_000);
  });
});

describe('the rows of a file', () => {
  it.each([
    ['Name', 'E-Mail', 'Teams', 'Manager Email', 'Role'],
    ['full name', 'EMAIL ADDRESS', 'team', 'manager_email', 'ROLE'],
  ])('are found under %s, %s, %s, %s, %s', (...head) => {
    const person = ['Dana', 'dana@x.test', 'Product; Sales', 'Amir <amir@x.test>', 'observer'];
    expect(rowsOf(sheet(head, person))).toEqual([
      {
        n: 2,
        name: 'Dana',
        email: 'dana@x.test',
        teams: ['Product', 'Sales'],
        manager: 'amir@x.test',
        role: 'observer',
      },
    ]);
  });

  it('may stand in any order of columns, with others between them', () => {
    expect(rowsOf(sheet(['Phone', 'email', 'name'], ['7', 'dana@x.test', 'Dana']))).toMatchObject([
      { name: 'Dana', email: 'dana@x.test', teams: [], manager: '', role: '' },
    ]);
  });

  it('need a column of addresses, somebody, and at most 5,000', () => {
    expect(() => rowsOf([])).toThrow('nothing in this file');
    expect(() => rowsOf(sheet(['name'], ['Dana']))).toThrow('“email”');
    expect(() => rowsOf(sheet(['email']))).toThrow('nobody below');
    const many = Array.from({ length: 5_001 }, (_, i) => [`p${i}@x.test`]);
    expect(() => rowsOf(sheet(['email'], ...many))).toThrow('at most 5,000');
  });
});
