// The part of GoogleSQL that the stand-in knows, with the sentences BigQuery answers with when it does not understand.

export type Type = 'INTEGER' | 'FLOAT' | 'NUMERIC' | 'STRING' | 'BOOLEAN' | 'DATE';
export type Value = { type: Type; v: number | string | boolean | null };
export type Expression =
  | { value: Value }
  | { column: string }
  | { call: string; args: Expression[] }
  | { cast: Expression; to: Type }
  | { operator: string; args: Expression[] };
export type Select = {
  /** Null stands for `*`. */
  columns: { expression: Expression; name: string | null }[] | null;
  from: string | null;
  where: Expression | null;
  groupBy: string[];
  limit: number | null;
  /** What WITH names. */
  named: Map<string, Select>;
};

/** What BigQuery refuses to run; `reason` as its errors carry it. */
export class SqlError extends Error {
  reason: 'invalidQuery' | 'notFound';
  constructor(message: string, reason: SqlError['reason'] = 'invalidQuery') {
    super(message);
    this.reason = reason;
  }
}

type Token = { kind: 'word' | 'quoted' | 'text' | 'number' | 'mark' | 'end'; text: string; at: number };

const PIECE =
  /\s+|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|`([^`]*)`|'((?:\\[\s\S]|[^'\\])*)'|"((?:\\[\s\S]|[^"\\])*)"|(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|([a-z_]\w*)|(<=|>=|!=|<>|[-+*/=<>(),.;])/iy;

const types: Record<string, Type> = {
  INT64: 'INTEGER',
  FLOAT64: 'FLOAT',
  NUMERIC: 'NUMERIC',
  BIGNUMERIC: 'NUMERIC',
  STRING: 'STRING',
  BOOL: 'BOOLEAN',
  DATE: 'DATE',
};

/** What kind of statement this is, in the words of `statementType`; more than one statement is a SCRIPT. */
export function statementType(sql: string): string {
  const tokens = tokenize(sql).filter(({ kind }) => kind !== 'end');
  const semicolon = tokens.findIndex(({ text, kind }) => kind === 'mark' && text === ';');
  if (semicolon >= 0 && semicolon < tokens.length - 1) return 'SCRIPT';
  const [first = '', second = ''] = tokens.map(({ text }) => text.toUpperCase());
  if (['SELECT', 'WITH', '('].includes(first)) return 'SELECT';
  if (['DECLARE', 'BEGIN', 'SET', 'IF'].includes(first) || (first === 'EXECUTE' && second === 'IMMEDIATE'))
    return 'SCRIPT';
  if (['CREATE', 'DROP', 'ALTER', 'TRUNCATE', 'EXPORT', 'LOAD'].includes(first)) return `${first}_${second}`;
  if (['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'CALL', 'ASSERT'].includes(first)) return first;
  throw new SqlError(`Syntax error: Unexpected ${first === '' ? 'end of script' : `identifier "${first}"`} at [1:1]`);
}

/** Parses one SELECT. Throws a SqlError with BigQuery's words. */
export function parseSelect(sql: string): Select {
  const tokens = tokenize(sql);
  let next = 0;
  const peek = () => tokens[next] as Token;
  const take = () => tokens[next++] as Token;
  const is = (text: string, { kind, text: got } = peek()) =>
    (kind === 'word' || kind === 'mark') && got.toUpperCase() === text;
  const accept = (...texts: string[]): string | null => {
    const hit = texts.find((text) => is(text));
    if (hit !== undefined) next++;
    return hit ?? null;
  };
  const expect = (text: string) => {
    if (!accept(text)) throw unexpected(sql, peek(), `Expected "${text}" but got`);
  };

  function query(): Select {
    const named = new Map<string, Select>();
    if (accept('WITH')) {
      do {
        const name = take().text;
        expect('AS');
        expect('(');
        named.set(name, query());
        expect(')');
      } while (accept(','));
    }
    return { ...select(), named };
  }

  function select(): Omit<Select, 'named'> {
    if (accept('(')) {
      const inner = select();
      expect(')');
      return inner;
    }
    expect('SELECT');
    const columns = accept('*') ? null : list(column);
    const from = accept('FROM') ? path() : null;
    const where = accept('WHERE') ? expression() : null;
    const groupBy = by('GROUP', () => take().text);
    by('ORDER', () => [expression(), accept('ASC', 'DESC')]);
    const limit = accept('LIMIT') ? Number(take().text) : null;
    return { columns, from, where, groupBy, limit };
  }

  function by<T>(word: string, item: () => T): T[] {
    if (!accept(word)) return [];
    expect('BY');
    return list(item);
  }

  function list<T>(item: () => T): T[] {
    const items = [item()];
    while (accept(',')) items.push(item());
    return items;
  }

  function column() {
    const of = expression();
    return { expression: of, name: accept('AS') ? take().text : null };
  }

  function path(): string {
    let text = take().text;
    for (let mark = accept('.', '-'); mark; mark = accept('.', '-')) text += mark + take().text;
    return text;
  }

  const expression = (): Expression => chain(conjunction, 'OR');
  const conjunction = (): Expression => chain(negation, 'AND');
  const negation = (): Expression => (accept('NOT') ? { operator: 'NOT', args: [negation()] } : comparison());

  function comparison(): Expression {
    const left = sum();
    if (accept('IS')) {
      const operator = accept('NOT') ? 'IS NOT NULL' : 'IS NULL';
      expect('NULL');
      return { operator, args: [left] };
    }
    const operator = accept('=', '!=', '<>', '<=', '>=', '<', '>');
    return operator ? { operator, args: [left, sum()] } : left;
  }

  const sum = (): Expression => chain(product, '+', '-');
  const product = (): Expression => chain(single, '*', '/');

  function chain(part: () => Expression, ...operators: string[]): Expression {
    let left = part();
    for (let operator = accept(...operators); operator; operator = accept(...operators))
      left = { operator, args: [left, part()] };
    return left;
  }

  function single(): Expression {
    if (accept('(')) {
      const inner = expression();
      expect(')');
      return inner;
    }
    if (accept('-')) return { operator: '-', args: [{ value: { type: 'INTEGER', v: 0 } }, single()] };
    const token = take();
    if (token.kind === 'text') return { value: { type: 'STRING', v: token.text } };
    if (token.kind === 'number')
      return { value: { type: /[.e]/i.test(token.text) ? 'FLOAT' : 'INTEGER', v: Number(token.text) } };
    if (token.kind !== 'word' && token.kind !== 'quoted') throw unexpected(sql, token, 'Unexpected');
    const word = token.text.toUpperCase();
    if (word === 'NULL') return { value: { type: 'INTEGER', v: null } };
    if (word === 'TRUE' || word === 'FALSE') return { value: { type: 'BOOLEAN', v: word === 'TRUE' } };
    if (word === 'DATE' && peek().kind === 'text') return { value: { type: 'DATE', v: take().text } };
    if (!accept('(')) return { column: token.text };
    return word === 'CAST' ? cast() : call(word);
  }

  function cast(): Expression {
    const of = expression();
    expect('AS');
    const name = take();
    expect(')');
    const to = types[name.text.toUpperCase()];
    if (!to) throw new SqlError(`Type not found: ${name.text} at ${place(sql, name.at)}`);
    return { cast: of, to };
  }

  function call(name: string): Expression {
    const args = accept('*') ? [] : is(')') ? [] : list(expression);
    expect(')');
    return { call: name, args };
  }

  const parsed = query();
  accept(';');
  if (peek().kind !== 'end') throw unexpected(sql, peek(), 'Expected end of input but got');
  return parsed;
}

function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  PIECE.lastIndex = 0;
  for (let at = 0; at < sql.length; at = PIECE.lastIndex) {
    const match = PIECE.exec(sql);
    if (!match) throw new SqlError(`Syntax error: Illegal input character "${sql.charAt(at)}" at ${place(sql, at)}`);
    const [, quoted, single, double, number, word, mark] = match;
    const text = single ?? double;
    if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted, at });
    else if (text !== undefined) tokens.push({ kind: 'text', text: text.replace(/\\([\s\S])/g, '$1'), at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, at });
  }
  return [...tokens, { kind: 'end', text: '', at: sql.length }];
}

const unexpected = (sql: string, { kind, text, at }: Token, before: string) =>
  new SqlError(
    `Syntax error: ${before} ${kind === 'end' ? 'end of script' : `"${text}"`} at ${place(sql, at)}`.replace('  ', ' '),
  );

function place(sql: string, at: number): string {
  const before = sql.slice(0, at).split('\n');
  return `[${before.length}:${(before.at(-1)?.length ?? 0) + 1}]`;
}
