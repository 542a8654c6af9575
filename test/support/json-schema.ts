export type Schema = { [keyword: string]: unknown };

const known = new Set(
  (
    '$ref type enum const properties required additionalProperties propertyNames items anyOf oneOf minimum maximum ' +
    'minLength maxLength minItems maxItems pattern format description default title'
  ).split(' '),
);

const formats: Record<string, RegExp> = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  date: /^\d{4}-\d\d-\d\d$/,
  uri: /^https?:\/\/\S+$/,
  email: /^\S+@\S+$/,
};

/**
 * What is wrong with a value by a JSON Schema of draft 2020-12, each with its place; empty when nothing is. Knows the
 * words that our documents use, and throws at any other, so that none is passed over in silence.
 */
export function complaints(root: Schema, schema: Schema, value: unknown, at = '$'): string[] {
  for (const word of Object.keys(schema))
    if (!known.has(word)) throw new Error(`${at}: this check does not know ${word}`);
  const go = (next: unknown, inner: unknown, path: string) => complaints(root, next as Schema, inner, path);
  if (typeof schema.$ref === 'string') return go(resolve(root, schema.$ref), value, at);
  const wrong = (condition: boolean, words: string) => (condition ? [`${at}: ${words}`] : []);

  const types = [schema.type ?? []].flat() as string[];
  if (types.length > 0 && !types.some((type) => isOf(type, value))) return [`${at}: is not ${types.join(' or ')}`];
  const found: string[] = [];
  if (schema.enum) found.push(...wrong(!(schema.enum as unknown[]).includes(value), `is none of ${schema.enum}`));
  if ('const' in schema) found.push(...wrong(schema.const !== value, `is not ${schema.const}`));
  for (const [word, least] of [
    ['anyOf', 1],
    ['oneOf', 1],
  ] as const) {
    if (!schema[word]) continue;
    const branches = (schema[word] as Schema[]).map((branch) => go(branch, value, at));
    const fits = branches.filter((branch) => branch.length === 0).length;
    if (fits < least || (word === 'oneOf' && fits > 1))
      found.push(`${at}: fits ${fits} of ${word} (${branches.flat().join('; ')})`);
  }
  if (typeof value === 'number')
    found.push(
      ...wrong(value < Number(schema.minimum ?? -Infinity), `is under ${schema.minimum}`),
      ...wrong(value > Number(schema.maximum ?? Infinity), `is over ${schema.maximum}`),
    );
  if (typeof value === 'string')
    found.push(
      ...wrong(value.length < Number(schema.minLength ?? 0), 'is too short'),
      ...wrong(value.length > Number(schema.maxLength ?? Infinity), 'is too long'),
      ...wrong(!new RegExp(String(schema.pattern ?? ''), 'u').test(value), `does not match ${schema.pattern}`),
      ...wrong(schema.format !== undefined && !formats[String(schema.format)]!.test(value), `is no ${schema.format}`),
    );
  if (Array.isArray(value)) {
    found.push(
      ...wrong(
        value.length > Number(schema.maxItems ?? Infinity) || value.length < Number(schema.minItems ?? 0),
        'has a wrong length',
      ),
    );
    if (schema.items) found.push(...value.flatMap((each, i) => go(schema.items, each, `${at}[${i}]`)));
  } else if (typeof value === 'object' && value !== null) {
    const properties = (schema.properties ?? {}) as Record<string, Schema>;
    for (const name of (schema.required ?? []) as string[]) found.push(...wrong(!(name in value), `lacks ${name}`));
    for (const [name, each] of Object.entries(value)) {
      const rest = schema.additionalProperties;
      if (properties[name]) found.push(...go(properties[name], each, `${at}.${name}`));
      else if (rest === false) found.push(`${at}: has ${name} too much`);
      else if (typeof rest === 'object') found.push(...go(rest, each, `${at}.${name}`));
      if (schema.propertyNames) found.push(...go(schema.propertyNames, name, `${at}.${name}`));
    }
  }
  return found;
}

const resolve = (root: Schema, ref: string): unknown =>
  ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((node, name) => (node as Schema)[name], root);

function isOf(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
