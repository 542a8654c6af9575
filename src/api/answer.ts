import type { Page, Position } from '../domain/paging.ts';
import { entityTag } from './conditional.ts';
import { encodeCursor } from './cursor.ts';

/**
 * What a route answers with. `tag` says how the answer is validated: `exact` for one resource, of which `version` counts
 * the changes if it has one; `weak` for lists; none for answers that are not a representation.
 */
export type Answer = {
  status: number;
  body?: unknown;
  tag?: 'exact' | 'weak';
  version?: number;
  headers?: Record<string, string>;
};

/** An answer as it goes over the wire, and as it is kept for a repeated request. */
export type Sent = { status: number; headers: Record<string, string>; body: string };

export const found = (body: unknown, version?: number): Answer => ({ status: 200, body, tag: 'exact', version });

export const page = <T>({ items, next }: Page<T>, present: (item: T) => unknown): Answer => ({
  status: 200,
  body: { data: items.map(present), next_cursor: next && encodeCursor(next satisfies Position) },
  tag: 'weak',
});

/** `location` is the path below /api/v1. */
export const created = (location: string, body: unknown, version?: number): Answer => ({
  ...found(body, version),
  status: 201,
  headers: { Location: `/api/v1${location}` },
});

export const done = (): Answer => ({ status: 204 });

/** Writes an answer down. Every answer belongs to one token; caches ask again before they use it. */
export async function send({ status, body, tag, version, headers = {} }: Answer): Promise<Sent> {
  const text = body === undefined ? '' : JSON.stringify(body);
  return {
    status,
    headers: {
      ...(text && { 'Content-Type': 'application/json' }),
      'Cache-Control': 'private, no-cache',
      Vary: 'Authorization',
      ...(tag && { ETag: await entityTag(text, tag, version) }),
      ...headers,
    },
    body: text,
  };
}
