import type { Adapter } from '../adapter.ts';
import { input, type JiraConfig, type JiraQuery, type JiraSecret, query } from './config.ts';
import { connect } from './connecting.ts';
import { withoutOrderBy } from './jql.ts';
import { read } from './reading.ts';

/** Jira Cloud, by the site or by Atlassian's API gateway, and Jira Data Center. */
export const jira: Adapter<JiraConfig, JiraSecret, JiraQuery> = {
  name: 'Jira',
  input,
  query,
  queryKey: ({ jql }) => withoutOrderBy(jql),
  connect: (reach, config, secret) => connect({ reach, config, secret }),
  read: (reach, config, secret, { jql }) => read({ reach, config, secret }, withoutOrderBy(jql)),
};
