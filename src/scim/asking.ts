import { wrong } from './fault.ts';
import { type Filter, parseFilter } from './filter.ts';
import type { Json } from './matching.ts';
import type { Projection } from './projection.ts';
import type { ResourceType } from './schemas.ts';

/** Resources in one answer at most. */
export const MOST_RESULTS = 200;
const USUAL_RESULTS = 100;

/** What a list is asked for (RFC 7644, section 3.4.2). `filter` is still text: it means something for one type only. */
export type Asked = Projection & { filter: string | null; startIndex: number; count: number };

/** What the parameters of an address ask for. @throws Fault `invalidValue` */
export const askedBy = (query: Record<string, string>): Asked =>
  readAsked({
    ...query,
    attributes: split(query.attributes),
    excludedAttributes: split(query.excludedAttributes),
  });

/** What a search that was posted asks for. @throws Fault `invalidValue` */
export function readAsked({ filter, startIndex, count, attributes, excludedAttributes }: Json): Asked {
  if (filter !== undefined && filter !== null && typeof filter !== 'string')
    throw wrong('invalidFilter', 'A filter is a text.');
  const asked = { attributes: listOf(attributes), excludedAttributes: listOf(excludedAttributes) };
  if (asked.attributes.length > 0 && asked.excludedAttributes.length > 0)
    throw wrong('invalidValue', 'Give “attributes” or “excludedAttributes”, not both.');
  return {
    ...asked,
    filter: filter || null,
    startIndex: Math.max(1, whole('startIndex', startIndex, 1)),
    count: Math.min(MOST_RESULTS, Math.max(0, whole('count', count, USUAL_RESULTS))),
  };
}

/** The filter of what was asked, read for one type. @throws Fault `invalidFilter` */
export const filterOf = (type: ResourceType, { filter }: Asked): Filter | null =>
  filter === null ? null : parseFilter(type, filter);

const split = (names: string | undefined): string[] => (names ? names.split(',').map((name) => name.trim()) : []);

const listOf = (names: unknown): string[] =>
  (Array.isArray(names) ? names : typeof names === 'string' ? split(names) : []).map(String).filter(Boolean);

function whole(name: string, value: unknown, usual: number): number {
  if (value === undefined || value === null || value === '') return usual;
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw wrong('invalidValue', `“${name}” is a whole number.`);
  return number;
}
