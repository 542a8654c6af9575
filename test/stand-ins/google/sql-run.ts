import { type Expression, parseSelect, type Select, SqlError, type Type, type Value } from './sql-parse.ts';

export type Row = Record<string, Value>;
export type Table = { columns: Record<string, Type>; rows: Row[] };
export type Result = { fields: { name: string; type: Type }[]; rows: Value[][] };

/** Finds a table by the path that a query names. Throws a SqlError for one that is not there. */
export type Find = (path: string) => Table;

const AGGREGATES = ['COUNT', 'COUNTIF', 'SUM', 'AVG', 'MIN', 'MAX'];

/** Runs a SELECT over the tables that `find` finds. Throws a SqlError with BigQuery's words. */
export const run = (sql: string, find: Find): Result => runSelect(parseSelect(sql), find);

function runSelect(select: Select, outer: Find): Result {
  const named = new Map<string, Table>();
  const find: Find = (path) => named.get(path) ?? outer(path);
  for (const [name, inner] of select.named) named.set(name, asTable(runSelect(inner, find)));
  const table = select.from === null ? { columns: {}, rows: [{}] } : find(select.from);
  const rows = select.where
    ? table.rows.filter((row) => evaluate(select.where!, table, row, []).v === true)
    : table.rows;
  const columns =
    select.columns ?? Object.keys(table.columns).map((column) => ({ expression: { column }, name: column }));
  const groups = groupsOf(select, columns, rows);
  const blank: Row = Object.fromEntries(Object.entries(table.columns).map(([name, type]) => [name, { type, v: null }]));
  const compute = (group: Row[]) =>
    columns.map(({ expression }) => evaluate(expression, table, group[0] ?? blank, group));
  const all = groups.map(compute);
  const types = (all[0] ?? compute([])).map(({ type }) => type);
  const fields = columns.map(({ expression, name }, i) => ({
    name: name ?? ('column' in expression ? expression.column : `f${i}_`),
    type: types[i]!,
  }));
  return { fields, rows: all.slice(0, select.limit ?? all.length) };
}

const asTable = ({ fields, rows }: Result): Table => ({
  columns: Object.fromEntries(fields.map(({ name, type }) => [name, type])),
  rows: rows.map((row) => Object.fromEntries(row.map((value, i) => [fields[i]!.name, value]))),
});

/** One group for each row that the answer has. */
function groupsOf({ groupBy }: Select, columns: { expression: Expression }[], rows: Row[]): Row[][] {
  if (groupBy.length > 0)
    return [...Map.groupBy(rows, (row) => groupBy.map((name) => String(row[name]?.v)).join('\n')).values()];
  return columns.some(({ expression }) => aggregates(expression)) ? [rows] : rows.map((row) => [row]);
}

function aggregates(expression: Expression): boolean {
  if ('call' in expression) return AGGREGATES.includes(expression.call) || expression.args.some(aggregates);
  if ('cast' in expression) return aggregates(expression.cast);
  return 'operator' in expression && expression.args.some(aggregates);
}

function evaluate(expression: Expression, table: Table, row: Row, group: Row[]): Value {
  const value = (inner: Expression, of = row) => evaluate(inner, table, of, group);
  if ('value' in expression) return expression.value;
  if ('column' in expression) {
    const type = table.columns[expression.column];
    if (!type) throw new SqlError(`Unrecognized name: ${expression.column} at [1:1]`);
    return row[expression.column] ?? { type, v: null };
  }
  if ('cast' in expression) return cast(value(expression.cast), expression.to);
  if ('operator' in expression)
    return operate(
      expression.operator,
      expression.args.map((arg) => value(arg)),
    );
  const { call, args } = expression;
  if (AGGREGATES.includes(call))
    return aggregate(
      call,
      group.map((each) => (args[0] ? value(args[0], each) : { type: 'INTEGER', v: 1 })),
      args[0] ? value(args[0]).type : 'INTEGER',
    );
  return apply(
    call,
    args.map((arg) => value(arg)),
  );
}

