import type { Activity } from '../../domain/connections/activity.ts';
import type { PublicConnection } from '../../domain/connections/connection.ts';
import type { FedOkr, Run } from '../../domain/connections/finding-runs.ts';
import { sentenceOf } from '../../domain/connections/health.ts';
import { providerNames } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { isAdmin, type Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Facts } from '../ui/facts.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { ActivityChart } from './activity.tsx';
import type { Deployment } from './credential-fields.tsx';
import { FedOkrs } from './fed-okrs.tsx';
import { ConnectionsLink } from './list-link.tsx';
import { Pushes, type PushesProps } from './pushes.tsx';
import { Runs } from './runs.tsx';
import { CredentialsForm, type CredentialValues, SettingsForm, type SettingsValues } from './settings.tsx';
import { WebhookSetup } from './webhook.tsx';
import { HealthMark, intervalWords, whereOf } from './words.tsx';

/** What came back from a form of this page. */
export type Returned = {
  settings?: { values: SettingsValues; errors: Record<string, string>; message?: string };
  credentials?: { values: CredentialValues; errors: Record<string, string>; message?: string };
  /** A webhook secret that was just made. */
  secret?: string;
  /** A sentence about what was just done. */
  done?: string;
};

type PageProps = Returned & {
  shell: Shell;
  formats: Formats;
  /** Address of this page and of the webhook. */
  href: string;
  webhook: string;
  connection: PublicConnection;
  enabled: boolean;
  fed: readonly FedOkr[];
  fedCount: number;
  runs: readonly Run[];
  activity: readonly Activity[];
  /** What is stored of the account and is no secret. */
  account: CredentialValues;
  deployment: Deployment;
  pushes: Omit<PushesProps, 'provider'>;
};

export const ConnectionPage = ({ shell, formats, href, webhook, connection, enabled, ...rest }: PageProps) => {
  const { fed, fedCount, runs, activity, pushes, account, deployment, settings, credentials, secret, done } = rest;
  return (
    <Layout shell={shell} title={connection.name} toast={done ? { message: done } : undefined}>
      <PageHead
        title={connection.name}
        over={
          <p class="small">
            <ConnectionsLink shell={shell} />
          </p>
        }
        under={[whereOf(connection), connection.account && `reads as ${connection.account}`]
          .filter(Boolean)
          .join(' · ')}
        actions={
          <form method="post" action={`${href}/test`}>
            <button class="btn">
              <Icon name="refresh" />
              Test now
            </button>
          </form>
        }
      />
      {connection.failures > 0 && <Trouble connection={connection} formats={formats} />}
      <div class="split">
        <div>
          <section aria-labelledby="fed">
            <SectionHead id="fed" title="OKRs fed" count={fedCount} />
            <FedOkrs org={shell.org.slug} fed={fed} more={fedCount - fed.length} formats={formats} />
          </section>
          <section class="stack tight" aria-labelledby="runs">
            <SectionHead id="runs" title="Recent readings" />
            <ActivityChart activity={activity} formats={formats} />
            <Runs org={shell.org.slug} runs={runs} formats={formats} />
          </section>
          <section class="stack tight" aria-labelledby="push">
            <SectionHead id="push" title="Changes within seconds" note={lastPush(connection, formats)} />
            {connection.provider === 'jira' ? (
              <WebhookSetup address={webhook} secret={secret ?? null} />
            ) : (
              <Pushes provider={connection.provider} {...pushes} />
            )}
            {connection.provider === 'jira' && !secret && (
              <form class="stack tight" method="post" action={`${href}/webhook-secret`}>
                <p class="small">
                  The secret was shown once. If it is lost, make a new one and enter it in{' '}
                  {providerNames[connection.provider]}; until then its pushes are refused.
                </p>
                <div class="row">
                  <button class="btn">Make a new secret</button>
                </div>
              </form>
            )}
          </section>
        </div>
        <aside aria-label="Settings">
          <section aria-labelledby="health">
            <SectionHead id="health" title="Health" action={<HealthMark connection={connection} enabled={enabled} />} />
            <Health connection={connection} formats={formats} />
          </section>
          <section class="stack tight" aria-labelledby="settings">
            <SectionHead id="settings" title="Settings" />
            <SettingsForm
              action={href}
              values={settings?.values ?? connection}
              version={connection.version}
              sharing={isAdmin(shell) || connection.shared}
              errors={settings?.errors}
              message={settings?.message}
            />
          </section>
          <section class="stack tight" aria-labelledby="credentials">
            <SectionHead id="credentials" title="New credentials" />
            <CredentialsForm
              action={`${href}/credentials`}
              provider={connection.provider}
              deployment={deployment}
              authorize={`${href}/sign-in`}
              values={credentials?.values ?? account}
              errors={credentials?.errors}
              message={credentials?.message}
            />
          </section>
          <section class="stack tight" aria-labelledby="removal">
            <SectionHead id="removal" title="Delete" />
            <p class="small">You see what it means before anything happens.</p>
            <p class="row">
              <a class="btn" href={`${href}/removal`}>
                Delete this connection
              </a>
            </p>
          </section>
        </aside>
      </div>
    </Layout>
  );
};

const Trouble = ({ connection, formats }: { connection: PublicConnection; formats: Formats }) => {
  const { provider, failureReason, failureDetail, failingSince, pausedAt, retryAt } = connection;
  const { happened, means, todo } = sentenceOf(failureReason ?? '', failureDetail, provider);
  return (
    <Alert status={pausedAt === null ? 'behind' : 'at_risk'} title={happened}>
      {failingSince !== null && `Since ${formats.moment(failingSince)}. `}
      {means} {todo}
      {retryAt !== null && ` Next try ${formats.moment(retryAt)}.`}
    </Alert>
  );
};

const Health = ({ connection, formats }: { connection: PublicConnection; formats: Formats }) => {
  const when = (at: number | null) => (at === null ? 'Never' : formats.moment(at));
  const { account, lastGoodAt, lastPushAt, retryAt, interval } = connection;
  return (
    <Facts
      items={[
        { term: 'Account', value: account ?? 'Unknown' },
        { term: 'Last good reading', value: when(lastGoodAt) },
        { term: 'Last push', value: when(lastPushAt) },
        { term: 'Reads', value: intervalWords[interval] },
        retryAt !== null && { term: 'Next try', value: formats.moment(retryAt) },
      ]}
    />
  );
};

const lastPush = ({ lastPushAt }: PublicConnection, formats: Formats) =>
  lastPushAt === null ? 'no push yet' : `last push ${formats.moment(lastPushAt)}`;
