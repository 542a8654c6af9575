import { ChoiceField, FoldedChoiceField, OneOf, type Picking, PlaceField } from './choices.tsx';

/** A project of Asana, what of it counts, and its filters; they hold together. */
export const AsanaFields = (picking: Picking) => (
  <>
    <PlaceField
      {...picking}
      name="project_gid"
      legend="Project"
      search="Search projects, or paste an address"
      hint="New tasks in it join by themselves."
    />
    <OneOf {...picking} name="scope" legend="What is work there" options={{ tasks: 'Tasks', subtasks: 'Subtasks' }} />
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
    <OneOf
      {...picking}
      name="completion"
      legend="Completion"
      options={{ any: 'Any', complete: 'Complete', incomplete: 'Not complete' }}
    />
    <FoldedChoiceField {...picking} name="sum_field_gid" legend="Add up a number" search="Search number fields" />
  </>
);
