import type { Provider } from '../../domain/words.ts';
import { intervals } from '../../domain/words.ts';
import { once } from '../hx.ts';
import { Alert } from '../ui/alert.tsx';
import { Choices } from '../ui/choice.tsx';
import { DialogCancel } from '../ui/dialog.tsx';
import { CheckBox, SelectField, TextField } from '../ui/field.tsx';
import { intervalWords } from './words.tsx';

/** What a person typed, without the token: that is never sent back. */
export type ConnectionValues = {
  provider: Provider;
  name: string;
  site_url: string;
  user: string;
  shared: boolean;
  interval: string;
};

export const noValues: ConnectionValues = {
  provider: 'jira',
  name: '',
  site_url: '',
  user: '',
  shared: true,
  interval: 'hourly',
};

type Errors = Record<string, string>;

type FormProps = {
  action: string;
  values: ConnectionValues;
  errors?: Errors;
  message?: string;
  /** Where leaving leads; in a dialog, closing it. */
  cancel: string | 'dialog';
};

/** A new connection, in a dialog or on a page of its own. */
export const NewConnectionForm = ({ action, values, errors = {}, message, cancel }: FormProps) => (
  <form
    class="stack tight"
    id="new-connection"
    method="post"
    action={action}
    hx-post={action}
    hx-target="this"
    hx-swap="outerMorph"
    hx-indicator="this"
    {...once}
  >
    {message && <Alert status="at_risk" title={message} urgent />}
    <Choices
      legend="Tool"
      name="provider"
      wide
      value={values.provider}
      options={[
        { value: 'jira', title: 'Jira', detail: 'Cloud or Data Center: stories, epics, bugs', provider: 'jira' },
      ]}
    />
    <TextField
      id="connection-name"
      name="name"
      label="Name"
      value={values.name}
      hint="People see this when they pick a source."
      error={errors.name}
      required
      attributes={{ maxlength: 80 }}
    />
    <JiraFields id="connection" values={values} errors={errors} />
    <SelectField
      id="connection-interval"
      name="interval"
      label="Read"
      value={values.interval}
      options={intervalOptions}
      error={errors.interval}
    />
    <CheckBox
      id="connection-shared"
      name="shared"
      label="Shared"
      hint="Everybody who may create OKRs can use it. Otherwise only you and admins."
      checked={values.shared}
    />
    <p class="small">Cairn only reads. It never writes to Jira.</p>
    <div class="row">
      <button class="btn primary">Test and connect</button>
      {cancel === 'dialog' ? (
        <DialogCancel />
      ) : (
        <a class="btn quiet" href={cancel}>
          Cancel
        </a>
      )}
      <span class="busy small" role="status">
        Asking Jira…
      </span>
    </div>
  </form>
);

/** Address and credentials of a Jira. */
export const JiraFields = (props: {
  id: string;
  values: Pick<ConnectionValues, 'site_url' | 'user'>;
  errors: Errors;
}) => (
  <>
    <TextField
      id={`${props.id}-site`}
      name="site_url"
      label="Jira address"
      value={props.values.site_url}
      placeholder="https://yourteam.atlassian.net"
      inputmode="url"
      autocomplete="off"
      error={props.errors.site_url}
      required
    />
    <div class="grid">
      <TextField
        id={`${props.id}-user`}
        name="user"
        label="User name"
        value={props.values.user}
        hint="The e-mail address of the account. Leave empty for Data Center."
        inputmode="email"
        autocomplete="off"
        error={props.errors.user}
      />
      <TextField
        id={`${props.id}-token`}
        name="token"
        label="API token"
        type="password"
        hint="For Data Center, a personal access token."
        autocomplete="new-password"
        error={props.errors.token}
        required
      />
    </div>
    {props.errors.config && <span class="error">{props.errors.config}</span>}
  </>
);

export const intervalOptions = intervals.map((value) => ({ value, label: intervalWords[value] }));
