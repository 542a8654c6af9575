import { exports } from 'cloudflare:workers';
import { scimTokens } from '../../src/db/schema/people.ts';
import { hashOf } from '../../src/lib/tokens.ts';
import { type World, world } from '../support/world.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as identity systems do
export type Heard = { status: number; headers: Headers; body: any; trips: number; rows: number };
export type Caller = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Heard>;

/** Calls SCIM as a system with this token would; a text body is sent as it is. */
export const callerWith =
  (token: string | null): Caller =>
  async (method, path, body, headers = {}) => {
    const response = await exports.default.fetch(`https://cairn.test/scim/v2${path}`, {
      method,
      headers: {
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/scim+json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const count = (name: string) =>
      Number(new RegExp(`${name}=(\\d+)`).exec(response.headers.get('Server-Timing') ?? '')?.[1]);
    return {
      status: response.status,
      headers: response.headers,
      body: text ? JSON.parse(text) : null,
      trips: count('trips'),
      rows: count('rows'),
    };
  };

/** The identity system of an organization. */
export async function systemOf(w: World): Promise<Caller> {
  const token = `cairn_scim_${crypto.randomUUID()}`;
  await w.db.insert(scimTokens).values({ orgId: w.org.id, tokenHash: await hashOf(token), createdAt: w.now });
  return callerWith(token);
}

export async function provisioned(slug = 'northwind') {
  const w = await world({ slug, now: Date.now() });
  return { w, call: await systemOf(w) };
}

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export const patchOf = (...Operations: unknown[]) => ({ schemas: [PATCH], Operations });

export const where = (filter: string) => `filter=${encodeURIComponent(filter)}`;
