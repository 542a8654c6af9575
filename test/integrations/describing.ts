/** What an OpenAPI description says of a value, as far as requests need it. */
export type Schema = {
  $ref?: string;
  allOf?: Schema[];
  type?: string;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  nullable?: boolean;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
};

type Parameter = { $ref?: string; name: string; in: string; required?: boolean; schema?: Schema };

type Operation = {
  deprecated?: boolean;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};

type PathItem = { parameters?: Parameter[] } & Record<string, Operation | Parameter[] | undefined>;

/** A description as OpenAPI has it, reduced to what requests are checked against. */
export type Description = {
  paths: Record<string, PathItem>;
  components: { schemas?: Record<string, Schema>; parameters?: Record<string, Parameter> };
};

/** A request that an adapter made. `path` without the server's own. */
export type Made = { method: string; path: string; search: URLSearchParams; body?: unknown };

/** What a description has against a request: unknown paths, fields and parameters, missing and misshapen ones. */
export function complaintsAbout(description: Description, { method, path, search, body }: Made): string[] {
  const item = itemFor(description, path);
  const operation = item?.[method.toLowerCase()] as Operation | undefined;
  if (!item || !operation) return ['is not described'];
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])]
    .map((each) => named(description.components.parameters, each.$ref) ?? each)
    .filter((each) => each.in === 'query');
  const schema = operation.requestBody?.content['application/json']?.schema;
  return [
    ...(operation.deprecated ? ['is deprecated'] : []),
    ...parameters.filter(({ name, required }) => required && !search.has(name)).map(({ name }) => `lacks ?${name}=`),
    ...[...search].flatMap(([name, text]) => {
      const known = parameters.find((each) => each.name === name);
      return known
        ? mismatches(description, known.schema ?? {}, fromText(known.schema, text), `?${name}`)
        : [`has an unknown ?${name}=`];
    }),
    ...(schema ? mismatches(description, schema, body, 'body') : body === undefined ? [] : ['has a body']),
  ];
}

function itemFor({ paths }: Description, path: string): PathItem | undefined {
  const matches = (template: string) =>
    new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path);
  return paths[path] ?? paths[Object.keys(paths).find(matches) ?? ''];
}

function fromText(schema: Schema | undefined, text: string): unknown {
  if (schema?.type === 'array') return text.split(',');
  if (schema?.type === 'integer' || schema?.type === 'number') return Number(text);
  return schema?.type === 'boolean' ? text === 'true' || (text === 'false' ? false : text) : text;
}

function mismatches(description: Description, schema: Schema, value: unknown, at: string): string[] {
  const whole = flattened(description, schema);
  const inside = (part: Schema, one: unknown, where: string) => mismatches(description, part, one, where);
  if (value === null && whole.nullable) return [];
  if (whole.enum && !whole.enum.includes(value)) return [`${at} is none of those described: ${JSON.stringify(value)}`];
  switch (whole.type) {
    case 'array':
      if (!Array.isArray(value)) return [`${at} is no list`];
      return value.flatMap((one, i) => inside(whole.items ?? {}, one, `${at}[${i}]`));
    case 'integer':
    case 'number':
      if (typeof value !== 'number' || (whole.type === 'integer' && !Number.isInteger(value)))
        return [`${at} is no number of this kind`];
      return value < (whole.minimum ?? value) || value > (whole.maximum ?? value) ? [`${at} is out of range`] : [];
    case 'object': {
      if (typeof value !== 'object' || value === null) return [`${at} is no object`];
      const { required = [], properties } = whole;
      return [
        ...required.filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`),
        ...Object.entries(value).flatMap(([name, one]) => {
          const known = properties?.[name];
          if (known) return inside(known, one, `${at}.${name}`);
          return properties ? [`${at}.${name} is unknown`] : [];
        }),
      ];
    }
    default:
      return whole.type && typeof value !== whole.type ? [`${at} is no ${whole.type}`] : [];
  }
}

/** A schema with what it refers to and what it is made of put together. */
function flattened(description: Description, schema: Schema): Schema {
  const referred = named(description.components.schemas, schema.$ref);
  if (referred) return flattened(description, referred);
  const { allOf = [], ...own } = schema;
  const parts = [own, ...allOf.map((part) => flattened(description, part))];
  const properties = parts.flatMap((part) => part.properties ?? []);
  return {
    ...Object.assign({}, ...parts),
    required: parts.flatMap((part) => part.required ?? []),
    ...(properties.length > 0 && { properties: Object.assign({}, ...properties) }),
  };
}

const named = <T>(all: Record<string, T> | undefined, ref: string | undefined): T | undefined =>
  ref === undefined ? undefined : all?.[ref.slice(ref.lastIndexOf('/') + 1)];
