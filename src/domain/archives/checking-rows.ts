import { type Column, getTableColumns } from 'drizzle-orm';
import { z } from 'zod';
import { canonicalLocale, isTimeZone } from '../organizations/places.ts';
import { invalid } from '../refusal.ts';
import type { Shelf } from './contents.ts';
import { oneId } from './renaming.ts';
import type { Row } from './restore-job.ts';

/** Longer than anything that the product takes. */
const MOST_TEXT = 200_000;

/** Columns that end like an id and hold what others call their things, or whatever an event tells of. */
const foreign = ['external_id', 'subject_id'];

const schemas = new Map<string, z.ZodType<Row>>();

/**
 * The rows of a file, each column as its table has it. What a column is called says what its text is: an id, a day, a zone.
 * A column that is younger than the archive has what the table gives it.
 * @throws Refusal `invalid`, which names the file, the row and the column
 */
export function checkRows(shelf: Shelf, path: string, rows: readonly unknown[], org: string): Row[] {
  const schema = schemas.get(shelf.name) ?? schemaOf(shelf);
  schemas.set(shelf.name, schema);
  return rows.map((row, i) => {
    const wrong = (why: string) => invalid({ file: `${path}, row ${i + 1}: ${why}` });
    const parsed = schema.safeParse(row);
    if (!parsed.success) throw wrong(sentenceOf(parsed.error.issues[0]!));
    if (parsed.data[shelf.org.name] !== org) throw wrong('this belongs to another organization than the archive.');
    return parsed.data;
  });
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `Cairn knows no column “${String(issue.keys[0]).slice(0, 60)}” here.`;
  return issue.path.length === 0 ? 'this is no row.' : `“${String(issue.path[0])}” is not what belongs there.`;
}

const schemaOf = ({ table, without }: Shelf): z.ZodType<Row> =>
  z.strictObject(
    Object.fromEntries(
      Object.values(getTableColumns(table))
        .filter(({ name }) => !without.includes(name))
        .map((column) => [column.name, absentToo(column, column.notNull ? cellOf(column) : cellOf(column).nullable())]),
    ),
  );

type Value = z.ZodType<string | number | null>;

function absentToo(column: Column, value: Value): Value {
  if (column.default !== undefined) return value.default(column.mapToDriverValue(column.default) as string | number);
  return column.notNull ? value : value.default(null);
}

function cellOf({ name, columnType, enumValues }: Column): Value {
  if (columnType === 'SQLiteBoolean') return z.literal([0, 1]);
  if (columnType === 'SQLiteReal') return z.number();
  if (columnType === 'SQLiteInteger') return /(^|_)at$/.test(name) ? z.int().min(0) : z.number();
  const text = z.string().max(MOST_TEXT);
  if (columnType === 'SQLiteTextJson') return text.refine(isRecordOrList);
  if (enumValues && enumValues.length > 0) return z.enum(enumValues as [string, ...string[]]);
  if (name === 'id' || (name.endsWith('_id') && !foreign.includes(name))) return text.regex(oneId);
  if (name === 'day' || name.endsWith('_on')) return z.iso.date();
  if (name === 'time_zone') return text.refine(isTimeZone);
  if (name === 'locale') return text.refine((tag) => canonicalLocale(tag) !== null);
  return text;
}

function isRecordOrList(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
