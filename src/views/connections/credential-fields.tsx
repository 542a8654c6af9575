import type { Provider } from '../../domain/words.ts';
import { TextArea, TextField } from '../ui/field.tsx';

/** What this deployment brings along: the providers that people can sign in to, and its own account at Google. */
export type Deployment = { signIn: readonly Provider[]; googleAccount: string | null };

type FieldsProps = {
  /** Start of the ids. */
  id: string;
  deployment: Deployment;
  /** Fields that are no secrets, as typed or as they are. */
  values: Readonly<Record<string, string>>;
  errors: Record<string, string>;
};

/** Address and credentials of an account, as its provider wants them. */
export const CredentialFields = ({ provider, ...props }: FieldsProps & { provider: Provider }) => {
  const Fields = fields[provider];
  const { config } = props.errors;
  return (
    <>
      <Fields {...props} />
      {config && <span class="error">{config}</span>}
    </>
  );
};

const JiraAccount = ({ id, values, errors }: FieldsProps) => (
  <>
    <TextField
      id={`${id}-site`}
      name="site_url"
      label="Jira address"
      value={values.site_url}
      placeholder="https://yourteam.atlassian.net"
      inputmode="url"
      autocomplete="off"
      error={errors.site_url}
      required
    />
    <div class="grid">
      <TextField
        id={`${id}-user`}
        name="user"
        label="User name"
        value={values.user}
        hint="The e-mail address of the account. Leave empty for Data Center."
        inputmode="email"
        autocomplete="off"
        error={errors.user}
      />
      <SecretField
        id={`${id}-token`}
        name="token"
        label="API token"
        hint="For Data Center, a personal access token."
        error={errors.token}
      />
    </div>
  </>
);

const AsanaAccount = ({ id, errors }: FieldsProps) => (
  <SecretField
    id={`${id}-token`}
    name="token"
    label="Personal access token"
    hint="In Asana, open Settings, Apps, View developer console, and create a personal access token. A service account’s token works too."
    error={errors.token}
  />
);

const TrelloAccount = ({ id, errors }: FieldsProps) => (
  <>
    <p class="small">
      At trello.com/power-ups/admin, make a Power-Up of your own, open its API key, and follow the link beside the key
      to get a token for your account.
    </p>
    <div class="grid">
      <SecretField id={`${id}-key`} name="key" label="API key" error={errors.key} />
      <SecretField id={`${id}-token`} name="token" label="Token" error={errors.token} />
    </div>
    <SecretField
      id={`${id}-secret`}
      name="secret"
      label="Secret"
      hint="Stands below the API key. With it changes arrive within seconds; without it the schedule reads them."
      error={errors.secret}
      optional
    />
  </>
);

const BigQueryAccount = ({ id, values, errors, deployment: { googleAccount } }: FieldsProps) => (
  <>
    <div class="grid">
      <TextField
        id={`${id}-project`}
        name="project_id"
        label="Project id"
        value={values.project_id}
        placeholder="acme-analytics"
        hint="The Google Cloud project that pays for the queries."
        autocomplete="off"
        error={errors.project_id}
        required
      />
      <TextField
        id={`${id}-location`}
        name="location"
        label="Location"
        value={values.location}
        placeholder="EU"
        hint="Where the data lies, if BigQuery does not find it by itself."
        autocomplete="off"
        error={errors.location}
        optional
      />
    </div>
    <TextArea
      id={`${id}-key`}
      name="service_account"
      label="Service account key"
      look="query"
      rows={4}
      placeholder={'{ "type": "service_account", ... }'}
      hint={
        googleAccount
          ? 'The whole JSON file. Leave empty to read as the account of this deployment.'
          : 'The whole JSON file, as Google hands it out. It is encrypted and never shown again.'
      }
      error={errors.service_account}
      required={googleAccount === null}
      optional={googleAccount !== null}
      attributes={{ autocomplete: 'off' }}
    />
    <Roles account={googleAccount} />
  </>
);

/** What the account that reads must be allowed in Google Cloud, and no more. */
const Roles = ({ account }: { account: string | null }) => (
  <p class="small">
    In Google Cloud, grant {account ? <code>{account}</code> : 'the service account'} the role <b>BigQuery Job User</b>{' '}
    on the project, and <b>BigQuery Data Viewer</b> on the datasets that queries read.
  </p>
);

type SecretProps = { id: string; name: string; label: string; hint?: string; error?: string; optional?: boolean };

/** A text that is typed or pasted and never sent back. */
const SecretField = (props: SecretProps) => (
  <TextField {...props} type="password" autocomplete="new-password" required={!props.optional} />
);

const fields = { jira: JiraAccount, asana: AsanaAccount, trello: TrelloAccount, bigquery: BigQueryAccount };
