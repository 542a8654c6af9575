import type { Provider } from '../../domain/words.ts';
import { AsanaFields } from './asana-fields.tsx';
import { BigQueryFields } from './bigquery-fields.tsx';
import type { Picking } from './choices.tsx';
import { JiraFields } from './jira-fields.tsx';
import { TrelloFields } from './trello-fields.tsx';

/** The fields of a provider's queries. */
export const QueryFields = ({ provider, ...picking }: Picking & { provider: Provider }) => {
  const Fields = fields[provider];
  return <Fields {...picking} />;
};

const fields = { jira: JiraFields, asana: AsanaFields, trello: TrelloFields, bigquery: BigQueryFields };
