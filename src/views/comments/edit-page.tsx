import type { SaidComment } from '../../domain/comments/comment.ts';
import { typed as asTyped } from '../../domain/mentions/mention.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { TextArea } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { commentLinks, mentionsLink } from './links.ts';

type Props = { shell: Shell; comment: SaidComment };

/** A comment once more, to be put right. */
export const CommentEditPage = ({ shell, comment, typed, error }: Props & { typed?: string; error?: string }) => {
  const links = commentLinks(shell.org.slug, comment.okrId, comment.id);
  return (
    <Layout shell={shell} title="Edit a comment" narrow>
      <PageHead title="Edit a comment" />
      <form class="stack tight" method="post" action={links.edit}>
        <TextArea
          id="text"
          name="text"
          label="Your comment"
          rows={4}
          required
          value={typed ?? asTyped(comment.text)}
          error={error}
          mentions={mentionsLink(shell.org.slug)}
        />
        <div class="row">
          <button class="btn primary">Save</button>
          <a class="btn quiet" href={links.page}>
            Cancel
          </a>
        </div>
      </form>
    </Layout>
  );
};

/** Asks before a comment goes. */
export const CommentDeletionPage = ({ shell, comment }: Props) => {
  const links = commentLinks(shell.org.slug, comment.okrId, comment.id);
  return (
    <Layout shell={shell} title="Delete a comment" narrow>
      <PageHead title="Delete this comment?" under={`Of ${comment.author ?? 'somebody'}. This cannot be taken back.`} />
      <Markdown text={comment.text} />
      <form class="row" method="post" action={links.deletion}>
        <button class="btn">Delete</button>
        <a class="btn quiet" href={links.page}>
          Keep it
        </a>
      </form>
    </Layout>
  );
};
