import type { z } from 'zod';
import { type FieldErrors, Refusal } from '../domain/refusal.ts';
import type { WebContext } from './context.ts';

/** What a person sent: single fields as text, and all values of fields that may repeat. Typed text is never lost. */
export type Sent = { text(name: string): string; all(name: string): string[]; has(name: string): boolean };

/** Reads a form of at most 256 KiB (see app.tsx). Files are ignored. @throws Refusal `invalid` for what is no form */
export async function readForm(c: WebContext): Promise<Sent> {
  const data = await c.req.formData().catch(refuseUnreadable);
  return sent((name) => data.getAll(name).filter((value): value is string => typeof value === 'string'));
}

/** What an address asks with, as a form would have sent it. */
export const readQuery = (c: WebContext): Sent => sent((name) => c.req.queries(name) ?? []);

const sent = (all: Sent['all']): Sent => ({
  all,
  text: (name) => all(name)[0]?.trim() ?? '',
  has: (name) => all(name).length > 0,
});

function refuseUnreadable(): never {
  throw new Refusal('invalid', 'This was not sent as a form. Send it again from its page.');
}

/** Sentences by field from what a schema found; the first one of each field. */
export const fieldErrors = (error: z.ZodError): FieldErrors =>
  Object.fromEntries(error.issues.toReversed().map((issue) => [String(issue.path[0] ?? 'form'), issue.message]));
