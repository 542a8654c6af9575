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

const JiraAccount = (of: FieldsProps) => (
  <>
    <OpenField
      of={of}
      name="site_url"
      label="Jira address"
      placeholder="https://yourteam.atlassian.net"
      inputmode="url"
      required
    />
    <div class="grid">
      <OpenField
        of={of}
        name="user"
        label="User name"
        hint="The e-mail address of the account. Leave empty for Data Center."
        inputmode="email"
      />
      <SecretField of={of} name="token" label="API token" hint="For Data Center, a personal access token." />
    </div>
  </>
);

const AsanaAccount = (of: FieldsProps) => (
  <SecretField
    of={of}
    name="token"
    label="Personal access token"
    hint="In Asana, open Settings, Apps, View developer console, and create a personal access token. A service account’s token works too."
  />
);

const TrelloAccount = (of: FieldsProps) => (
  <>
    <p class="small">
      At trello.com/power-ups/admin, make a Power-Up of your own, open its API key, and follow the link beside the key
      to get a token for your account.
    </p>
    <div class="grid">
      <SecretField of={of} name="key" label="API key" />
      <SecretField of={of} name="token" label="Token" />
    </div>
    <SecretField
      of={of}
      name="secret"
      label="Secret"
      hint="Stands below the API key. With it changes arrive within seconds; without it the schedule reads them."
      optional
    />
  </>
);

const BigQueryAccount = (of: FieldsProps) => {
  const { googleAccount } = of.deployment;
  return (
    <>
      <div class="grid">
        <OpenField
          of={of}
          name="project_id"
          label="Project id"
          placeholder="acme-analytics"
          hint="The Google Cloud project that pays for the queries."
          required
        />
        <OpenField
          of={of}
          name="location"
          label="Location"
          placeholder="EU"
          hint="Where the data lies, if BigQuery does not find it by itself."
          optional
        />
      </div>
      <TextArea
        id={`${of.id}-service_account`}
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
        error={of.errors.service_account}
        required={googleAccount === null}
        optional={googleAccount !== null}
        attributes={{ autocomplete: 'off' }}
      />
      <Roles account={googleAccount} />
    </>
  );
};

/** What the account that reads must be allowed in Google Cloud, and no more. */
const Roles = ({ account }: { account: string | null }) => (
  <p class="small">
    In Google Cloud, grant {account ? <code>{account}</code> : 'the service account'} the role <b>BigQuery Job User</b>{' '}
    on the project, and <b>BigQuery Data Viewer</b> on the datasets that queries read.
  </p>
);

type FieldProps = { of: FieldsProps } & Omit<Parameters<typeof TextField>[0], 'id'>;

/** A text about the account that is no secret, as typed or as it is. */
const OpenField = ({ of, name, ...props }: FieldProps) => (
  <TextField
    {...props}
    id={`${of.id}-${name}`}
    name={name}
    value={of.values[name]}
    autocomplete="off"
    error={of.errors[name]}
  />
);

/** A text that is typed or pasted and never sent back. */
const SecretField = ({ of, name, ...props }: FieldProps) => (
  <TextField
    {...props}
    id={`${of.id}-${name}`}
    name={name}
    type="password"
    autocomplete="new-password"
    error={of.errors[name]}
    required={!props.optional}
  />
);

const fields = { jira: JiraAccount, asana: AsanaAccount, trello: TrelloAccount, bigquery: BigQueryAccount };
