import type { SaidComment } from '../../domain/comments/comment.ts';
import { may } from '../../domain/permission.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { commentLinks } from './links.ts';
import { ReactionBar } from './reaction-bar.tsx';
import type { Talk } from './talk.ts';

/** One comment in a list, with what may be done about it. */
export const CommentEntry = ({ comment, ...talk }: Talk & { comment: SaidComment }) => {
  const { org, actor, names, formats } = talk;
  const author = comment.author ?? 'Somebody';
  const when = formats.moment(comment.createdAt);
  const links = commentLinks(org.slug, comment.okrId, comment.id);
  const verb = comment.checkInId === null ? 'commented' : 'answered';
  return (
    <li id={comment.id}>
      <Avatar name={author} />
      <div class="stack talk">
        <Markdown text={comment.text} names={names} />
        <div class="row">
          <small>
            {`${author} ${verb}, `}
            <a href={links.page}>{when}</a>
            {comment.editedAt !== null && ', edited since'}
            {may.editComment(actor, comment.authorId) && (
              <Act href={links.edit} label={`Edit the comment of ${when}`}>
                Edit
              </Act>
            )}
            {may.deleteComment(actor, comment.authorId) && (
              <Act href={links.deletion} label={`Delete the comment of ${author}, ${when}`}>
                Delete
              </Act>
            )}
          </small>
          <ReactionBar {...talk} subjectId={comment.id} of={`the comment of ${author}, ${when}`} />
        </div>
      </div>
    </li>
  );
};

const Act = ({ href, label, children }: { href: string; label: string; children: string }) => (
  <>
    {' · '}
    <a href={href} aria-label={label}>
      {children}
    </a>
  </>
);
