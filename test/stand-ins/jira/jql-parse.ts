// The part of JQL that the stand-in knows, with the sentences Jira answers with when it does not understand.

export type Operator = '=' | '!=' | '~' | '!~' | 'in' | 'not in' | 'is' | 'is not';
export type Clause = { field: string; operator: Operator; values: string[] };
export type Where = { and: [Where, Where] } | { or: [Where, Where] } | { not: Where } | { clause: Clause };
export type Query = { where: Where | null; orderBy: { field: string; descending: boolean }[] };

/** Marks the operand EMPTY, which no quoted text can spell. */
export const EMPTY = '\u0000empty';
/** Marks the operand currentUser(). */
export const CURRENT_USER = '\u0000currentUser';

export class JqlError extends Error {}

type Token = { kind: 'word' | 'quoted' | 'mark' | 'end'; text: string; at: number };

const PIECE = /\s+|"((?:\\[\s\S]|[^"\\])*)"|'((?:\\[\s\S]|[^'\\])*)'|(!=|!~|&&|\|\||[=~!(),])|([^\s"'=~!(),&|]+)/y;

/** Parses JQL. Throws a JqlError with Jira's words. */
export function parseJql(jql: string): Query {
  const tokens = tokenize(jql);
  let next = 0;
  const peek = () => tokens[next] as Token;
  const take = () => tokens[next++] as Token;
  const is = (text: string, token = peek()) => token.kind !== 'quoted' && token.text.toLowerCase() === text;
  const accept = (...texts: string[]) => texts.some((text) => is(text)) && Boolean(take());

  function disjunction(): Where {
    let left = conjunction();
    while (accept('or', '||')) left = { or: [left, conjunction()] };
    return left;
  }

  function conjunction(): Where {
    let left = negation();
    while (accept('and', '&&')) left = { and: [left, negation()] };
    return left;
  }

  function negation(): Where {
    if (accept('not', '!')) return { not: negation() };
    if (!accept('(')) return { clause: clause() };
    const inner = disjunction();
    if (!accept(')')) throw unexpected(jql, peek(), "Expecting ')'");
    return inner;
  }

  function clause(): Clause {
    const name = take();
    if (name.kind === 'mark' || name.kind === 'end' || isReserved(name)) {
      throw unexpected(jql, name, 'Expecting a field name');
    }
    const operator = operatorOf();
    return { field: name.text.toLowerCase(), operator, values: operator.endsWith('in') ? list() : [operand()] };
  }

  function operatorOf(): Operator {
    if (accept('=')) return '=';
    if (accept('!=')) return '!=';
    if (accept('~')) return '~';
    if (accept('!~')) return '!~';
    if (accept('in')) return 'in';
    if (accept('is')) return accept('not') ? 'is not' : 'is';
    if (accept('not') && accept('in')) return 'not in';
    throw unexpected(jql, peek(), `Expecting operator. The valid operators are ${OPERATORS}`);
  }

  function list(): string[] {
    if (!accept('(')) throw unexpected(jql, peek(), "Expecting '('");
    const values = [operand()];
    while (accept(',')) values.push(operand());
    if (!accept(')')) throw unexpected(jql, peek(), "Expecting ',' or ')'");
    return values;
  }

  function operand(): string {
    const token = take();
    if (token.kind === 'quoted') return token.text;
    if (token.kind !== 'word' || (isReserved(token) && !/^(empty|null)$/i.test(token.text))) {
      throw unexpected(jql, token, 'Expecting either a value, list or function');
    }
    if (/^(empty|null)$/i.test(token.text)) return EMPTY;
    if (!accept('(')) return token.text;
    if (!accept(')') || token.text.toLowerCase() !== 'currentuser') {
      throw new JqlError(`Unable to find JQL function '${token.text}()'.`);
    }
    return CURRENT_USER;
  }

  function ordering(): Query['orderBy'] {
    const fields: Query['orderBy'] = [];
    do {
      const field = take();
      if (field.kind !== 'word' && field.kind !== 'quoted') throw unexpected(jql, field, 'Expecting a field name');
      const descending = accept('desc');
      if (!descending) accept('asc');
      fields.push({ field: field.text.toLowerCase(), descending });
    } while (accept(','));
    if (fields.length > 7) throw new JqlError('The ORDER BY clause can contain at most 7 fields.');
    return fields;
  }

  const where = peek().kind === 'end' || is('order') ? null : disjunction();
  let orderBy: Query['orderBy'] = [];
  if (accept('order')) {
    if (!accept('by')) throw unexpected(jql, peek(), "Expecting 'by'");
    orderBy = ordering();
  }
  if (peek().kind !== 'end') throw unexpected(jql, peek(), "Expecting either 'OR' or 'AND'");
  return { where, orderBy };
}

const OPERATORS = "'=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'";

const isReserved = ({ kind, text }: Token): boolean =>
  kind === 'word' && /^(and|or|not|in|is|order|by|empty|null|was|changed)$/i.test(text);

function tokenize(jql: string): Token[] {
  const tokens: Token[] = [];
  PIECE.lastIndex = 0;
  for (let at = 0; at < jql.length; at = PIECE.lastIndex) {
    const match = PIECE.exec(jql);
    if (!match) throw illegal(jql, at);
    const [, double, single, mark, word] = match;
    const quoted = double ?? single;
    if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replace(/\\([\s\S])/g, '$1'), at });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, at });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
  }
  return [...tokens, { kind: 'end', text: '', at: jql.length }];
}

function illegal(jql: string, at: number): JqlError {
  const character = jql.charAt(at);
  if (character === '"' || character === "'") {
    return new JqlError(
      `Error in the JQL Query: The quoted string '${jql.slice(at + 1)}' has not been completed. ${place(jql, at)}`,
    );
  }
  return new JqlError(
    `Error in the JQL Query: The character '${character}' is a reserved JQL character. ` +
      `You must enclose it in a string or use the escape sequence instead. ${place(jql, at)}`,
  );
}

function unexpected(jql: string, token: Token, expected: string): JqlError {
  const got = token.kind === 'end' ? 'before the end of the query' : `but got '${token.text}'`;
  return new JqlError(`Error in the JQL Query: ${expected} ${got}. ${place(jql, token.at)}`);
}

function place(jql: string, at: number): string {
  const before = jql.slice(0, at).split('\n');
  return `(line ${before.length}, character ${(before.at(-1)?.length ?? 0) + 1})`;
}
