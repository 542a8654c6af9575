import type { FieldErrors } from '../../domain/refusal.ts';
import { offeredDays } from '../../domain/tokens/token.ts';
import type { TokenScope } from '../../domain/words.ts';
import { once } from '../hx.ts';
import { Choices } from '../ui/choice.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { SectionHead } from '../ui/heads.tsx';
import { scopeWords } from './words.ts';

export type TokenValues = { name: string; scope: TokenScope; expires: string; day: string };

export const usualValues: TokenValues = { name: '', scope: 'read', expires: '90', day: '' };

type FormProps = {
  title: string;
  action: string;
  values: TokenValues;
  errors: FieldErrors;
  /** What its maker may let it do. */
  scopes: readonly TokenScope[];
  /** Whether it may work for ever. */
  endless: boolean;
};

/** A new token: its name, what it may do and until when. */
export const TokenForm = ({ title, action, values, errors, scopes, endless }: FormProps) => (
  <section class="stack tight" aria-labelledby="new-token">
    <SectionHead id="new-token" title={title} />
    <form class="stack tight" method="post" action={action} {...once}>
      <TextField
        id="name"
        name="name"
        label="Name"
        value={values.name}
        hint="What it is for, such as “Weekly report”."
        error={errors.name}
        autocomplete="off"
        required
      />
      <Choices
        legend="What it may do"
        name="scope"
        value={values.scope}
        options={scopes.map((scope) => ({ value: scope, ...scopeWords[scope] }))}
      />
      {errors.scopes && <span class="error">{errors.scopes}</span>}
      <div class="grid">
        <SelectField
          id="expires"
          name="expires"
          label="Works for"
          value={values.expires}
          options={[
            ...offeredDays.map((days) => ({ value: String(days), label: days === 365 ? 'A year' : `${days} days` })),
            { value: 'day', label: 'Until a day' },
            ...(endless ? [{ value: 'never', label: 'For ever' }] : []),
          ]}
          error={values.expires === 'day' ? null : errors.expires_on}
        />
        <TextField
          id="day"
          name="day"
          label="Last day"
          type="date"
          value={values.day}
          hint="Where it works until a day."
          error={values.expires === 'day' ? errors.expires_on : null}
          optional
        />
      </div>
      <div class="row">
        <button class="btn primary">Make this token</button>
      </div>
    </form>
  </section>
);
