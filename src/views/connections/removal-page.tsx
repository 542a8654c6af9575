import type { PublicConnection } from '../../domain/connections/connection.ts';
import type { FedOkr } from '../../domain/connections/finding-runs.ts';
import { providerNames } from '../../domain/words.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead } from '../ui/heads.tsx';
import { OkrName } from './fed-okrs.tsx';
import { countOf } from './words.tsx';

type PageProps = {
  shell: Shell;
  href: string;
  connection: PublicConnection;
  fed: readonly FedOkr[];
  fedCount: number;
  /** Some OKRs are off it already, the rest is still to do. */
  begun: boolean;
};

/** What deleting a connection means, and the button that does it. */
export const RemovalPage = ({ shell, href, connection, fed, fedCount, begun }: PageProps) => (
  <Layout shell={shell} title={`Delete ${connection.name}`}>
    <PageHead
      title={`Delete ${connection.name}?`}
      over={
        <p class="small">
          <a href={href}>{connection.name}</a>
        </p>
      }
    />
    {begun && (
      <Alert status="behind" title={`${countOf(fedCount, 'OKR is', 'OKRs are')} still to be taken off it.`}>
        Go on to finish.
      </Alert>
    )}
    <div class="stack tight">
      <p>
        The stored credentials are deleted, and {providerNames[connection.provider]} is not asked for anything any more;
        pushes from it are refused.
        {` ${consequence(fedCount)}`}
      </p>
      {fed.length > 0 && (
        <ul class="rows" role="list">
          {fed.map((okr) => (
            <li>
              <p>
                <OkrName org={shell.org.slug} id={okr.id} title={okr.title} />
              </p>
            </li>
          ))}
          {fedCount > fed.length && (
            <li>
              <p class="small count">And {fedCount - fed.length} more.</p>
            </li>
          )}
        </ul>
      )}
      <form class="row" method="post" action={`${href}/removal`}>
        <button class="btn primary">{begun ? 'Go on deleting' : 'Delete this connection'}</button>
        <a class="btn quiet" href={href}>
          Keep it
        </a>
      </form>
    </div>
  </Layout>
);

function consequence(fed: number): string {
  if (fed === 0) return 'No OKR uses this connection.';
  if (fed === 1) return 'The OKR it feeds keeps its value and history, and will be checked in by hand.';
  return `The ${fed} OKRs it feeds keep their values and history, and will be checked in by hand.`;
}
