import type { FieldErrors } from '../../domain/refusal.ts';
import { CheckBox, TextField } from '../ui/field.tsx';
import { Segmented } from '../ui/segmented.tsx';

/** What the form shows; a secret is never among it. */
export type ProviderValues = {
  label: string;
  issuer: string;
  client_id: string;
  enabled: boolean;
  admits: boolean;
  admits_as: 'member' | 'observer';
};

type FieldsProps = {
  org: string;
  values: ProviderValues;
  errors: FieldErrors;
  hasSecret: boolean;
  /** Whether they may be changed. */
  changes: boolean;
};

/** How Cairn and the provider know each other, and who may come in by it. */
export const ProviderFields = ({ org, values, errors, hasSecret, changes }: FieldsProps) => (
  <fieldset class="stack tight" disabled={!changes}>
    <legend class="vh">Provider</legend>
    <TextField
      id="label"
      name="label"
      label="Name"
      hint="People read it on their way: “On to Northwind”."
      value={values.label}
      error={errors.label}
      autocomplete="organization"
      required
    />
    <TextField
      id="issuer"
      name="issuer"
      label="Issuer"
      value={values.issuer}
      placeholder="https://login.example.com"
      error={errors.issuer}
      inputmode="url"
      autocomplete="off"
      required
    />
    <div class="grid">
      <TextField
        id="client_id"
        name="client_id"
        label="Client ID"
        value={values.client_id}
        error={errors.client_id}
        autocomplete="off"
        required
      />
      <TextField
        id="client_secret"
        name="client_secret"
        label="Client secret"
        type="password"
        hint={
          hasSecret
            ? 'One is kept, encrypted. Leave empty to keep it.'
            : 'Encrypted, and never shown again. Leave empty for a client that has none.'
        }
        error={errors.client_secret}
        autocomplete="new-password"
        optional={!hasSecret}
      />
    </div>
    <CheckBox
      id="enabled"
      name="enabled"
      label="People may come in by it"
      hint={`They begin at /sso/${org}, or with their work email on the sign-in page.`}
      checked={values.enabled}
    />
    <CheckBox
      id="admits"
      name="admits"
      label="Admit people of our domains"
      hint={
        <>
          Who comes with an address in one of your <a href={`/o/${org}/admin/security/domains`}>proved domains</a>{' '}
          becomes a member by coming. Others need an invitation.
        </>
      }
      checked={values.admits}
    />
    <Segmented
      id="admits_as"
      legend="Admitted as"
      name="admits_as"
      value={values.admits_as}
      options={[
        { value: 'member', label: 'Members' },
        { value: 'observer', label: 'Observers' },
      ]}
      error={errors.admits_as}
    />
  </fieldset>
);
