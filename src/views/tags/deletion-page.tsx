import type { CountedTag } from '../../domain/tags/tag.ts';
import { formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { quoted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';
import { carriedBy } from './words.ts';

type PageProps = {
  shell: Shell;
  /** Address of the list of tags. */
  base: string;
  tag: CountedTag;
};

/** What deleting a tag means, and the button that does it. */
export const TagDeletionPage = ({ shell, base, tag }: PageProps) => (
  <Layout shell={shell} title={`Delete ${tag.name}`} narrow>
    <PageHead
      title={`Delete ${quoted(tag.name)}?`}
      over={
        <p class="small">
          <a href={base}>Tags</a>
        </p>
      }
    />
    <form class="stack tight" method="post" action={`${base}/${tag.id}/deletion`}>
      <p>
        {tag.okrs === 0
          ? 'No OKR carries it.'
          : `${carriedBy(tag, formats(shell))} will be without it. They stay as they are otherwise.`}
      </p>
      <p>This cannot be taken back.</p>
      <div class="row">
        <button class="btn primary">Delete this tag</button>
        <a class="btn quiet" href={base}>
          Keep it
        </a>
      </div>
    </form>
  </Layout>
);
