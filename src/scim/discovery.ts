import { Hono } from 'hono';
import { answer } from './answering.ts';
import { MOST_RESULTS } from './asking.ts';
import { baseOf } from './base.ts';
import type { ScimContext, ScimEnv } from './context.ts';
import { Fault } from './fault.ts';
import { presentList } from './listing.ts';
import type { Json } from './matching.ts';
import { resourceTypes, schemas } from './schemas.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';

/** What this server can do (RFC 7644, section 4). Says nothing of anybody. */
export const discovery = new Hono<ScimEnv>();

discovery.get('/ServiceProviderConfig', (c) =>
  answer(c, {
    schemas: [`${CORE}:ServiceProviderConfig`],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: MOST_RESULTS },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'The SCIM token that an admin makes in Cairn under Admin, Security.',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseOf(c)}/ServiceProviderConfig` },
  }),
);

for (const [path, present] of [
  ['ResourceTypes', typesOf],
  ['Schemas', schemasOf],
] as const) {
  discovery.get(`/${path}`, (c) => {
    if (c.req.query('filter') !== undefined) throw new Fault(403, undefined, 'This list is not filtered.');
    const resources = present(c);
    return answer(c, presentList({ resources, total: resources.length }, 1));
  });
  discovery.get(`/${path}/:id`, (c) => {
    const id = c.req.param('id').toLowerCase();
    const found = present(c).find((each) => String(each.id).toLowerCase() === id);
    if (!found) throw new Fault(404, undefined, 'There is nothing of this name.');
    return answer(c, found);
  });
}

function typesOf(c: ScimContext): Json[] {
  return Object.values(resourceTypes).map(({ kind, endpoint, schema, extension }) => ({
    schemas: [`${CORE}:ResourceType`],
    id: kind,
    name: kind,
    description: schema.description,
    endpoint,
    schema: schema.id,
    ...(extension && { schemaExtensions: [{ schema: extension.id, required: false }] }),
    meta: { resourceType: 'ResourceType', location: `${baseOf(c)}/ResourceTypes/${kind}` },
  }));
}

function schemasOf(c: ScimContext): Json[] {
  return schemas.map((schema) => ({
    schemas: [`${CORE}:Schema`],
    ...schema,
    meta: { resourceType: 'Schema', location: `${baseOf(c)}/Schemas/${schema.id}` },
  }));
}
