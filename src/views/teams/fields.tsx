import type { FieldErrors } from '../../domain/refusal.ts';
import { TextField } from '../ui/field.tsx';
import { FindField } from '../ui/find-field.tsx';
import { NamedSelect } from '../ui/named-select.tsx';
import { usualTypes } from './words.ts';

/** A team as a form has it; all text. `sought_...` are words by which people and teams are looked up. */
export type TeamValues = {
  name: string;
  type: string;
  lead_id: string;
  parent_id: string;
  sought_lead: string;
  sought_parent: string;
};

export const emptyTeam: TeamValues = {
  name: '',
  type: '',
  lead_id: '',
  parent_id: '',
  sought_lead: '',
  sought_parent: '',
};

type Named = { id: string; name: string };

/** What can be chosen; `more` says that there are others, to be found by name. */
export type TeamChoices = {
  leads: readonly Named[];
  moreLeads: boolean;
  parents: readonly Named[];
  moreParents: boolean;
};

type FieldsProps = { values: TeamValues; errors: FieldErrors; choices: TeamChoices };

export const NameField = ({ values, errors }: Pick<FieldsProps, 'values' | 'errors'>) => (
  <TextField id="name" name="name" label="Name" value={values.name} error={errors.name} autocomplete="off" required />
);

/** What kind of team it is, in a word of one's own. */
export const TypeField = ({ values, errors }: { values: Pick<TeamValues, 'type'>; errors: FieldErrors }) => (
  <>
    <TextField
      id="type"
      name="type"
      label="Type"
      optional
      value={values.type}
      error={errors.type}
      hint="Department, squad, or any word you use."
      autocomplete="off"
      attributes={{ list: 'types' }}
    />
    <datalist id="types">
      {usualTypes.map((type) => (
        <option value={type} />
      ))}
    </datalist>
  </>
);

export const LeadField = ({ values, errors, choices }: FieldsProps) => (
  <div class="stack tight">
    <NamedSelect
      id="lead"
      name="lead_id"
      label="Lead"
      none="Nobody yet"
      among={choices.leads}
      value={values.lead_id}
      error={errors.lead_id}
      hint="Changes its OKRs and its members. Observers do not lead."
    />
    {(choices.moreLeads || values.sought_lead !== '') && (
      <FindField
        id="sought-lead"
        name="sought_lead"
        label="Find people by name"
        value={values.sought_lead}
        find="lead"
      />
    )}
  </div>
);

export const ParentField = ({ values, errors, choices }: FieldsProps) => (
  <div class="stack tight">
    <NamedSelect
      id="parent"
      name="parent_id"
      label="Stands below"
      none="No team, at the top"
      among={choices.parents}
      value={values.parent_id}
      error={errors.parent_id}
    />
    {(choices.moreParents || values.sought_parent !== '') && (
      <FindField
        id="sought-parent"
        name="sought_parent"
        label="Find a team by name"
        value={values.sought_parent}
        find="parent"
      />
    )}
  </div>
);
