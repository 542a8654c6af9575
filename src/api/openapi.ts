import { z } from 'zod';
import { type Route, scopeOf } from './route.ts';
import { problemShape } from './shapes.ts';

type Json = { [name: string]: unknown };

const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

const parameters = {
  IfMatch: header('If-Match', 'The ETag of the read. A change since then is answered with 412 `stale`.'),
  IfNoneMatch: header('If-None-Match', 'An ETag. 304 when nothing has changed.'),
  IdempotencyKey: header(
    'Idempotency-Key',
    'Any text of your own. A repeat within 24 hours is given the first answer, with `Idempotency-Replayed: true`.',
  ),
};

/** The OpenAPI 3.1 document of these routes, made of the schemas that they work with. */
export function openApi(routes: readonly Route[], version: string): Json {
  const schemas: Json = {};
  schemaOf(problemShape, 'output', schemas);
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operationOf(route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cairn',
      version,
      description: 'OKRs whose numbers update themselves and can say why. The organization is that of the token.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    paths,
    components: {
      schemas,
      parameters,
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A token of a member (cairn_pat_...) or of the organization (cairn_org_...). Of its scopes `read`, `check_in`, `write` and `admin` each includes those before it; every operation names the one that it needs.',
        },
      },
    },
  };
}

function operationOf(route: Route, schemas: Json): Json {
  const { method, path, summary, body, guarded, writesNothing, answers } = route;
  const given = body && schemaOf(body, 'input', schemas);
  return {
    operationId: operationId(route),
    summary,
    security: [{ token: [scopeOf(route)] }],
    tags: [path.split('/')[1]],
    parameters: [
      ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      ...queryParameters(route, schemas),
      ...(guarded ? [use('IfMatch')] : []),
      ...(writesNothing ? [] : [use(method === 'get' ? 'IfNoneMatch' : 'IdempotencyKey')]),
    ],
    ...(given && {
      requestBody: { required: Array.isArray(given.required), content: { 'application/json': { schema: given } } },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, shape]) => [status, responseOf(status, shape, schemas)]),
      ),
      ...(method === 'get' && { 304: { description: 'Not changed since the ETag given.' } }),
      default: { description: 'A problem.', content: PROBLEM },
    },
  };
}

const descriptions: Record<string, string> = {
  200: 'Done.',
  201: 'Made; Location says where it is.',
  202: 'Taken on, and not finished yet.',
  204: 'Done; there is nothing to say.',
};

function responseOf(status: string, shape: z.ZodType | null, schemas: Json): Json {
  const description = descriptions[status];
  if (shape === null) return { description };
  return { description, content: { 'application/json': { schema: schemaOf(shape, 'output', schemas) } } };
}

function queryParameters({ query }: Route, schemas: Json): Json[] {
  if (!query) return [];
  const { properties = {} } = schemaOf(query, 'input', schemas) as { properties?: Record<string, Json> };
  return Object.entries(properties)
    .filter(([, schema]) => !('not' in schema))
    .map(([name, schema]) => ({ name, in: 'query', schema }));
}

/** The JSON schema of a zod schema. What has a name is put among the components and referred to. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const made = z.toJSONSchema(schema, {
    io,
    // A format says what zod's patterns say, in a word.
    override: ({ jsonSchema }) => void (jsonSchema.format && delete jsonSchema.pattern),
  });
  const referring = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $schema: _, $defs = {}, ...rest } = JSON.parse(referring) as Json & { $defs?: Json };
  Object.assign(schemas, $defs);
  const { id, ...named } = rest;
  if (typeof id !== 'string') return rest;
  schemas[id] = named;
  return { $ref: `#/components/schemas/${id}` };
}

/** `GET /okrs/:id/check-ins` is `getOkrsIdCheckIns`. */
const operationId = ({ method, path }: Route) =>
  method + path.replace(/[/:_-]+(\w)/g, (_, letter: string) => letter.toUpperCase());

const use = (name: keyof typeof parameters) => ({ $ref: `#/components/parameters/${name}` });

function header(name: string, description: string) {
  return { name, in: 'header', description, schema: { type: 'string' } };
}
