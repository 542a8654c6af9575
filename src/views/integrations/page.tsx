import type { ConnectionId } from '../../db/ids.ts';
import type { PublicConnection } from '../../domain/connections/connection.ts';
import { sentenceOf } from '../../domain/connections/health.ts';
import { toolsOf } from '../../domain/connections/tools.ts';
import { type Provider, providerNames, providers, type SyncOutcome } from '../../domain/words.ts';
import type { Deployment } from '../connections/credential-fields.tsx';
import { NewConnectionForm, noValues } from '../connections/form.tsx';
import { ConnectionTable } from '../connections/table.tsx';
import { countOf } from '../connections/words.tsx';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Dialog, DialogLink } from '../ui/dialog.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { SourceGlyph } from '../ui/source.tsx';

type Listed = PublicConnection & { okrs: number };

type PageProps = {
  shell: Shell;
  formats: Formats;
  /** Address of this page. */
  base: string;
  connections: readonly Listed[];
  trails: ReadonlyMap<ConnectionId, readonly SyncOutcome[]>;
  decisions: ReadonlyMap<Provider, boolean>;
  deployment: Deployment;
  /** How much work was given up and waits for somebody. */
  givenUp: number;
};

export const IntegrationsPage = ({ shell, formats, base, connections, trails, decisions, ...rest }: PageProps) => {
  const { deployment, givenUp } = rest;
  const enabled = ({ provider }: { provider: Provider }) => decisions.get(provider) !== false;
  const tools = toolsOf(decisions);
  const href = ({ id }: PublicConnection) => `${base}/${id}`;
  const stopped = connections.filter((connection) => connection.pausedAt !== null && enabled(connection));
  return (
    <Layout shell={shell} title="Integrations">
      <PageHead
        title="Integrations"
        under={summary(connections, stopped.length)}
        actions={connections.length > 0 && <NewConnection base={base} />}
      />
      {stopped.length > 0 && (
        <div class="stack tight">
          {stopped.map((connection) => (
            <Stopped connection={connection} href={href(connection)} formats={formats} />
          ))}
        </div>
      )}
      {givenUp > 0 && (
        <Alert
          status="behind"
          title={givenUp === 1 ? 'Some work was given up.' : `Work was given up ${givenUp} times.`}
          action={
            <a class="btn" href={`/o/${shell.org.slug}/admin/work`}>
              See what it was
            </a>
          }
        >
          Cairn tried it as often as it may. You can have it tried again.
        </Alert>
      )}
      <section aria-labelledby="connections">
        <SectionHead id="connections" title="Connections" count={connections.length || undefined} />
        {connections.length === 0 ? (
          <Empty title="No connections yet" actions={<NewConnection base={base} />}>
            A connection lets OKRs read their own numbers from a tool that your teams already use.
          </Empty>
        ) : (
          <ConnectionTable {...{ connections, trails, enabled, href, formats }} />
        )}
      </section>
      <section aria-labelledby="tools">
        <SectionHead id="tools" title="Tools" />
        <ul class="rows" role="list">
          {providers.map((provider) => (
            <Tool
              provider={provider}
              state={stateOf(
                decisions.get(provider),
                connections.some((each) => each.provider === provider),
              )}
              action={`${base}/providers/${provider}`}
            />
          ))}
        </ul>
      </section>
      <Dialog id="new-connection-dialog" title="New connection">
        <NewConnectionForm {...{ base, tools, deployment }} values={noValues(tools[0])} sharing inDialog />
      </Dialog>
    </Layout>
  );
};

const NewConnection = ({ base }: { base: string }) => (
  <DialogLink class="btn primary" dialog="new-connection-dialog" href={`${base}/new`}>
    <Icon name="plus" />
    New connection
  </DialogLink>
);

const Stopped = ({ connection, href, formats }: { connection: Listed; href: string; formats: Formats }) => {
  const { name, provider, okrs, pausedAt, failureReason, failureDetail } = connection;
  const { happened } = sentenceOf(failureReason ?? 'unauthorized', failureDetail, provider);
  const keeps = okrs === 1 ? 'One OKR keeps its last value.' : `${okrs} OKRs keep their last value.`;
  return (
    <Alert
      status="at_risk"
      title={`${name} stopped reading ${formats.moment(pausedAt ?? 0)}.`}
      action={
        <a class="btn" href={`${href}#credentials`}>
          Enter new credentials<span class="vh"> for {name}</span>
        </a>
      }
    >
      {happened} {okrs > 0 && keeps}
    </Alert>
  );
};

const toolWords: Record<Provider, string> = {
  jira: 'Counts the issues that a JQL query finds',
  asana: 'Counts the tasks of a project',
  trello: 'Counts the cards of a board',
  bigquery: 'Reads one number with SQL',
};

type ToolState = 'on' | 'off' | 'unused';

const Tool = ({ provider, state, action }: { provider: Provider; state: ToolState; action: string }) => (
  <li>
    <SourceGlyph provider={provider} label={providerNames[provider]} />
    <p>
      <b>{providerNames[provider]}</b>
      <small>
        {state === 'off'
          ? 'Switched off: nothing is read, and no OKR can be linked. Nothing is lost.'
          : toolWords[provider]}
      </small>
    </p>
    <form method="post" action={action}>
      <button class="btn" name="enabled" value={state === 'on' ? 'off' : 'on'}>
        {state === 'on' ? 'Disable' : 'Enable'}
        <span class="vh"> {providerNames[provider]}</span>
      </button>
    </form>
  </li>
);

/** The first connection switches a provider on, unless somebody decided otherwise. */
function stateOf(decision: boolean | undefined, used: boolean): ToolState {
  if (decision === false) return 'off';
  return decision || used ? 'on' : 'unused';
}

function summary(connections: readonly Listed[], stopped: number): string {
  if (connections.length === 0) return 'Where OKRs read their own numbers.';
  const okrs = connections.reduce((sum, { okrs }) => sum + okrs, 0);
  const update = okrs === 1 ? '1 OKR updates itself' : `${okrs} OKRs update themselves`;
  const needs = stopped === 0 ? '' : stopped === 1 ? ' One needs you.' : ` ${stopped} need you.`;
  return `${update} through ${countOf(connections.length, 'connection')}.${needs}`;
}
