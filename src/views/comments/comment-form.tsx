import { once, onStatus } from '../hx.ts';
import { TextArea } from '../ui/field.tsx';
import { mentionsLink, talkLinks } from './links.ts';

type FormProps = {
  org: { slug: string };
  okrId: string;
  /** The check-in that is answered. */
  checkInId?: string | null;
  /** What the answer replaces, and where somebody without JavaScript goes back to. */
  target: string;
  from: 'story' | 'thread';
  typed?: string;
  error?: string;
};

/** A field for what somebody wants to say. */
export const CommentForm = ({ org, okrId, checkInId, target, from, typed, error }: FormProps) => {
  const { comments } = talkLinks(org.slug, okrId);
  const id = `comment-${checkInId ?? okrId}`;
  return (
    <form
      class="stack tight"
      method="post"
      action={comments}
      hx-post={comments}
      hx-target={`#${target}`}
      hx-swap="outerHTML"
      {...onStatus(422, 'target:this')}
      {...once}
    >
      <input type="hidden" name="from" value={from} />
      {checkInId && <input type="hidden" name="check_in" value={checkInId} />}
      <TextArea
        id={id}
        name="text"
        label={checkInId ? 'Your answer' : 'Your comment'}
        silent
        rows={2}
        required
        placeholder="Ask or answer. @ mentions someone."
        value={typed}
        error={error}
        mentions={mentionsLink(org.slug)}
      />
      <button class="btn" id={`${id}-send`}>
        {checkInId ? 'Answer' : 'Comment'}
      </button>
    </form>
  );
};
