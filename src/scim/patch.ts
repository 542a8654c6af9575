import type { Attribute } from './attribute.ts';
import { wrong } from './fault.ts';
import { type Filter, parseTarget } from './filter.ts';
import { holderIn, isObject, type Json, matches } from './matching.ts';
import { extensionNamed, resolve } from './path.ts';
import type { ResourceType } from './schemas.ts';
import { tidySingle, tidyValue } from './tidying.ts';

const kinds = ['add', 'replace', 'remove'] as const;
type Kind = (typeof kinds)[number];

/** Operations of one request. */
const MOST = 1000;

/** Where an operation works: an attribute, the elements of a list that a filter chooses, a part of it or of them. */
type Target = { urn: string | null; attribute: Attribute; filter: Filter | null; part: Attribute | null };

/**
 * A resource after the operations of a PATCH (RFC 7644, section 3.5.2), in their order. Takes what Entra and Okta send:
 * `Replace` for `replace`, values in objects whose names are paths, a part of a list's element that is not there yet, and
 * the elements to remove as the value of `remove`.
 * @throws Fault `invalidSyntax`, `invalidPath`, `invalidValue`, `noTarget`, `mutability`
 */
export function patched(type: ResourceType, resource: Json, body: Json): Json {
  const operations = Object.entries(body).find(([name]) => name.toLowerCase() === 'operations')?.[1];
  if (!Array.isArray(operations) || operations.length === 0) throw wrong('invalidSyntax', 'Send “Operations”, a list.');
  if (operations.length > MOST) throw wrong('tooMany', `A request has at most ${MOST} operations.`);
  const after = structuredClone(resource);
  for (const operation of operations) {
    const { kind, path, value } = readOperation(operation);
    if (path !== undefined) perform(type, after, kind, path, value);
    else for (const [name, each] of Object.entries(valuesOf(kind, value))) perform(type, after, kind, name, each, true);
  }
  return after;
}

function readOperation(operation: unknown): { kind: Kind; path: string | undefined; value: unknown } {
  if (!isObject(operation)) throw wrong('invalidSyntax', 'An operation is an object.');
  const { op, path, value } = operation;
  const kind = kinds.find((each) => each === String(op).toLowerCase());
  if (!kind) throw wrong('invalidSyntax', 'An operation is add, replace or remove.');
  if (path !== undefined && path !== null && typeof path !== 'string') throw wrong('invalidPath', 'A path is a text.');
  return { kind, path: path || undefined, value };
}

function valuesOf(kind: Kind, value: unknown): Json {
  if (kind === 'remove') throw wrong('noTarget', 'Say in “path” what to remove.');
  if (!isObject(value)) throw wrong('invalidValue', 'Without a path the value is an object.');
  return value;
}

/** `loosely`: what is unknown or not for others to write is passed over, as in a whole resource. */
function perform(type: ResourceType, resource: Json, kind: Kind, path: string, value: unknown, loosely = false) {
  const extension = extensionNamed(type, path);
  if (extension) {
    if (kind === 'remove') delete resource[extension.id];
    else
      for (const [name, each] of Object.entries(isObject(value) ? value : {}))
        perform(type, resource, kind, `${extension.id}:${name}`, each, true);
    return;
  }
  const target = targetOf(type, path);
  const isFixed = target && (target.attribute.mutability === 'readOnly' || target.part?.mutability === 'readOnly');
  if (loosely && (!target || isFixed)) return;
  if (!target) throw wrong('invalidPath', `There is no attribute “${path.slice(0, 200)}”.`);
  if (isFixed) throw wrong('mutability', `“${path.slice(0, 200)}” is not for others to change.`);
  const isEmpty = value === null || value === '';
  if (kind !== 'add' || !isEmpty) change(resource, target, isEmpty ? 'remove' : kind, isEmpty ? undefined : value);
}

function targetOf(type: ResourceType, written: string): Target | null {
  const { name, filter, part } = readTarget(type, written);
  const found = resolve(type, name);
  if (!found) return null;
  const { urn, attribute, sub } = found;
  if (part === null) return { urn, attribute, filter, part: sub };
  const own = attribute.subAttributes?.find((each) => each.name.toLowerCase() === part.toLowerCase());
  return own ? { urn, attribute, filter, part: own } : null;
}

function readTarget(type: ResourceType, written: string) {
  try {
    return parseTarget(type, written);
  } catch (reason) {
    throw wrong('invalidPath', reason instanceof Error ? reason.message : 'This is no path.');
  }
}

