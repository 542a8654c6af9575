import type { Context as HonoContext } from 'hono';
import type { z } from 'zod';
import type { Database } from '../db/database.ts';
import type { Context } from '../domain/context.ts';
import type { Caller } from '../domain/sessions/session.ts';
import type { TokenScope } from '../domain/words.ts';
import type { Env } from '../env.ts';
import type { Answer } from './answer.ts';

export type ApiEnv = { Bindings: Env; Variables: { requestId: string; now: number; db: Database } };
export type ApiContext = HonoContext<ApiEnv>;

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a route is called with: who asks, and what they sent, checked by the route's own schemas. */
export type Call<Query, Body> = {
  ctx: Context;
  caller: Caller;
  env: Env;
  params: Record<string, string>;
  query: Query;
  body: Body;
  ifMatch: string | undefined;
  /** Where the caller reached us, `https://host`. */
  origin: string;
  /** Lets work go on after the answer. */
  defer(work: Promise<unknown>): void;
};

/** One method of one path: what it takes, what it gives, and how. The OpenAPI document is made of these. */
export type Route<Query = unknown, Body = unknown> = {
  method: Method;
  path: string;
  summary: string;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** Shapes by status; null where there is no body. */
  answers: Partial<Record<200 | 201 | 202 | 204, z.ZodType | null>>;
  /** Honours `If-Match`. */
  guarded?: boolean;
  /** What a token has to be allowed; see `scopeOf` for those that do not say. */
  scope?: TokenScope;
  /** A question that is too long for an address: the scope to read is enough, and no repeat needs a key. */
  writesNothing?: boolean;
  /** Talking about things, which observers do as well. */
  talks?: boolean;
  handle(call: Call<Query, Body>): Promise<Answer>;
};

/** The scope that a route needs: to read for questions, to write for all else that names none. */
export const scopeOf = ({
  scope,
  method,
  writesNothing,
}: Pick<Route, 'scope' | 'method' | 'writesNothing'>): TokenScope =>
  scope ?? (method === 'get' || writesNothing ? 'read' : 'write');

/** Ties the types of a route's schemas to those of its handler. */
export const route = <Query = undefined, Body = undefined>(given: Route<Query, Body>): Route =>
  given as unknown as Route;
