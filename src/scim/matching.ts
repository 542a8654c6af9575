import { comparedIn, type Filter, type Operator } from './filter.ts';
import type { Path } from './path.ts';

/** A resource, or a part of one, as JSON. */
export type Json = Record<string, unknown>;

/**
 * Whether a filter is true of a resource (RFC 7644, section 3.4.2.2). Of several values one is enough; `ne` is true
 * where `eq` is not, so also of what is absent. Text is compared by letters alone unless its schema says `caseExact`.
 */
export function matches(filter: Filter, resource: Json): boolean {
  switch (filter.is) {
    case 'and':
      return filter.of.every((each) => matches(each, resource));
    case 'or':
      return filter.of.some((each) => matches(each, resource));
    case 'not':
      return !matches(filter.filter, resource);
    case 'present':
      return valuesAt(filter.path, resource).some(isPresent);
    case 'within':
      return elementsOf(holder(filter.path, resource)[filter.path.attribute.name]).some((each) =>
        matches(filter.filter, isObject(each) ? each : { value: each }),
      );
    case 'compared':
      return compared(filter, resource);
  }
}

function compared({ path, operator, value }: Extract<Filter, { is: 'compared' }>, resource: Json): boolean {
  const { type, caseExact } = comparedIn(path);
  const plain = (each: unknown) => comparable(each, type, caseExact);
  const values = valuesAt({ ...path, sub: path.sub ?? mainPart(path) }, resource)
    .filter(isPresent)
    .map(plain);
  const asked = plain(value);
  const isEqual = value === null ? values.length === 0 : values.some((each) => each === asked);
  if (operator === 'eq') return isEqual;
  if (operator === 'ne') return !isEqual;
  return values.some((each) => orders[operator](each, asked));
}

const mainPart = (path: Path) => {
  const inside = comparedIn(path);
  return inside === path.attribute ? null : inside;
};

type Comparable = string | number;

const orders: Record<Exclude<Operator, 'eq' | 'ne'>, (a: Comparable, b: Comparable) => boolean> = {
  co: (a, b) => String(a).includes(String(b)),
  sw: (a, b) => String(a).startsWith(String(b)),
  ew: (a, b) => String(a).endsWith(String(b)),
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

function comparable(value: unknown, type: string, caseExact: boolean): Comparable {
  const text = String(value);
  const moment = type === 'dateTime' ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  return caseExact ? text : text.toLowerCase();
}

function valuesAt({ sub, ...path }: Path, resource: Json): unknown[] {
  const found = elementsOf(holder(path, resource)[path.attribute.name]);
  return sub ? found.map((each) => (isObject(each) ? each[sub.name] : sub.name === 'value' ? each : undefined)) : found;
}

const holder = ({ urn }: Pick<Path, 'urn'>, resource: Json): Json => {
  const held = urn === null ? resource : resource[urn];
  return isObject(held) ? held : {};
};

const elementsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

const isPresent = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(isObject(value) && Object.keys(value).length === 0);

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where attributes of the resource itself, or of its extension, are written to. */
export function holderIn(resource: Json, urn: string | null): Json {
  if (urn === null) return resource;
  const held = resource[urn];
  if (isObject(held)) return held;
  const begun: Json = {};
  resource[urn] = begun;
  return begun;
}
