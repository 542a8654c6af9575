import { type Attribute, named } from './attribute.ts';
import { wrong } from './fault.ts';
import { type Path, resolve } from './path.ts';
import type { ResourceType } from './schemas.ts';

const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
export type Operator = (typeof operators)[number];

export type Value = string | number | boolean | null;

/** A question about a resource. `within`: one element of a list answers all of `filter`, whose paths are its parts. */
export type Filter =
  | { is: 'and' | 'or'; of: Filter[] }
  | { is: 'not'; filter: Filter }
  | { is: 'compared'; path: Path; operator: Operator; value: Value }
  | { is: 'present'; path: Path }
  | { is: 'within'; path: Path; filter: Filter };

/** What a filter may be at most: characters, and brackets inside brackets. */
export const MOST_CHARACTERS = 4000;
const DEEPEST = 20;

/**
 * Reads a filter (RFC 7644, section 3.4.2.2), and `emails[type eq "work"].value eq "..."` besides, which Entra sends.
 * Takes time in proportion to its length. @throws Fault `invalidFilter`
 */
export function parseFilter(type: ResourceType, text: string): Filter {
  const reader = reading(text);
  const filter = disjunction(reader, (name) => resolve(type, name), 0);
  if (!reader.ended()) throw reader.unexpected();
  return filter;
}

/** A path as PATCH has it: `userName`, `emails[type eq "work"].value`. @throws Fault `invalidFilter` */
export function parseTarget(
  type: ResourceType,
  text: string,
): { name: string; filter: Filter | null; part: string | null } {
  const reader = reading(text);
  const name = reader.word();
  if (name === null) throw reader.unexpected();
  const attribute = resolve(type, name)?.attribute;
  const filter = attribute && reader.take('[') ? elements(reader, attribute, 0) : null;
  const part = filter && reader.takePart();
  if (!reader.ended()) throw reader.unexpected();
  return { name, filter, part };
}

type Find = (name: string) => Path | null;

function disjunction(reader: Reader, find: Find, depth: number): Filter {
  const of = [conjunction(reader, find, depth)];
  while (reader.takeWord('or')) of.push(conjunction(reader, find, depth));
  return of.length === 1 ? of[0]! : { is: 'or', of };
}

function conjunction(reader: Reader, find: Find, depth: number): Filter {
  const of = [term(reader, find, depth)];
  while (reader.takeWord('and')) of.push(term(reader, find, depth));
  return of.length === 1 ? of[0]! : { is: 'and', of };
}

function term(reader: Reader, find: Find, depth: number): Filter {
  if (depth > DEEPEST) throw wrong('invalidFilter', `A filter has at most ${DEEPEST} brackets inside each other.`);
  if (reader.take('(')) {
    const filter = disjunction(reader, find, depth + 1);
    if (!reader.take(')')) throw reader.unexpected();
    return filter;
  }
  const name = reader.word();
  if (name === null) throw reader.unexpected();
  if (name.toLowerCase() === 'not' && reader.take('(')) {
    const filter = disjunction(reader, find, depth + 1);
    if (!reader.take(')')) throw reader.unexpected();
    return { is: 'not', filter };
  }
  const path = find(name);
  if (!path) throw wrong('invalidFilter', `There is no attribute “${name}” to filter by.`);
  if (!reader.take('[')) return comparison(reader, path);
  const inner = elements(reader, path.attribute, depth);
  const part = reader.takePart();
  if (part === null) return { is: 'within', path, filter: inner };
  return { is: 'within', path, filter: { is: 'and', of: [inner, comparison(reader, partOf(path.attribute, part))] } };
}

function elements(reader: Reader, attribute: Attribute, depth: number): Filter {
  if (!attribute.multiValued)
    throw wrong('invalidFilter', `“${attribute.name}” is no list that a filter could choose from.`);
  const filter = disjunction(reader, (name) => maybePart(attribute, name), depth + 1);
  if (!reader.take(']')) throw reader.unexpected();
  return filter;
}

function maybePart(attribute: Attribute, name: string): Path | null {
  const part = named(attribute.subAttributes, name);
  return part ? { urn: null, attribute: part, sub: null } : null;
}

function partOf(attribute: Attribute, name: string): Path {
  const part = maybePart(attribute, name);
  if (!part) throw wrong('invalidFilter', `“${attribute.name}” has no “${name}” to filter by.`);
  return part;
}

function comparison(reader: Reader, path: Path): Filter {
  const word = reader.word()?.toLowerCase();
  if (word === 'pr') return { is: 'present', path };
  const operator = operators.find((each) => each === word);
  if (!operator)
    throw wrong(
      'invalidFilter',
      `Expected one of ${[...operators, 'pr'].join(', ')}${word ? ` instead of “${word}”` : ''}.`,
    );
  const value = reader.value();
  if (value === undefined) throw reader.unexpected();
  checkComparable(path, operator, value);
  return { is: 'compared', path, operator, value };
}

/** The attribute that a comparison looks at: of a list with parts its `value`. */
export const comparedIn = ({ attribute, sub }: Path): Attribute =>
  sub ?? (attribute.multiValued ? (named(attribute.subAttributes, 'value') ?? attribute) : attribute);

function checkComparable(path: Path, operator: Operator, value: Value) {
  const { name, type } = comparedIn(path);
  const isEquality = operator === 'eq' || operator === 'ne';
  if (type === 'complex') throw wrong('invalidFilter', `“${name}” has parts. Filter by one of them.`);
  if (value === null ? !isEquality : type === 'boolean' ? !isEquality || !isFlag(value) : typeof value !== 'string')
    throw wrong('invalidFilter', `“${name}” cannot be compared so.`);
}

/** Whether a value stands for true or false. Entra writes both as text. */
const isFlag = (value: Value) => /^(true|false)$/i.test(String(value));

type Reader = ReturnType<typeof reading>;

/** Walks over the text once, token by token. */
function reading(text: string) {
  if (text.length > MOST_CHARACTERS)
    throw wrong('invalidFilter', `A filter has at most ${MOST_CHARACTERS} characters.`);
  let at = 0;
  const match = (token: RegExp): string | null => {
    token.lastIndex = at;
    const [found] = token.exec(text) ?? [];
    if (found === undefined) return null;
    at += found.length;
    return found;
  };
  const skip = () => match(/\s+/y);
  return {
    ended: () => (skip() === null ? at === text.length : at === text.length),
    unexpected: () =>
      wrong(
        'invalidFilter',
        at < text.length
          ? `This is not expected at character ${at + 1}: ${text.slice(at, at + 20)}`
          : 'It ends too early.',
      ),
    take: (sign: '(' | ')' | '[' | ']') => {
      skip();
      if (text[at] !== sign) return false;
      at += 1;
      return true;
    },
    word: () => {
      skip();
      return match(/[A-Za-z$][\w$:.-]*/y);
    },
    takeWord: (word: 'and' | 'or') => {
      skip();
      return match(word === 'and' ? /and(?=[\s(])/iy : /or(?=[\s(])/iy) !== null;
    },
    takePart: () => match(/\.[A-Za-z$][\w$-]*/y)?.slice(1) ?? null,
    value: (): Value | undefined => {
      skip();
      const written = match(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/iy);
      if (written === null) return undefined;
      try {
        return JSON.parse(written.startsWith('"') ? written : written.toLowerCase());
      } catch {
        return undefined;
      }
    },
  };
}
