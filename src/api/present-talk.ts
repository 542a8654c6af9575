import type { z } from 'zod';
import type { SaidComment } from '../domain/comments/comment.ts';
import { mentionedIn } from '../domain/mentions/mention.ts';
import type { Reaction } from '../domain/reactions/finding.ts';
import { moment, momentOrNull } from './present.ts';
import type { commentShape, reactionShape } from './talk-shapes.ts';

export const presentComment = (comment: SaidComment): z.infer<typeof commentShape> => ({
  id: comment.id,
  okr_id: comment.okrId,
  check_in_id: comment.checkInId,
  author_id: comment.authorId,
  author: comment.author,
  text: comment.text,
  mention_ids: mentionedIn(comment.text),
  created_at: moment(comment.createdAt),
  edited_at: momentOrNull(comment.editedAt),
});

export const presentReaction = ({ subjectId, sign, memberId, name, at }: Reaction): z.infer<typeof reactionShape> => ({
  subject_id: subjectId,
  sign,
  member_id: memberId,
  name,
  at: moment(at),
});
