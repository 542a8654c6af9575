import type { CountedTag } from '../../domain/tags/tag.ts';
import { formats } from '../format.ts';
import { quoted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { Confirmation } from '../ui/confirmation.tsx';
import { carriedBy } from './words.ts';

type PageProps = {
  shell: Shell;
  /** Address of the list of tags. */
  base: string;
  tag: CountedTag;
};

/** What deleting a tag means, and the button that does it. */
export const TagDeletionPage = ({ shell, base, tag }: PageProps) => (
  <Confirmation
    shell={shell}
    title={`Delete ${tag.name}`}
    question={`Delete ${quoted(tag.name)}?`}
    back={{ href: base, words: 'Tags' }}
    action={`${base}/${tag.id}/deletion`}
    yes="Delete this tag"
  >
    <p>
      {tag.okrs === 0
        ? 'No OKR carries it.'
        : `${carriedBy(tag, formats(shell))} will be without it. They stay as they are otherwise.`}
    </p>
    <p>This cannot be taken back.</p>
  </Confirmation>
);
