import type { Context as HonoContext } from 'hono';
import type { Database } from '../db/database.ts';
import type { Context } from '../domain/context.ts';
import type { Surroundings } from '../domain/organizations/finding-shell.ts';
import type { Preferences, Presence } from '../domain/sessions/session.ts';
import type { Env } from '../env.ts';
import type { Formats } from '../views/format.ts';

/** What middleware has found out by the time a page is asked for. `ctx` and `preferences` only below /o/:org. */
export type WebEnv = {
  Bindings: Env;
  Variables: {
    requestId: string;
    now: number;
    db: Database;
    ctx: Context;
    preferences: Preferences;
    session: Presence['session'];
    /** Set while an admin acts for the member. */
    behalf: Presence['behalf'];
    formats: Formats;
    surroundings?: Promise<Surroundings>;
  };
};

export type WebContext = HonoContext<WebEnv>;
