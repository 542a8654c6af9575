import { Pager } from '../ui/pager.tsx';
import { CommentEntry } from './comment-entry.tsx';
import { CommentForm } from './comment-form.tsx';
import { type Talk, talkRegions } from './talk.ts';

type ThreadProps = Talk & {
  /** The thread under one check-in; null for what was said of the OKR itself. */
  checkInId?: string | null;
  /** Where what came before can be read; null when this is all. */
  earlier?: string | null;
  typed?: string;
  error?: string;
};

/** What people say about one OKR, oldest first, and a field to say more: for a page, and under each line of a draft. */
export const CommentThread = ({ checkInId = null, earlier = null, typed, error, ...talk }: ThreadProps) => {
  const { org, okrId } = talk;
  const target = talkRegions.thread(okrId);
  const own = talk.comments.filter((comment) => comment.okrId === okrId && comment.checkInId === checkInId);
  return (
    <div class={own.length > 0 ? 'stack tight' : 'checkin stack tight'} id={target}>
      <Pager href={earlier}>Earlier</Pager>
      {own.length > 0 && (
        <ol class="rows top" role="list">
          {own.map((comment) => (
            <CommentEntry {...talk} comment={comment} />
          ))}
        </ol>
      )}
      <CommentForm {...{ org, okrId, checkInId, target, typed, error }} from="thread" />
    </div>
  );
};
