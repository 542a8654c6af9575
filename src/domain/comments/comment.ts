import { z } from 'zod';
import type { CheckInId } from '../../db/ids.ts';
import type { comments } from '../../db/schema/conversations.ts';

/** What somebody said about an OKR, or under one of its check-ins. */
export type Comment = typeof comments.$inferSelect;

/** A comment and the name of who said it. */
export type SaidComment = Comment & { author: string | null };

export const COMMENT_LENGTH = 4000;

const text = z
  .string()
  .trim()
  .min(1, 'Write something first.')
  .max(COMMENT_LENGTH, `A comment has at most ${COMMENT_LENGTH} characters.`);

/** What may be said. Names as in the API; with a check-in it is an answer to that. */
export const newCommentInput = z.strictObject({
  text,
  check_in_id: (z.string().max(60) as unknown as z.ZodType<CheckInId>).nullable().optional(),
});
export type NewComment = z.infer<typeof newCommentInput>;

export const commentPatch = z.strictObject({ text });
export type CommentPatch = z.infer<typeof commentPatch>;
