import type { CountedTag } from '../../domain/tags/tag.ts';
import { type Formats, formats as formatsOf } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Empty } from '../ui/empty.tsx';
import { TextField } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Pager } from '../ui/pager.tsx';
import { carriedBy } from './words.ts';

type PageProps = {
  shell: Shell;
  /** Address of this page. */
  base: string;
  tags: readonly CountedTag[];
  /** Address of the rest of the list. */
  more: string | null;
  /** A renaming that was refused, with what was typed. */
  refused: Refusal | null;
};

export type Refusal = { id: string; typed: string; error?: string; message?: string };

/** The tags of an organization, each to be renamed, merged or deleted. */
export const TagsPage = ({ shell, base, tags, more, refused }: PageProps) => (
  <Layout shell={shell} title="Tags">
    <PageHead
      title="Tags"
      under="Words that OKRs are sorted by. Give a tag the name of another, and they become one."
    />
    {refused?.message && <Alert status="behind" title={refused.message} urgent />}
    {tags.length === 0 ? (
      <Empty heading="h2" title="No tags yet">
        Write one into the form of an OKR, and it will be offered to everybody from then on.
      </Empty>
    ) : (
      <ul class="rows wrap" role="list">
        {tags.map((tag) => (
          <Line
            {...{ shell, base, tag }}
            refused={refused?.id === tag.id ? refused : null}
            formats={formatsOf(shell)}
          />
        ))}
      </ul>
    )}
    <Pager href={more} />
  </Layout>
);

type LineProps = Pick<PageProps, 'shell' | 'base' | 'refused'> & { tag: CountedTag; formats: Formats };

const Line = ({ shell, base, tag, refused, formats }: LineProps) => (
  <li id={tag.id}>
    <p>
      <a href={`/o/${shell.org.slug}/okrs?${new URLSearchParams({ period: 'all', tag: tag.name })}`}>{tag.name}</a>
      <small>{carriedBy(tag, formats)}</small>
    </p>
    <form class="row" method="post" action={`${base}/${tag.id}`}>
      <TextField
        id={`name-${tag.id}`}
        name="name"
        label={`New name of ${tag.name}`}
        silent
        value={refused ? refused.typed : tag.name}
        error={refused?.error}
        autocomplete="off"
        required
      />
      <button class="btn">
        Rename<span class="vh"> {tag.name}</span>
      </button>
      <a class="btn quiet" href={`${base}/${tag.id}/deletion`}>
        Delete<span class="vh"> {tag.name}</span>
      </a>
    </form>
  </li>
);
