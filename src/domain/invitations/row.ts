import type { CsvRow } from '../../lib/csv-reading.ts';
import { Refusal } from '../refusal.ts';

/** What a row of a file, or a line that was pasted, says of a person; nothing of it checked. Empty where it is silent. */
export type Row = { n: number; name: string; email: string; teams: string[]; manager: string; role: string };

export const MOST_ROWS = 5_000;
export const MOST_LINES = 200;

/** What the columns may be called, in small letters without anything between them. */
const headers = {
  email: ['email', 'emailaddress', 'mail', 'address', 'workemail', 'useremail'],
  name: ['name', 'fullname', 'displayname', 'person'],
  teams: ['teams', 'team', 'groups', 'department'],
  manager: ['manageremail', 'manager', 'managersemail', 'manageremailaddress', 'reportsto', 'emailofmanager'],
  role: ['role', 'roles'],
} as const;

type Column = keyof typeof headers;

/**
 * People by the rows of a file, the first of which names the columns in whatever order.
 * @throws Refusal `invalid` without a column of addresses, without anybody, or with more than `MOST_ROWS`
 */
export function rowsOf([head, ...body]: readonly CsvRow[]): Row[] {
  if (!head) throw new Refusal('invalid', 'There is nothing in this file.');
  const names = head.cells.map((cell) => cell.toLowerCase().replace(/[^a-z]/g, ''));
  const at = (column: Column) => names.findIndex((name) => (headers[column] as readonly string[]).includes(name));
  const columns = {
    email: at('email'),
    name: at('name'),
    teams: at('teams'),
    manager: at('manager'),
    role: at('role'),
  };
  if (columns.email < 0)
    throw new Refusal(
      'invalid',
      'The first row has to name the columns, and one of them has to be “email”. The others are name, teams, manager email and role.',
    );
  if (body.length === 0) throw new Refusal('invalid', 'There is nobody below the first row.');
  if (body.length > MOST_ROWS)
    throw new Refusal('invalid', 'A file has at most 5,000 people. Cut it into several; each can be loaded again.');
  return body.map(({ n, cells }) => {
    const cell = (column: Column) => cells[columns[column]] ?? '';
    return {
      n,
      ...addressed(cell('email')),
      ...(cell('name') && { name: cell('name') }),
      teams: [...new Set(cell('teams').split(';').map(trimmed).filter(Boolean))],
      manager: addressed(cell('manager')).email,
      role: cell('role'),
    };
  });
}

/**
 * People by what was pasted: addresses with commas, semicolons or line breaks between them, alone or as
 * `Dana Whitlock <dana@example.com>`. All of them get this role and these teams.
 * @throws Refusal `invalid` without anybody, or with more than `MOST_LINES`
 */
export function pastedRows(text: string, { role, teams }: Pick<Row, 'role' | 'teams'>): Row[] {
  const people = piecesOf(text);
  if (people.length === 0) throw new Refusal('invalid', 'Write an e-mail address on each line.');
  if (people.length > MOST_LINES)
    throw new Refusal('invalid', `Paste at most ${MOST_LINES} addresses at once. A file takes more.`);
  return people.map((person, i) => ({ n: i + 1, ...addressed(person), teams, manager: '', role }));
}

/** Cuts at commas, semicolons and line breaks, yet not at those within quotes: `"Whitlock, Dana" <dana@example.com>`. */
const piecesOf = (text: string): string[] =>
  (text.match(/(?:"[^"\n]*"|[^,;\n\r])+/g) ?? []).map(trimmed).filter(Boolean);

/** The name and the address of `Dana Whitlock <dana@example.com>`; of an address alone, the name that it suggests. */
function addressed(text: string): Pick<Row, 'name' | 'email'> {
  const open = text.lastIndexOf('<');
  const close = text.lastIndexOf('>');
  const email = (open >= 0 && close > open ? text.slice(open + 1, close) : text).trim().toLowerCase();
  const said = open > 0 ? text.slice(0, open).replaceAll('"', '').trim() : '';
  const [last, first, ...more] = said.split(',').map(trimmed);
  return { email, name: first && more.length === 0 ? `${first} ${last}` : said };
}

const trimmed = (text: string): string => text.trim();
