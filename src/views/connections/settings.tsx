import type { Provider } from '../../domain/words.ts';
import { Alert } from '../ui/alert.tsx';
import { CheckBox, SelectField, TextField } from '../ui/field.tsx';
import { CredentialFields, type Deployment } from './credential-fields.tsx';
import { intervalOptions } from './form.tsx';
import { SignIn } from './sign-in.tsx';

type FormProps<Values> = {
  action: string;
  values: Values;
  errors?: Record<string, string>;
  message?: string;
};

export type SettingsValues = { name: string; shared: boolean; interval: string };

/** Name, sharing and interval: what needs no word from the provider. */
export const SettingsForm = ({
  action,
  values,
  version,
  sharing,
  errors = {},
  message,
}: FormProps<SettingsValues> & { version: number; sharing: boolean }) => (
  <form class="stack tight" method="post" action={action}>
    {message && <Alert status="behind" title={message} urgent />}
    <input type="hidden" name="version" value={version} />
    <TextField id="settings-name" name="name" label="Name" value={values.name} error={errors.name} required />
    <SelectField
      id="settings-interval"
      name="interval"
      label="Read"
      value={values.interval}
      options={intervalOptions}
      error={errors.interval}
    />
    {sharing && (
      <CheckBox
        id="settings-shared"
        name="shared"
        label="Shared"
        hint="When it is not, only its owner and admins can link OKRs to it. Links that exist go on."
        checked={values.shared}
      />
    )}
    <div class="row">
      <button class="btn">Save settings</button>
    </div>
  </form>
);

/** Fields of an account that are no secrets. */
export type CredentialValues = Readonly<Record<string, string>>;

type CredentialsProps = FormProps<CredentialValues> & { provider: Provider; deployment: Deployment; authorize: string };

/** Address and credentials, tested before they replace the old ones. */
export const CredentialsForm = ({ action, values, errors = {}, message, ...props }: CredentialsProps) => {
  const { provider, deployment, authorize } = props;
  return (
    <form class="stack tight" method="post" action={action}>
      {message && <Alert status="behind" title={message} urgent />}
      <SignIn provider={provider} deployment={deployment} action={authorize} />
      <CredentialFields id={`credentials-${provider}`} {...{ provider, deployment, values, errors }} />
      <div class="row">
        <button class="btn">Test and replace</button>
      </div>
    </form>
  );
};
