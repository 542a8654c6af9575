import { base64url } from 'jose';
import { z } from 'zod';
import type { Cut, Position } from '../domain/paging.ts';

const MOST = 200;
const USUAL = 50;

const position = z
  .array(z.union([z.string(), z.number()]))
  .min(1)
  .max(4);

/** Opaque to callers: they hand back what they were given. */
export const encodeCursor = (at: Position): string => base64url.encode(JSON.stringify(at));

const cursor = z
  .string()
  .max(500)
  .transform((text, issues): Position => {
    try {
      return position.parse(JSON.parse(new TextDecoder().decode(base64url.decode(text))));
    } catch {
      issues.addIssue({ code: 'custom', message: 'This cursor is none of ours. Use next_cursor as it was given.' });
      return z.NEVER;
    }
  });

const limit = z.coerce
  .number(`A limit is a whole number from 1 to ${MOST}.`)
  .int(`A limit is a whole number from 1 to ${MOST}.`)
  .min(1, 'A limit is at least 1.')
  .max(MOST, `A limit is at most ${MOST}.`);

/** The query of every list. */
export const pageQuery = z.strictObject({ limit: limit.optional(), cursor: cursor.optional() });

export const cutOf = (query: z.infer<typeof pageQuery>): Cut => ({
  after: query.cursor ?? null,
  limit: query.limit ?? USUAL,
});