function aggregate(name: string, values: Value[], type: Type): Value {
  const given = values.filter(({ v }) => v !== null);
  if (name === 'COUNT') return { type: 'INTEGER', v: given.length };
  if (name === 'COUNTIF') return { type: 'INTEGER', v: given.filter(({ v }) => v === true).length };
  if (given.length === 0) return { type: name === 'AVG' ? 'FLOAT' : type, v: null };
  if (name === 'MIN' || name === 'MAX') {
    const sorted = given.toSorted((a, b) => (a.v! < b.v! ? -1 : a.v! > b.v! ? 1 : 0));
    return name === 'MIN' ? sorted[0]! : sorted.at(-1)!;
  }
  if (type === 'STRING') throw new SqlError(`No matching signature for aggregate function ${name} for STRING at [1:8]`);
  const sum = given.reduce((total, { v }) => total + Number(v), 0);
  return name === 'SUM' ? { type, v: sum } : { type: 'FLOAT', v: sum / given.length };
}

function apply(name: string, args: Value[]): Value {
  const [first = { type: 'INTEGER', v: null } as Value, second] = args;
  switch (name) {
    case 'IFNULL':
    case 'COALESCE':
      return args.find(({ v }) => v !== null) ?? first;
    case 'ROUND':
      return { type: 'FLOAT', v: first.v === null ? null : Number(Number(first.v).toFixed(Number(second?.v ?? 0))) };
    case 'SAFE_DIVIDE':
      return { type: 'FLOAT', v: !second?.v || first.v === null ? null : Number(first.v) / Number(second.v) };
    default:
      throw new SqlError(`Function not found: ${name} at [1:8]`);
  }
}

function operate(operator: string, [left, right]: Value[]): Value {
  const yes = (v: boolean): Value => ({ type: 'BOOLEAN', v });
  if (operator === 'IS NULL') return yes(left!.v === null);
  if (operator === 'IS NOT NULL') return yes(left!.v !== null);
  if (operator === 'NOT') return yes(left!.v === false);
  if (operator === 'AND') return yes(left!.v === true && right!.v === true);
  if (operator === 'OR') return yes(left!.v === true || right!.v === true);
  const [a, b] = [left!.v, right!.v];
  if (a === null || b === null) return { type: '+-*/'.includes(operator) ? left!.type : 'BOOLEAN', v: null };
  switch (operator) {
    case '=':
      return yes(a === b);
    case '!=':
    case '<>':
      return yes(a !== b);
    case '<':
      return yes(a < b);
    case '>':
      return yes(a > b);
    case '<=':
      return yes(a <= b);
    case '>=':
      return yes(a >= b);
    case '/':
      if (Number(b) === 0) throw new SqlError('division by zero: 1 / 0');
      return { type: 'FLOAT', v: Number(a) / Number(b) };
    default: {
      const type = left!.type === right!.type ? left!.type : 'FLOAT';
      if (operator === '+') return { type, v: Number(a) + Number(b) };
      return { type, v: operator === '-' ? Number(a) - Number(b) : Number(a) * Number(b) };
    }
  }
}

/** NaN and the infinities stay the text that BigQuery answers with, and so does a NUMERIC that no number holds. */
function cast({ v }: Value, to: Type): Value {
  if (v === null) return { type: to, v };
  if (to === 'STRING') return { type: to, v: String(v) };
  if (to === 'NUMERIC') return { type: to, v: String(v) };
  if (to === 'BOOLEAN') return { type: to, v: v === true || v === 'true' };
  if (to === 'DATE') return { type: to, v: String(v) };
  const special = { nan: 'NaN', inf: 'Infinity', '-inf': '-Infinity' }[String(v).toLowerCase()];
  if (special !== undefined && to === 'FLOAT') return { type: to, v: special };
  if (typeof v === 'string' && Number.isNaN(Number(v))) throw new SqlError(`Bad ${to} value: ${v}`);
  return { type: to, v: to === 'INTEGER' ? Math.round(Number(v)) : Number(v) };
}
