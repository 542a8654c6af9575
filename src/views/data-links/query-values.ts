import { type Provider, providers } from '../../domain/words.ts';

/** What stands in the fields of a query, exactly as typed; by the names that the provider's queries have in the API too. */
export type QueryValues = Readonly<Record<string, readonly string[]>>;

/** What a form says of a data link. `source` is a provider, `manual` or `rollup`; `seek` what is looked for in each list. */
export type LinkValues = {
  source: string;
  connection_id: string;
  query: QueryValues;
  seek: Readonly<Record<string, string>>;
  count: string;
};

/**
 * One field of a query: it holds one text, or several. `pick` when the provider can list what may stand in it. What is
 * picked in one that `writes` another is no part of the query: it becomes the text of that other one.
 */
type QueryField = { many?: true; pick?: true; writes?: string };

export const queryFields: Record<Provider, Readonly<Record<string, QueryField>>> = {
  jira: {
    jql_project: { pick: true, writes: 'jql' },
    jql_filter: { pick: true, writes: 'jql' },
    jql: {},
    sum_field: { pick: true },
  },
  asana: {
    project_gid: { pick: true },
    scope: {},
    parent_task_gid: { pick: true },
    assignee_gids: { many: true, pick: true },
    section_gids: { many: true, pick: true },
    completion: {},
    sum_field_gid: { pick: true },
  },
  trello: {
    board_id: { pick: true },
    list_ids: { many: true, pick: true },
    member_ids: { many: true, pick: true },
    label_ids: { many: true, pick: true },
    completion: {},
    items: {},
  },
  bigquery: { sql: {}, maximum_bytes_billed: {} },
};

export const isProvider = (source: string): source is Provider => providers.some((each) => each === source);

/** The names of a provider's fields that something can be picked for. */
export const pickedFields = (provider: Provider): string[] =>
  Object.entries(queryFields[provider]).flatMap(([name, { pick }]) => (pick ? [name] : []));

/** The query with what was picked in a field in the place that this field writes to; null for any other field. */
export function written(provider: Provider, values: QueryValues, name: string): QueryValues | null {
  const to = queryFields[provider][name]?.writes;
  const text = one(values, name);
  return to && text ? { ...values, [name]: [], [to]: [text] } : null;
}

/** The query as its provider takes it: what was left empty is left out. */
export const queryOf = (provider: Provider, values: QueryValues): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(queryFields[provider]).flatMap(([name, { many, writes }]): [string, unknown][] => {
      const given = writes ? [] : (values[name] ?? []).filter((each) => each !== '');
      return given.length === 0 ? [] : [[name, many ? [...given] : given[0]]];
    }),
  );

/** A stored query as it stands in the fields. */
export const valuesOfQuery = (provider: Provider, query: Readonly<Record<string, unknown>>): QueryValues =>
  Object.fromEntries(
    Object.keys(queryFields[provider]).flatMap((name): [string, string[]][] => {
      const given = query[name];
      if (given === undefined || given === null) return [];
      return [[name, Array.isArray(given) ? given.map(String) : [String(given)]]];
    }),
  );

/** True when what stands in the fields asks the same as a stored query. */
export const isSameQuery = (
  provider: Provider,
  values: QueryValues,
  query: Readonly<Record<string, unknown>>,
): boolean => told(provider, values) === told(provider, valuesOfQuery(provider, query));

const told = (provider: Provider, values: QueryValues): string =>
  JSON.stringify(Object.entries(queryOf(provider, values)).map(([name, value]) => [name, [value].flat().sort()]));

/** The first text of a field; empty without one. */
export const one = (values: QueryValues, name: string): string => values[name]?.[0] ?? '';

/** What was picked before, for lists that depend on it. */
export const within = (provider: Provider, values: QueryValues): Record<string, string> =>
  Object.fromEntries(
    pickedFields(provider)
      .map((name): [string, string] => [name, one(values, name)])
      .filter(([, value]) => value !== ''),
  );

/** True for what is no search but the thing itself: the address of its page, or its id. */
export const isThing = (typed: string): boolean =>
  /^(https?:\/\/\S+|\d{8,25}|[0-9a-f]{24}|customfield_\d+)$/i.test(typed);
