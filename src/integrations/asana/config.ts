import { z } from 'zod';

/** Stored in the clear: nothing, the token says it all. */
export type AsanaConfig = Record<string, never>;

/** A personal access token or a service account's; or what signing in to Asana gave, with the time (ms) until which it is good. */
export type AsanaSecret = { token: string } | { access_token: string; refresh_token: string; expires_at: number };

/** Which tasks of a project count. Empty lists do not filter. `sum_field_gid` names a number that tasks carry, to add up. */
export type AsanaQuery = {
  project_gid: string;
  scope: 'tasks' | 'subtasks';
  parent_task_gid: string | null;
  assignee_gids: string[];
  section_gids: string[];
  completion: 'any' | 'complete' | 'incomplete';
  sum_field_gid: string | null;
};

const token = z
  .string('Paste the token.')
  .trim()
  .min(1, 'Paste the token.')
  .max(1000)
  .regex(/^[\x21-\x7e]*$/, 'A token holds no spaces and no special characters.');

const SIGN_IN = 'Sign in to Asana again.';

const pasted = z.strictObject({ token });

const signedIn = z.strictObject({
  access_token: z.string(SIGN_IN).min(1, SIGN_IN).max(10_000),
  refresh_token: z.string(SIGN_IN).min(1, SIGN_IN).max(10_000),
  expires_at: z.number(SIGN_IN).positive(),
});

/** `{token}`, or what a sign-in gave: `{access_token, refresh_token, expires_at}`. */
export const input: z.ZodType<{ config: AsanaConfig; secret: AsanaSecret }> = z.unknown().transform((given, ctx) => {
  const schema = typeof given === 'object' && given !== null && 'access_token' in given ? signedIn : pasted;
  const parsed = schema.safeParse(given);
  if (parsed.success) return { config: {}, secret: parsed.data };
  for (const { path, message } of parsed.error.issues) ctx.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

/** What may be a gid. Asana's are digits, but all it promises is a text; one without any digit is a name that was typed in. */
export const GID = /^(?=.*\d)[\w-]{1,64}$/;

const PROJECT = 'Choose a project, or paste its address.';
const TASK = 'Choose a task, or paste its address.';

/** A gid, or the address of a page that holds it: `/0/<project>/...` or `/1/<workspace>/project/<project>/...`. */
const gid = (message: string, address: RegExp) =>
  z
    .string(message)
    .trim()
    .transform((text) => address.exec(text)?.[1] ?? text)
    .refine((text) => GID.test(text), message);

const gids = (what: string) =>
  z
    .array(z.string().regex(GID, `This is no ${what} of Asana.`))
    .max(100)
    .default([])
    .transform((all) => [...new Set(all)].sort());

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((given) => (given === '' || given === undefined ? null : given), z.union([z.null(), schema]));

export const query = z
  .strictObject({
    project_gid: gid(PROJECT, /app\.asana\.com\/(?:0|1\/\d+\/project)\/(\d+)/),
    scope: z.enum(['tasks', 'subtasks'], 'Count tasks or subtasks.').default('tasks'),
    parent_task_gid: optional(gid(TASK, /app\.asana\.com\/(?:0\/\d+|1\/\d+(?:\/project\/\d+)?\/task)\/(\d+)/)),
    assignee_gids: gids('person'),
    section_gids: gids('section'),
    completion: z.enum(['any', 'complete', 'incomplete'], 'Choose any, complete or incomplete.').default('any'),
    sum_field_gid: optional(gid('Choose a number field.', /$^/)),
  })
  .transform(
    (asked): AsanaQuery => ({ ...asked, parent_task_gid: asked.scope === 'subtasks' ? asked.parent_task_gid : null }),
  );
