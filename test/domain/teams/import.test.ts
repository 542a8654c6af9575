import { describe, expect, it } from 'vitest';
import type { MemberId, TeamId } from '../../../src/db/ids.ts';
import { type Known, planImport } from '../../../src/domain/teams/import-plan.ts';
import { type ImportRow, readImportRows } from '../../../src/domain/teams/import-rows.ts';

const row = (n: number, name: string, said: Partial<ImportRow> = {}): ImportRow => ({
  n,
  name,
  parent: '',
  type: '',
  lead: '',
  members: [],
  ...said,
});

const team = (name: string, said: Partial<Known['teams'][number]> = {}): Known['teams'][number] => ({
  id: `tm_${name}` as TeamId,
  name,
  type: null,
  parentId: null,
  leadId: null,
  archivedAt: null,
  changedAt: null,
  seats: 0,
  ...said,
});

const dana = { id: 'mem_dana' as MemberId, email: 'dana@northwind.test', role: 'member' as const };
const omar = { id: 'mem_omar' as MemberId, email: 'omar@northwind.test', role: 'observer' as const };
const known = (teams: Known['teams'] = [], seated: Known['seated'] = []): Known => ({
  teams,
  people: [dana, omar],
  seated,
});

const plan = (rows: ImportRow[], there = known()) => {
  let made = 0;
  return planImport(rows, there, () => `tm_new${++made}` as TeamId);
};
const outcomes = (rows: ImportRow[], there = known()) => plan(rows, there).lines.map(({ outcome }) => outcome);
const said = (rows: ImportRow[], there = known()) => plan(rows, there).lines.map(({ says }) => says.join(' '));

describe('the rows of a file of teams', () => {
  const csv = (...rows: string[][]) => rows.map((cells, i) => ({ n: i + 1, cells }));

  it('are read by the names of their columns, in any order and spelling', () => {
    const rows = csv(
      ['Members', 'Team', 'LEAD_EMAIL'],
      ['Dana@Northwind.test; omar@northwind.test', 'Web', 'A@b.test'],
    );
    expect(readImportRows(rows)).toEqual([
      row(2, 'Web', { lead: 'a@b.test', members: ['dana@northwind.test', 'omar@northwind.test'] }),
    ]);
  });

  it.each([
    ['no column of names', csv(['parent'], ['x'])],
    ['a column that is none of ours', csv(['name', 'colour'], ['x', 'red'])],
    ['nothing but a header', csv(['name'])],
    ['nothing at all', []],
    ['more than 2,000 teams', csv(['name'], ...Array.from({ length: 2001 }, (_, i) => [`T${i}`]))],
  ])('are refused for %s', (_, rows) => {
    expect(() => readImportRows(rows)).toThrow(expect.objectContaining({ code: 'invalid' }));
  });
});

describe('the plan of an import', () => {
  it('makes new teams below others of the same file, in whatever order they stand', () => {
    const { lines, teams } = plan([row(2, 'Web', { parent: 'Product', type: 'Squad' }), row(3, 'Product')]);
    expect(lines.map(({ outcome }) => outcome)).toEqual(['new', 'new']);
    const product = teams.find(({ name }) => name === 'Product')!;
    expect(teams.find(({ name }) => name === 'Web')).toMatchObject({
      parentId: product.id,
      type: 'Squad',
      fresh: true,
    });
  });

  it('finds nothing to do the second time', () => {
    const product = team('Product', { type: 'Department', leadId: dana.id });
    const there = known([product, team('Web', { parentId: product.id })], [{ teamId: product.id, memberId: omar.id }]);
    const rows = [
      row(2, 'Product', { type: 'Department', lead: dana.email, members: [omar.email] }),
      row(3, 'Web', { parent: 'Product' }),
    ];
    const planned = plan(rows, there);
    expect(planned.lines.map(({ outcome }) => outcome)).toEqual(['same', 'same']);
    expect(planned.teams).toEqual([]);
    expect(planned.seats).toEqual([]);
  });

  it('says what changes, and leaves what an empty cell does not speak of', () => {
    const there = known([team('Product', { leadId: dana.id }), team('Web')]);
    const planned = plan([row(2, 'Web', { parent: 'Product', members: [dana.email] })], there);
    expect(planned.lines[0]).toMatchObject({ outcome: 'changed', says: ['moves below Product', '1 more member'] });
    expect(planned.seats).toEqual([{ teamId: 'tm_Web', memberId: dana.id }]);
  });

  it.each([
    ['without a name', row(2, ''), 'Give it a name.'],
    ['below a team that nobody knows', row(2, 'Web', { parent: 'Nowhere' }), 'There is no team “Nowhere”.'],
    ['below an archived team', row(2, 'Web', { parent: 'Old' }), '“Old” is archived. Restore it first.'],
    ['that is archived itself', row(2, 'Old'), 'This team is archived. Restore it first.'],
    ['led by a stranger', row(2, 'Web', { lead: 'eve@x.test' }), 'No active member has the address eve@x.test.'],
    [
      'led by an observer',
      row(2, 'Web', { lead: omar.email }),
      `${omar.email} is an observer, and observers do not lead a team.`,
    ],
    [
      'with strangers in it',
      row(2, 'Web', { members: ['eve@x.test'] }),
      'No active member has the address eve@x.test.',
    ],
    ['below itself', row(2, 'Web', { parent: 'Web' }), 'This team would stand below itself.'],
  ])('leaves out a row %s', (_, refused, sentence) => {
    expect(said([refused], known([team('Old', { archivedAt: 1 })]))).toEqual([sentence]);
    expect(outcomes([refused], known([team('Old', { archivedAt: 1 })]))).toEqual(['refused']);
  });

  it('leaves out a circle that the file closes with what is there, and what would stand on a row left out', () => {
    const there = known([team('Product'), team('Web', { parentId: 'tm_Product' as TeamId })]);
    expect(outcomes([row(2, 'Product', { parent: 'Web' })], there)).toEqual(['refused']);
    expect(
      outcomes([row(2, 'A', { lead: 'eve@x.test' }), row(3, 'B', { parent: 'A' }), row(4, 'C', { parent: 'B' })]),
    ).toEqual(['refused', 'refused', 'refused']);
  });

  it('leaves out the second row of one name, and a team that would have more than 1,000 members', () => {
    expect(said([row(2, 'Web'), row(3, 'Web')])).toEqual(['', 'Row 2 names this team already.']);
    expect(outcomes([row(2, 'Web', { members: [dana.email] })], known([team('Web', { seats: 1000 })]))).toEqual([
      'refused',
    ]);
  });
});
