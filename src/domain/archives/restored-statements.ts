import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { type Statement, written } from '../../db/commit.ts';
import { okrs, rollUpsDue } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import type { Shelf } from './contents.ts';
import type { Renaming } from './renaming.ts';
import type { Row } from './restore-job.ts';
import { ASLEEP_DAY, ASLEEP_MS } from './restored-rows.ts';

/** Rows with the ids that they have here, also inside what their columns hold as JSON. */
export function renamedRows({ table }: Shelf, rows: readonly Row[], renaming: Renaming): Row[] {
  const json = new Set(
    Object.values(getTableColumns(table))
      .filter(({ columnType }) => columnType === 'SQLiteTextJson')
      .map(({ name }) => name),
  );
  const cell = (name: string, value: Row[string]) =>
    json.has(name) && value !== null ? JSON.stringify(renaming(JSON.parse(String(value)))) : renaming(value);
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(name, value)])));
}

/** Writes rows in one statement. */
export function inserted({ db }: Context, { table }: Shelf, rows: readonly Row[]): Statement {
  const names = Object.values(getTableColumns(table)).map(({ name }) => name);
  return written(
    db,
    sql`insert into ${table} (${list(names.map((name) => sql.identifier(name)))})
      select ${list(names.map(cellOf))} from json_each(${JSON.stringify(rows)})`,
  );
}

/** Takes rows away again. Events that a seal covers by now stay, for the chain of seals tells of them. */
export function deleted({ db, org }: Context, { name, table, org: own, key }: Shelf, rows: readonly Row[]): Statement {
  const id = Object.values(getTableColumns(table)).find((column) => column.name === 'id');
  const names = (id ? [id] : key).map((column) => column.name).filter((each) => each !== own.name);
  const keys = JSON.stringify(rows.map((row) => Object.fromEntries(names.map((each) => [each, row[each]]))));
  const these =
    names.length === 0
      ? sql`true`
      : sql`(${list(names.map((each) => sql.identifier(each)))}) in (select ${list(names.map(cellOf))} from json_each(${keys}))`;
  const unsealed = name === 'events' ? sql`seal is null` : sql`true`;
  return written(
    db,
    sql`delete from ${table} where ${sql.identifier(own.name)} = ${org.id} and ${these} and ${unsealed}`,
  );
}

/** What the owner who restores keeps of the member that they are here. */
const kept = ['id', 'org_id', 'email', 'role', 'deactivated_at', 'invited_at', 'seen_at', 'erased_at'];

/** Gives the owner who restores what the archive says of them. */
export function updatedOwner({ db, org }: Context, id: string, row: Row, renaming: Renaming): Statement {
  const columns = Object.entries(row).filter(([name]) => !kept.includes(name));
  const set = columns.map(([name, value]) => sql`${sql.identifier(name)} = ${renaming(value)}`);
  return written(db, sql`update ${members} set ${list(set)} where org_id = ${org.id} and id = ${id}`);
}

/** Lets happen by itself what was put off until all is there. */
export const awake = ({ db, org }: Context): Statement[] => [
  written(
    db,
    sql`update ${okrs} set turns_at = turns_at - ${ASLEEP_MS} where turns_at >= ${ASLEEP_MS} and org_id = ${org.id}`,
  ),
  written(
    db,
    sql`update ${okrs} set prepare_on = substr(prepare_on, 2) where prepare_on > ${ASLEEP_DAY} and org_id = ${org.id}`,
  ),
  written(
    db,
    sql`update ${rollUpsDue} set due_at = due_at - ${ASLEEP_MS} where due_at >= ${ASLEEP_MS} and org_id = ${org.id}`,
  ),
];

const list = (all: readonly (SQL | ReturnType<typeof sql.identifier>)[]): SQL => sql.join([...all], sql`, `);

const cellOf = (name: string): SQL => sql.raw(`value ->> '${name}'`);
