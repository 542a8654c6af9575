import { ambitions, levels } from '../../domain/words.ts';
import { SectionHead } from '../ui/heads.tsx';
import { PeriodField, TeamField } from '../ui/named-select.tsx';
import { Segmented } from '../ui/segmented.tsx';
import type { OkrFormProps } from './page.tsx';
import { PeoplePicker } from './people-picker.tsx';
import { Picker } from './picker.tsx';
import { DaysOutside } from './time.tsx';

const levelWords = { organization: 'Organization', team: 'Team', individual: 'Individual' } as const;
const ambitionWords = { committed: 'Committed', aspirational: 'Aspirational' } as const;
const ambitionIcons = { committed: 'anchor', aspirational: 'peak' } as const;

/** Whose it is, where it stands and when. */
export const PlaceSection = (props: OkrFormProps) => {
  const { shell, values, errors, choosable } = props;
  return (
    <section class="stack tight" aria-labelledby="place">
      <SectionHead id="place" title="Who and when" />
      <div class="grid">
        <PeoplePicker {...props} of="owners" />
        <ParentsPicker {...props} />
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
        <TeamField optional among={choosable.teams} none="No team" value={values.team_id} error={errors.team_id} />
        <Segmented
          id="ambition"
          legend="Ambition"
          name="ambition"
          value={values.ambition}
          options={ambitions.map((value) => ({ value, label: ambitionWords[value], icon: ambitionIcons[value] }))}
          error={errors.ambition}
        />
        <PeriodField among={choosable.periods} value={values.period_id} error={errors.period_id} />
        <DaysOutside org={shell.org.slug} values={values} periods={choosable.periods} />
      </div>
    </section>
  );
};

const ParentsPicker = ({ action, values, errors, choosable: { parents }, sought, keyResults }: OkrFormProps) => (
  <Picker
    id="parents"
    name="parents"
    legend="Aligned to"
    chosen={values.parents.map((id) => ({
      id,
      label: parents.chosen.find((each) => each.id === id)?.title ?? 'An OKR that is gone',
    }))}
    options={parents.options.map(({ id, title }) => ({ id, label: title }))}
    add={{ name: 'add_parent', label: keyResults ? 'Add an OKR' : 'Add an objective' }}
    search={
      parents.more || keyResults || sought.parents !== ''
        ? {
            name: 'sought_parents',
            label: keyResults ? 'Find OKRs by title' : 'Find objectives by title',
            value: sought.parents,
          }
        : null
    }
    action={action}
    error={errors.parents}
  />
);
