import { Segmented } from '../ui/segmented.tsx';
import { ChoiceField, FoldedChoiceField, type Picking } from './choices.tsx';
import { one } from './query-values.ts';

/** A project of Asana, what of it counts, and its filters; they hold together. */
export const AsanaFields = (picking: Picking) => {
  const { query, errors } = picking;
  return (
    <>
      <ChoiceField
        {...picking}
        errors={{ ...errors, project_gid: errors.project_gid ?? errors.query ?? '' }}
        name="project_gid"
        legend="Project"
        search="Search projects, or paste an address"
        hint="New tasks in it join by themselves."
      />
      <Segmented
        id="scope"
        legend="What is work there"
        name="scope"
        value={one(query, 'scope') || 'tasks'}
        options={[
          { value: 'tasks', label: 'Tasks' },
          { value: 'subtasks', label: 'Subtasks' },
        ]}
        error={errors.scope}
      />
      <div class="if-subtasks">
        <ChoiceField
          {...picking}
          name="parent_task_gid"
          legend="Below one task"
          search="Search tasks, or paste an address"
          after="project_gid"
          optional
        />
      </div>
      <div class="grid">
        <ChoiceField
          {...picking}
          name="section_gids"
          legend="Sections"
          search="Search sections"
          after="project_gid"
          many
          optional
        />
        <ChoiceField {...picking} name="assignee_gids" legend="Assignees" search="Search people" many optional />
      </div>
      <Segmented
        id="completion"
        legend="Completion"
        name="completion"
        value={one(query, 'completion') || 'any'}
        options={[
          { value: 'any', label: 'Any' },
          { value: 'complete', label: 'Complete' },
          { value: 'incomplete', label: 'Not complete' },
        ]}
        error={errors.completion}
      />
      <FoldedChoiceField {...picking} name="sum_field_gid" legend="Add up a number" search="Search number fields" />
    </>
  );
};
