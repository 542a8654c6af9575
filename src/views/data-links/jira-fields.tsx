import { TextArea } from '../ui/field.tsx';
import { FoldedChoiceField, type Picking } from './choices.tsx';
import { one } from './query-values.ts';

/** A JQL query, and whether it counts issues or adds up what they carry. */
export const JiraFields = (picking: Picking) => {
  const { query, errors } = picking;
  return (
    <>
      <TextArea
        id="jql"
        name="jql"
        label="JQL query"
        look="query"
        value={one(query, 'jql')}
        placeholder={'"Epic Link" = AE-786'}
        error={errors.jql ?? errors.query}
        hint="In Jira, search with filters, choose Advanced, and copy the query. New issues that match join by themselves."
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
