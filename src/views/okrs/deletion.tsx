import type { OkrInFull } from '../../domain/okrs/finding.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';
import { okrLinks } from './links.ts';
import { counted, quoted } from './okr-words.ts';

type Props = { org: { slug: string }; found: OkrInFull; formats: Formats };

/** What deleting an OKR means, and the button that does it; in a dialog or on a page of its own. */
export const Deletion = ({ org, found, formats }: Props) => {
  const links = okrLinks(org.slug, found.okr.id);
  return (
    <form class="stack tight" method="post" action={links.deletion}>
      <ul class="stack tight">
        {consequences(found, formats).map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
      <p>This cannot be taken back.</p>
      <div class="row">
        <button class="btn primary">Delete it</button>
        <a class="btn quiet" href={links.page}>
          Keep it
        </a>
      </div>
    </form>
  );
};

export const DeletionPage = ({ shell, found, formats }: { shell: Shell; found: OkrInFull; formats: Formats }) => (
  <Layout shell={shell} title="Delete an OKR">
    <PageHead title={deletionTitle(found)} />
    <Deletion org={shell.org} found={found} formats={formats} />
  </Layout>
);

export const deletionTitle = ({ okr }: OkrInFull): string => `Delete ${quoted(okr.title)}?`;

function consequences({ okr, children, parents, link, period }: OkrInFull, formats: Formats): string[] {
  const below = counted(children.length, 'OKR', formats.number);
  const above = formats.list(parents.map((parent) => quoted(parent.title)));
  return [
    link
      ? 'Its check-ins, its readings and its link to the data source go with it.'
      : 'Its check-ins and its history go with it.',
    children.length > 0
      ? `The ${below} below it ${children.length === 1 ? 'stays and moves' : 'stay and move'} to the top of ${period.name}.`
      : '',
    parents.length > 0 ? `${above} will be worked out without it.` : '',
    okr.closedAt !== null ? 'It is closed; its score is lost as well.' : '',
  ].filter(Boolean);
}
