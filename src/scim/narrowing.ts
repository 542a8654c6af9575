import type { Filter } from './filter.ts';

/** A question that an index answers: what an attribute of the resource equals. */
export type Lookup<Name extends string = string> = { by: Name; value: string };

/**
 * The lookups among whose answers everything is that a filter is true of; null when there are none and all would have
 * to be read. `names` says which attributes can be looked up: their path, and the name of the lookup.
 */
export function narrowed<Name extends string>(filter: Filter, names: Record<string, Name>): Lookup<Name>[] | null {
  if (filter.is === 'and') return filter.of.map((each) => narrowed(each, names)).find((each) => each !== null) ?? null;
  if (filter.is === 'or') {
    const each = filter.of.map((one) => narrowed(one, names));
    return each.every((one) => one !== null) ? each.flat() : null;
  }
  if (filter.is === 'within') return narrowed(filter.filter, namesBelow(names, filter.path.attribute.name));
  if (filter.is !== 'compared' || filter.operator !== 'eq' || typeof filter.value !== 'string') return null;
  const { attribute, sub } = filter.path;
  const name = filter.path.urn === null ? names[sub ? `${attribute.name}.${sub.name}` : attribute.name] : undefined;
  return name === undefined ? null : [{ by: name, value: filter.value }];
}

const namesBelow = <Name extends string>(names: Record<string, Name>, above: string): Record<string, Name> =>
  Object.fromEntries(
    Object.entries(names).flatMap(([path, name]) =>
      path.startsWith(`${above}.`) ? [[path.slice(above.length + 1), name]] : [],
    ),
  );
