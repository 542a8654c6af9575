import type { ConnectionId } from '../../db/ids.ts';
import type { PublicConnection } from '../../domain/connections/connection.ts';
import { toolsOf } from '../../domain/connections/tools.ts';
import type { Provider, SyncOutcome } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { connectionsOf, type Shell } from '../shell.ts';
import { Dialog, DialogLink } from '../ui/dialog.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import type { Deployment } from './credential-fields.tsx';
import { NewConnectionForm, noValues } from './form.tsx';
import { ConnectionTable } from './table.tsx';

type PageProps = {
  shell: Shell;
  formats: Formats;
  connections: readonly (PublicConnection & { okrs: number })[];
  trails: ReadonlyMap<ConnectionId, readonly SyncOutcome[]>;
  decisions: ReadonlyMap<Provider, boolean>;
  deployment: Deployment;
};

/** The accounts that a member connected. */
export const OwnConnectionsPage = ({ shell, formats, connections, trails, decisions, deployment }: PageProps) => {
  const { href: base, title } = connectionsOf(shell);
  const tools = toolsOf(decisions);
  const actions = shell.connects && <NewConnection base={base} />;
  return (
    <Layout shell={shell} title={title}>
      <PageHead
        title={title}
        under="Accounts that you connected. Only you and admins can link OKRs to them."
        actions={connections.length > 0 && actions}
      />
      <section aria-labelledby="connections">
        <SectionHead id="connections" title="Connections" count={connections.length || undefined} />
        {connections.length === 0 ? (
          <Empty title="No connections yet" actions={actions}>
            {shell.connects
              ? 'Connect an account of yours, and your OKRs read their own numbers from it.'
              : 'Only owners and admins connect accounts here. Ask one of them.'}
          </Empty>
        ) : (
          <ConnectionTable
            {...{ connections, trails, formats }}
            enabled={({ provider }) => decisions.get(provider) !== false}
            href={({ id }) => `${base}/${id}`}
          />
        )}
      </section>
      {shell.connects && (
        <Dialog id="new-connection-dialog" title="New connection">
          <NewConnectionForm {...{ base, tools, deployment }} values={noValues(tools[0])} sharing={false} inDialog />
        </Dialog>
      )}
    </Layout>
  );
};

const NewConnection = ({ base }: { base: string }) => (
  <DialogLink class="btn primary" dialog="new-connection-dialog" href={`${base}/new`}>
    <Icon name="plus" />
    New connection
  </DialogLink>
);