function change(resource: Json, { urn, attribute, filter, part }: Target, kind: Kind, value: unknown) {
  const holder = holderIn(resource, urn);
  const { name } = attribute;
  if (attribute.multiValued) {
    const before = Array.isArray(holder[name]) ? (holder[name] as Json[]) : [];
    const after =
      part || filter
        ? changedElements(before, attribute, filter, part, kind, value)
        : changedList(before, attribute, kind, value);
    set(holder, name, after.length > 0 ? after : undefined);
  } else if (part) {
    const parts: Json = isObject(holder[name]) ? { ...holder[name] } : {};
    set(parts, part.name, kind === 'remove' ? undefined : tidyValue(part, value));
    set(holder, name, Object.keys(parts).length > 0 ? parts : undefined);
  } else {
    const said = kind === 'remove' ? undefined : tidyValue(attribute, value);
    const parts = isObject(said) && isObject(holder[name]) ? { ...holder[name], ...said } : said;
    set(holder, name, parts);
  }
}

function set(holder: Json, name: string, value: unknown) {
  if (value === undefined) delete holder[name];
  else holder[name] = value;
}

/** A list as a whole: replaced, added to, emptied, or rid of the given elements. */
function changedList(before: Json[], attribute: Attribute, kind: Kind, value: unknown): Json[] {
  const given = (tidyValue(attribute, value) ?? []) as Json[];
  if (kind === 'replace') return given;
  const keys = new Set(given.map(keyOf));
  if (kind === 'remove') return value === undefined ? [] : before.filter((each) => !keys.has(keyOf(each)));
  const known = new Map(before.map((each) => [keyOf(each), each]));
  for (const each of given) known.set(keyOf(each), { ...known.get(keyOf(each)), ...each });
  return preferring(
    [...known.values()],
    given.findLast((each) => each.primary === true),
  );
}

/** What makes two elements one: their value, and the kind where they have none. */
const keyOf = ({ value, type, ...rest }: Json): string => JSON.stringify(value ?? [type, rest.formatted ?? null]);

/** At most one element is the preferred one: the one that was last said to be. */
const preferring = (elements: Json[], chosen: Json | undefined): Json[] =>
  chosen === undefined
    ? elements
    : elements.map((each) =>
        each.primary === true && keyOf(each) !== keyOf(chosen) ? { ...each, primary: false } : each,
      );

/** The elements of a list that the filter chooses, or a part of each. */
function changedElements(
  before: Json[],
  attribute: Attribute,
  filter: Filter | null,
  part: Attribute | null,
  kind: Kind,
  value: unknown,
): Json[] {
  const isMeant = (each: Json) => filter === null || matches(filter, each);
  if (kind === 'remove') {
    const { name } = part ?? {};
    if (name === undefined) return before.filter((each) => !isMeant(each));
    return before
      .map((each) => (isMeant(each) ? without(each, name) : each))
      .filter((each) => Object.keys(each).length > 0);
  }
  const said = (
    part ? { [part.name]: tidyValue(part, value) } : tidySingle(attribute, Array.isArray(value) ? value[0] : value)
  ) as Json | undefined;
  if (!said || Object.values(said).includes(undefined)) return before;
  const meant = before.filter(isMeant);
  if (meant.length > 0) {
    const after = before.map((each) => (isMeant(each) ? (part || kind === 'add' ? { ...each, ...said } : said) : each));
    return said.primary === true ? preferring(after, after[before.indexOf(meant[0]!)]) : after;
  }
  const begun = filter === null ? {} : describedBy(filter);
  if (begun === null || (kind === 'replace' && !part))
    throw wrong('noTarget', 'Nothing matches the filter in the path.');
  return [...before, { ...begun, ...said }];
}

function without(element: Json, name: string): Json {
  const { [name]: _, ...rest } = element;
  return rest;
}

/** The element that a filter describes, when it says what its parts equal and no more; null otherwise. */
function describedBy(filter: Filter): Json | null {
  if (filter.is === 'and') {
    const parts = filter.of.map(describedBy);
    return parts.includes(null) ? null : Object.assign({}, ...parts);
  }
  if (filter.is !== 'compared' || filter.operator !== 'eq') return null;
  return { [filter.path.attribute.name]: tidyValue(filter.path.attribute, filter.value) };
}
