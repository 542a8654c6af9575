import type { Person } from '../../domain/members/finding.ts';
import { roles as allRoles, type Role } from '../../domain/words.ts';
import { Picker } from '../okr-form/picker.tsx';
import { LocaleField, TimeZoneField } from '../settings/place-fields.tsx';
import { Choices } from '../ui/choice.tsx';
import { Notes, TextField } from '../ui/field.tsx';
import { type Choosing, PersonField } from './person-field.tsx';
import { roleHints, roleWords } from './words.ts';

/** What stands in the form of a member, as text. Names as in the API. */
export type MemberValues = {
  name: string;
  email: string;
  role: string;
  manager_id: string;
  team_ids: string[];
  locale: string;
  time_zone: string;
};

type Team = { id: string; name: string };

export type MemberFieldsProps = {
  values: MemberValues;
  errors: Record<string, string>;
  roles: readonly Role[];
  managers: Choosing;
  manager: Person | null;
  teams: readonly Team[];
  /** Teams of theirs that are not among the others. */
  joined: readonly Team[];
  zones: readonly string[];
  /** What the organization has, for those who choose nothing. */
  usual: { locale: string; timeZone: string };
  action: string;
};

/** Everything that an admin says of a member. */
export const MemberFields = ({ values, errors, roles, managers, manager, action, ...rest }: MemberFieldsProps) => {
  const named = new Map([...rest.joined, ...rest.teams].map(({ id, name }) => [id, name]));
  return (
    <>
      <div class="grid">
        <TextField
          id="name"
          name="name"
          label="Name"
          value={values.name}
          error={errors.name}
          autocomplete="off"
          required
        />
        <TextField
          id="email"
          name="email"
          type="email"
          label="Email address"
          value={values.email}
          hint="They sign in with it."
          error={errors.email}
          autocomplete="off"
          required
        />
      </div>
      <div class="field" id="role">
        <b class="small" aria-hidden="true">
          Role
        </b>
        <Choices
          legend="Role"
          name="role"
          wide
          value={values.role as Role}
          options={allRoles
            .filter((role) => roles.includes(role))
            .map((role) => ({ value: role, title: roleWords[role], detail: roleHints[role] }))}
        />
        <Notes id="role" error={errors.role} />
      </div>
      <PersonField
        id="manager"
        name="manager_id"
        label="Manager"
        none="Nobody"
        value={values.manager_id}
        chosen={manager}
        error={errors.manager_id}
        action={action}
        {...managers}
      />
      <Picker
        id="teams"
        name="team_ids"
        legend="Teams"
        chosen={values.team_ids.map((id) => ({ id, label: named.get(id) ?? 'A team that is gone' }))}
        options={rest.teams.map(({ id, name }) => ({ id, label: name }))}
        add={{ name: 'add_team', label: 'Add a team' }}
        search={null}
        action={action}
        error={errors.team_ids}
      />
      <PlaceFields values={values} errors={errors} zones={rest.zones} usual={rest.usual} />
    </>
  );
};

const PlaceFields = ({
  values,
  errors,
  zones,
  usual,
}: Pick<MemberFieldsProps, 'values' | 'errors' | 'zones' | 'usual'>) => (
  <div class="grid">
    <LocaleField
      locale={usual.locale}
      value={values.locale}
      usual={{ value: usual.locale, words: 'As the organization' }}
      hint="Left empty, it follows the organization."
      error={errors.locale}
    />
    <TimeZoneField
      zones={zones}
      value={values.time_zone}
      usual={{ value: usual.timeZone, words: 'As the organization' }}
      error={errors.time_zone}
    />
  </div>
);
