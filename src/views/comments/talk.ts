import type { Conversation } from '../../domain/comments/conversation.ts';
import type { Actor } from '../../domain/context.ts';
import type { Formats } from '../format.ts';

/** A conversation, whose OKR's it is, and who looks at it. */
export type Talk = Conversation & {
  org: { slug: string };
  okrId: string;
  actor: Actor;
  formats: Formats;
};

/** Ids of what answers replace. */
export const talkRegions = {
  thread: (okrId: string) => `thread-${okrId}`,
  answers: (checkInId: string) => `answers-${checkInId}`,
  reactions: (subjectId: string) => `reactions-${subjectId}`,
};
