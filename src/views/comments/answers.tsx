import { Pager } from '../ui/pager.tsx';
import { CommentEntry } from './comment-entry.tsx';
import { CommentForm } from './comment-form.tsx';
import { talkLinks } from './links.ts';
import { type Talk, talkRegions } from './talk.ts';

/** Answers under one check-in that stand on the page of the OKR; the rest has a page of its own. */
const SHOWN = 5;

/** What was answered to a check-in, oldest first, and a field to answer. */
export const Answers = ({ checkInId, ...talk }: Talk & { checkInId: string }) => {
  const { org, okrId } = talk;
  const answers = talk.comments.filter((comment) => comment.checkInId === checkInId);
  const target = talkRegions.answers(checkInId);
  return (
    <div class="answers" id={target}>
      <Pager href={answers.length > SHOWN ? talkLinks(org.slug, okrId).thread(checkInId) : null}>Earlier answers</Pager>
      {answers.length > 0 && (
        <ol class="rows top" role="list">
          {answers.slice(-SHOWN).map((comment) => (
            <CommentEntry {...talk} comment={comment} />
          ))}
        </ol>
      )}
      <details>
        <summary class="btn quiet">Answer</summary>
        <CommentForm org={org} okrId={okrId} checkInId={checkInId} target={target} from="story" />
      </details>
    </div>
  );
};
