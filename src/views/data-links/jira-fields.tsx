import { TextArea } from '../ui/field.tsx';
import { FoldedChoiceField, type Picking, WritingField } from './choices.tsx';
import { one } from './query-values.ts';

/** A JQL query, which a pick can write for whom that is foreign, and whether it counts issues or adds up what they carry. */
export const JiraFields = (picking: Picking) => {
  const { query, errors } = picking;
  return (
    <>
      <WritingField
        {...picking}
        name="jql_project"
        legend="Begin with a project"
        search="Search projects"
        does="Write the query of this project"
      />
      <WritingField
        {...picking}
        name="jql_filter"
        legend="Begin with a saved filter"
        search="Search saved filters"
        does="Write the query of this filter"
      />
      <TextArea
        id="jql"
        name="jql"
        label="JQL query"
        look="query"
        value={one(query, 'jql')}
        placeholder={'"Epic Link" = AE-786'}
        error={errors.jql ?? errors.query}
        hint="Or in Jira, search with filters, choose Advanced, and copy the query. New issues that match join by themselves."
      />
      <FoldedChoiceField
        {...picking}
        name="sum_field"
        legend="Add up a number"
        search="Search number fields, such as story points"
      />
    </>
  );
};
