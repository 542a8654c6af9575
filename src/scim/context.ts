import type { Context as HonoContext } from 'hono';
import type { Database } from '../db/database.ts';
import type { Context } from '../domain/context.ts';
import type { Env } from '../env.ts';

/** `ctx` is there once somebody has shown a token. */
export type ScimEnv = { Bindings: Env; Variables: { requestId: string; now: number; db: Database; ctx: Context } };
export type ScimContext = HonoContext<ScimEnv>;
