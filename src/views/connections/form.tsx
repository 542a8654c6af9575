import { intervals, type Provider, providerNames } from '../../domain/words.ts';
import { once } from '../hx.ts';
import { Alert } from '../ui/alert.tsx';
import { ChoiceLinks } from '../ui/choice.tsx';
import { DialogCancel } from '../ui/dialog.tsx';
import { CheckBox, SelectField, TextField } from '../ui/field.tsx';
import { CredentialFields, type Deployment } from './credential-fields.tsx';
import { SignIn } from './sign-in.tsx';
import { intervalWords } from './words.tsx';

/** What a person typed. `account` holds the fields of the provider that are no secrets; secrets are never sent back. */
export type ConnectionValues = {
  provider: Provider;
  name: string;
  account: Readonly<Record<string, string>>;
  shared: boolean;
  interval: string;
};

export const noValues = (provider: Provider = 'jira'): ConnectionValues => ({
  provider,
  name: '',
  account: {},
  shared: true,
  interval: 'hourly',
});

type Errors = Record<string, string>;

type FormProps = {
  /** Address of the list of connections. */
  base: string;
  /** The tools that are not switched off. */
  tools: readonly Provider[];
  values: ConnectionValues;
  deployment: Deployment;
  /** Whether this person may share it. */
  sharing: boolean;
  errors?: Errors;
  message?: string;
  /** Whether it stands in a dialog; leaving then closes that. */
  inDialog: boolean;
};

/** A new connection, in a dialog or on a page of its own: the tool first, then its own fields. */
export const NewConnectionForm = ({ base, tools, values, deployment, sharing, errors = {}, ...rest }: FormProps) => {
  const { message, inDialog } = rest;
  const { provider } = values;
  return (
    <form
      class="stack tight"
      id="new-connection"
      method="post"
      action={base}
      hx-post={base}
      hx-target="this"
      hx-swap="outerMorph"
      hx-indicator="this"
      {...once}
    >
      {message && <Alert status="at_risk" title={message} urgent />}
      <input type="hidden" name="provider" value={provider} />
      <ChoiceLinks
        label="Tool"
        links={tools.map((each) => ({
          href: `${base}/new?provider=${each}`,
          title: providerNames[each],
          detail: toolWords[each],
          provider: each,
          current: each === provider,
          attributes: {
            'hx-get': `${base}/new?provider=${each}`,
            'hx-include': '#connection-name, #connection-interval, #connection-shared',
            'hx-target': '#new-connection',
            'hx-swap': 'outerHTML',
          },
        }))}
      />
      <TextField
        id="connection-name"
        name="name"
        label="Name"
        value={values.name}
        hint={sharing ? 'People see this when they pick a source.' : 'You and admins see this when picking a source.'}
        error={errors.name}
        required
        attributes={{ maxlength: 80 }}
      />
      <div class="grid">
        <SelectField
          id="connection-interval"
          name="interval"
          label="Read"
          value={values.interval}
          options={intervalOptions}
          error={errors.interval}
        />
        {sharing && (
          <CheckBox
            id="connection-shared"
            name="shared"
            label="Shared"
            hint="Everybody who may create OKRs can use it. Otherwise only you and admins."
            checked={values.shared}
          />
        )}
      </div>
      <SignIn provider={provider} deployment={deployment} action={`${base}/providers/${provider}/sign-in`} />
      <CredentialFields id="connection" {...{ provider, deployment, errors }} values={values.account} />
      <p class="small">Cairn only reads. It never writes to {providerNames[provider]}.</p>
      <div class="row">
        <button class="btn primary">Test and connect</button>
        {inDialog ? (
          <DialogCancel />
        ) : (
          <a class="btn quiet" href={base}>
            Cancel
          </a>
        )}
        <span class="busy small" role="status">
          {`Asking ${providerNames[provider]}…`}
        </span>
      </div>
    </form>
  );
};

const toolWords: Record<Provider, string> = {
  jira: 'Stories, epics, bugs',
  asana: 'Tasks and subtasks',
  trello: 'Cards and lists',
  bigquery: 'One number by SQL',
};

export const intervalOptions = intervals.map((value) => ({ value, label: intervalWords[value] }));
