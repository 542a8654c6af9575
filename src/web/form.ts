import type { z } from 'zod';
import type { FieldErrors } from '../domain/refusal.ts';
import type { WebContext } from './context.ts';

/** What a person sent: single fields as text, and all values of fields that may repeat. Typed text is never lost. */
export type Sent = { text(name: string): string; all(name: string): string[]; has(name: string): boolean };

/** Reads a form of at most 256 KiB (see app.tsx). Files are ignored. */
export async function readForm(c: WebContext): Promise<Sent> {
  const data = await c.req.formData();
  const all = (name: string) => data.getAll(name).filter((value): value is string => typeof value === 'string');
  return { all, text: (name) => all(name)[0]?.trim() ?? '', has: (name) => data.has(name) };
}

/** Sentences by field from what a schema found; the first one of each field. */
export const fieldErrors = (error: z.ZodError): FieldErrors =>
  Object.fromEntries(error.issues.toReversed().map((issue) => [String(issue.path[0] ?? 'form'), issue.message]));
