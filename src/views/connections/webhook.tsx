import type { PublicConnection } from '../../domain/connections/connection.ts';
import { CopyText } from './copy-text.tsx';

/** What to paste into Jira so that it tells of changes at once. The secret only right after it was made. */
export const WebhookSetup = ({ address, secret }: { address: string; secret: string | null }) => (
  <div class="stack tight">
    <p class="small">
      With a webhook, changes in Jira arrive within seconds. In Jira, open Settings, System, WebHooks, and create one
      with this address. Tick the events issue created, updated and deleted.
    </p>
    <CopyText id="webhook-address" label="Address" text={address} />
    {secret && (
      <>
        <CopyText id="webhook-secret" label="Secret" text={secret} />
        <p class="small">Copy the secret now. Cairn shows it only once.</p>
      </>
    )}
  </div>
);

/** After a connection was made: the last step where there is one, and the way on. */
export const Connected = (props: {
  connection: PublicConnection;
  /** What is left to paste into the provider. */
  webhook: { address: string; secret: string } | null;
  href: string;
}) => {
  const { connection, webhook, href } = props;
  return (
    <div class="stack tight" id="new-connection">
      <p role="status">
        <b>{connection.name} is connected.</b> {connection.account && `Cairn reads as ${connection.account}.`}
      </p>
      {webhook ? <WebhookSetup {...webhook} /> : <p>Choose it as the data source of any OKR.</p>}
      <p class="row">
        <a class="btn primary" href={href}>
          Done
        </a>
      </p>
    </div>
  );
};
