import { ambitions, levels } from '../../domain/words.ts';
import { SelectField, TextField } from '../ui/field.tsx';
import { SectionHead } from '../ui/heads.tsx';
import { Segmented } from '../ui/segmented.tsx';
import type { OkrFormProps } from './page.tsx';
import { Picker } from './picker.tsx';
import { DaysOutside } from './time.tsx';

const levelWords = { organization: 'Organization', team: 'Team', individual: 'Individual' } as const;
const ambitionWords = { committed: 'Committed', aspirational: 'Aspirational' } as const;
const ambitionIcons = { committed: 'anchor', aspirational: 'peak' } as const;

/** Whose it is, where it stands and when. */
export const PlaceSection = ({ shell, action, values, errors, choosable, sought }: OkrFormProps) => {
  const { people, parents, teams, periods } = choosable;
  const named = [...people.chosen, ...people.options.filter((each) => !people.chosen.some(({ id }) => id === each.id))];
  return (
    <section class="stack tight" aria-labelledby="place">
      <SectionHead id="place" title="Who and when" />
      <div class="grid">
        <Picker
          id="owners"
          name="owner_ids"
          legend="Owners"
          chosen={values.owner_ids.map((id) => ({
            id,
            label: named.find((each) => each.id === id)?.name ?? 'Somebody who left',
          }))}
          options={people.options.map(({ id, name }) => ({ id, label: name }))}
          add={{ name: 'add_owner', label: 'Add an owner' }}
          search={searchIn('people', 'Find people by name', sought.people, people.more)}
          action={action}
          error={errors.owner_ids}
        />
        <Picker
          id="parents"
          name="parents"
          legend="Aligned to"
          chosen={values.parents.map((id) => ({ id, label: titleOf(parents, id) }))}
          options={parents.options.map(({ id, title }) => ({ id, label: title }))}
          add={{ name: 'add_parent', label: 'Add an objective' }}
          search={searchIn('objectives', 'Find objectives by title', sought.parents, parents.more)}
          action={action}
          error={errors.parents}
        />
        <SelectField
          id="check-in-owner"
          name="check_in_owner_id"
          label="Checks in"
          value={values.check_in_owner_id}
          options={[
            { value: '', label: 'The first owner' },
            ...named.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          error={errors.check_in_owner_id}
        />
        <SelectField
          id="period"
          name="period_id"
          label="Period"
          value={values.period_id}
          options={periods.map(({ id, name }) => ({ value: id, label: name }))}
          error={errors.period_id}
        />
        <Segmented
          id="level"
          legend="Level"
          name="level"
          value={values.level}
          options={levels
            .filter((value) => choosable.levels.includes(value) || value === values.level)
            .map((value) => ({ value, label: levelWords[value] }))}
          error={errors.level}
        />
        <SelectField
          id="team"
          name="team_id"
          label="Team"
          optional
          value={values.team_id}
          options={[{ value: '', label: 'No team' }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
          error={errors.team_id}
        />
        <Segmented
          id="ambition"
          legend="Ambition"
          name="ambition"
          value={values.ambition}
          options={ambitions.map((value) => ({ value, label: ambitionWords[value], icon: ambitionIcons[value] }))}
          error={errors.ambition}
        />
        <div class="grid fit">
          <TextField
            id="starts-on"
            name="starts_on"
            type="date"
            label="First day"
            optional
            value={values.starts_on}
            error={errors.starts_on}
          />
          <TextField
            id="ends-on"
            name="ends_on"
            type="date"
            label="Last day"
            optional
            value={values.ends_on}
            hint="Empty means the days of the period."
            error={errors.ends_on}
          />
        </div>
        <DaysOutside org={shell.org.slug} values={values} periods={periods} />
      </div>
    </section>
  );
};

const titleOf = ({ chosen }: OkrFormProps['choosable']['parents'], id: string) =>
  chosen.find((each) => each.id === id)?.title ?? 'An OKR that is gone';

const searchIn = (name: string, label: string, value: string, long: boolean) =>
  long || value !== '' ? { name, label, value } : null;
