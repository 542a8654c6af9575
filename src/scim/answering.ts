import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { hashOf } from '../lib/tokens.ts';
import type { ScimContext } from './context.ts';
import { Fault } from './fault.ts';
import { isObject, type Json } from './matching.ts';
import { type Projection, projected } from './projection.ts';
import type { ResourceType } from './schemas.ts';

const MEDIA_TYPE = 'application/scim+json';

export const answer = (c: ScimContext, body: unknown, status: ContentfulStatusCode = 200): Response =>
  c.body(JSON.stringify(body), status, { 'Content-Type': MEDIA_TYPE, 'Cache-Control': 'private, no-store' });

/** One resource, whole or as far as was asked for; 304 when the caller holds this version. */
export function answerResource(
  c: ScimContext,
  type: ResourceType,
  resource: Json,
  projection: Projection,
  status: 200 | 201 = 200,
): Response {
  const { location, version } = resource.meta as { location: string; version?: string };
  if (version) c.header('ETag', version);
  c.header(status === 201 ? 'Location' : 'Content-Location', location);
  const known = c.req.header('If-None-Match');
  if (c.req.method === 'GET' && version && known !== undefined && isAmong(version, known)) return c.body(null, 304);
  return answer(c, projected(type, resource, projection), status);
}

/** @throws Fault 412 when the caller insists with `If-Match` on another version than this */
export function demandVersion(c: ScimContext, resource: Json): void {
  const asked = c.req.header('If-Match');
  const { version } = resource.meta as { version?: string };
  if (asked === undefined || version === undefined || isAmong(version, asked)) return;
  throw new Fault(412, undefined, 'This has changed since you read it. Read it again, then repeat your change.');
}

const isAmong = (version: string, tags: string) =>
  tags.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(version));

const opaque = (tag: string) => tag.trim().replace(/^W\//, '');

/** What a resource is now, without what comes and goes around it. Weak: two answers that mean the same share it. */
export const versionOf = async (resource: Json): Promise<string> =>
  `W/"${(await hashOf(JSON.stringify(resource))).slice(0, 16)}"`;

/** The body as an object. @throws Fault 415 for what is not sent as JSON, 400 for what is none */
export async function readBody(c: ScimContext): Promise<Json> {
  if (!/^application\/(scim\+)?json\b/i.test(c.req.header('Content-Type') ?? ''))
    throw new Fault(415, undefined, `Send ${MEDIA_TYPE}.`);
  const body: unknown = await c.req.json().catch(() => undefined);
  if (!isObject(body)) throw new Fault(400, 'invalidSyntax', 'The body is not a JSON object.');
  return body;
}
