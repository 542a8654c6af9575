import { Layout } from '../layout.tsx';
import { CheckBox } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Group } from './group.tsx';
import { ScoreBands } from './score-bands.tsx';
import type { OkrSettingsView } from './settings-view.ts';
import { StatusRules } from './status-rules.tsx';

/** The rules of the model: what stands under what, how progress becomes a colour, and who creates and approves. */
export const OkrSettingsPage = (view: OkrSettingsView) => (
  <Layout shell={view.shell} title="OKRs & projects" narrow>
    <PageHead
      title="OKRs & projects"
      under="The rules that every OKR of the organization follows. Each part is saved on its own."
    />
    <Structure {...view} />
    <Progress {...view} />
    <StatusRules {...view} />
    <ScoreBands {...view} />
    <Creating {...view} />
    <Approval {...view} />
    <Connecting {...view} />
  </Layout>
);

const switches = [
  { name: 'objectives_under_key_results', label: 'Objectives under key results' },
  { name: 'key_results_under_key_results', label: 'Key results under key results' },
  { name: 'projects_aligned', label: 'Projects under objectives and key results' },
  {
    name: 'projects_contribute',
    label: 'New projects count from the start',
    hint: 'Otherwise a project moves nothing above it until somebody switches it on.',
  },
];

const Structure = (view: OkrSettingsView) => (
  <Group
    {...view}
    group="structure"
    title="What stands under what"
    says="This holds for what is aligned from now on. What stands elsewhere already stays there."
  >
    {() => (
      <div class="stack tight">
        {switches.map((each) => (
          <CheckBox id={each.name} {...each} checked={view.values[each.name] === 'on'} />
        ))}
      </div>
    )}
  </Group>
);

const Progress = (view: OkrSettingsView) => (
  <Group
    {...view}
    group="progress"
    title="Progress of new objectives"
    says="An objective begins with this unless its author says otherwise."
  >
    {(errors) => (
      <Segmented
        id="objective_mode"
        legend="Where it comes from"
        name="objective_mode"
        value={view.values.objective_mode ?? null}
        options={[
          { value: 'rollup', label: 'From what is below' },
          { value: 'manual', label: 'By hand' },
        ]}
        error={errors.objective_mode}
      />
    )}
  </Group>
);

const levels = [
  { name: 'create_organization', legend: 'For the organization' },
  { name: 'create_team', legend: 'For a team' },
  { name: 'create_individual', legend: 'For oneself' },
];

const Creating = (view: OkrSettingsView) => (
  <Group
    {...view}
    group="creating"
    title="Who creates OKRs"
    says="Observers create none. What has been created already stays with its owners."
  >
    {(errors) => (
      <div class="stack tight">
        {levels.map(({ name, legend }) => (
          <Segmented
            id={name}
            legend={legend}
            name={name}
            value={view.values[name] ?? null}
            options={[
              { value: 'everyone', label: 'Everyone' },
              { value: 'leads', label: 'Team leads' },
              { value: 'admins', label: 'Admins' },
            ]}
            error={errors[name]}
          />
        ))}
      </div>
    )}
  </Group>
);

const Approval = (view: OkrSettingsView) => (
  <Group
    {...view}
    group="approval"
    title="Approval of drafts"
    says="With approval, a team proposes its drafts and its lead publishes them as one."
  >
    {(errors) => (
      <Segmented
        id="approval"
        legend="Drafts are published"
        name="approval"
        value={view.values.approval ?? null}
        options={[
          { value: 'off', label: 'Without approval' },
          { value: 'leads', label: 'By the team lead' },
        ]}
        error={errors.approval}
      />
    )}
  </Group>
);

const Connecting = (view: OkrSettingsView) => (
  <Group
    {...view}
    group="connecting"
    title="Who connects data sources"
    says="Owners and admins always do. What is connected already stays with whoever connected it."
  >
    {() => (
      <CheckBox
        id="member_connections"
        name="member_connections"
        label="Members may connect their own accounts"
        hint="Only they and admins can use those, and only for tools that are not switched off."
        checked={view.values.member_connections === 'on'}
      />
    )}
  </Group>
);
