import type { PublicConnection } from '../../domain/connections/connection.ts';
import type { DeadLetter } from '../../domain/jobs/dead-letters.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Empty } from '../ui/empty.tsx';
import { PageHead } from '../ui/heads.tsx';

type PageProps = {
  shell: Shell;
  formats: Formats;
  href: string;
  letters: readonly DeadLetter[];
  connections: readonly PublicConnection[];
};

/** Work that failed as often as it may, each with a way to try it again or to let it go. */
export const WorkPage = ({ shell, formats, href, letters, connections }: PageProps) => (
  <Layout shell={shell} title="Work that was given up">
    <PageHead
      title="Work that was given up"
      over={
        <p class="small">
          <a href={`/o/${shell.org.slug}/admin/integrations`}>Integrations</a>
        </p>
      }
      under="Cairn tried it as often as it may. Values stay as they are until it is done."
    />
    {letters.length === 0 ? (
      <Empty heading="h2" title="Nothing was given up">
        All work is done or on its way.
      </Empty>
    ) : (
      <ul class="rows wrap" role="list">
        {letters.map((letter) => (
          <Letter
            {...{ letter, formats, href }}
            connection={connections.find(({ id }) => id === letter.connectionId)}
          />
        ))}
      </ul>
    )}
  </Layout>
);

type LetterProps = { letter: DeadLetter; connection: PublicConnection | undefined; formats: Formats; href: string };

const Letter = ({ letter, connection, formats, href }: LetterProps) => {
  const words = workWords[String(letter.job.type)] ?? 'Do something else';
  return (
    <li>
      <p>
        <b>{words}</b>
        <small>{[connection?.name, `given up ${formats.moment(letter.at)}`].filter(Boolean).join(', ')}</small>
      </p>
      <form method="post" action={`${href}/${letter.id}/retry`}>
        <button class="btn">
          Try again<span class="vh">: {words}</span>
        </button>
      </form>
      <form method="post" action={`${href}/${letter.id}/removal`}>
        <button class="btn quiet">
          Let go<span class="vh">: {words}</span>
        </button>
      </form>
    </li>
  );
};

const workWords: Record<string, string> = {
  scan: 'Read a data source',
  take: 'Take readings into OKRs',
  pushes: 'Ask to be told of changes',
  trial: 'Try the credentials of a paused connection',
  recompute: 'Recompute OKRs from what is below them',
  copies: 'Copy OKRs',
  rehome: 'Move OKRs to another team',
};
