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

/** After a connection was made: the last step, and the way on. */
export const Connected = (props: {
  name: string;
  account: string | null;
  address: string;
  secret: string;
  href: string;
}) => (
  <div class="stack tight" id="new-connection">
    <p role="status">
      <b>{props.name} is connected.</b> {props.account && `Cairn reads as ${props.account}.`}
    </p>
    <WebhookSetup address={props.address} secret={props.secret} />
    <p class="row">
      <a class="btn primary" href={props.href}>
        Done
      </a>
    </p>
  </div>
);
