import type { Adapter, Asked, Reading } from '../adapter.ts';
import { input, type JiraConfig, type JiraQuery, type JiraSecret, query } from './config.ts';
import { connect } from './connecting.ts';
import { withoutOrderBy } from './jql.ts';
import { freshen } from './oauth.ts';
import { pick } from './picking.ts';
import { exactly } from './process.ts';
import { believed, read } from './reading.ts';
import type { Jira } from './request.ts';
import { listIssues, sumOf } from './summing.ts';

/** Jira Cloud, by the site or by Atlassian's API gateway, and Jira Data Center. One scan serves all sums over one JQL. */
export const jira: Adapter<JiraConfig, JiraSecret, JiraQuery> = {
  name: 'Jira',
  input,
  query,
  queryKey: ({ jql, sum_field }) =>
    sum_field ? JSON.stringify([withoutOrderBy(jql), sum_field]) : withoutOrderBy(jql),
  sourceKey: ({ jql }) => withoutOrderBy(jql),
  connect: (reach, config, secret) => connect({ reach, config, secret }),
  read: (reach, config, secret, queries) => scan({ reach, config, secret }, queries),
  pick: (reach, config, secret, list, _within, search) => pick({ reach, config, secret }, list, search),
  freshen: (reach, _config, secret, refused) => freshen(reach, secret, refused),
};

/** What all ask of one JQL, with as few requests as its most demanding query needs. */
async function scan(jira: Jira, queries: readonly JiraQuery[]): Promise<Asked<Reading>[]> {
  const jql = withoutOrderBy(queries[0]?.jql ?? '');
  const site = jira.config.site_url;
  const fields = [...new Set(queries.flatMap(({ sum_field }) => sum_field ?? []))];
  const listed = fields.length > 0 ? await listIssues(jira, jql, fields) : null;
  const readings = new Map<string | undefined, Asked<Reading>>();
  for (const field of fields)
    readings.set(
      field,
      await believed(jira, Promise.resolve(listed!.ok ? sumOf(listed!.value, field, site) : listed!)),
    );
  if (queries.some(({ sum_field }) => !sum_field)) {
    const counts = listed?.ok ? Promise.resolve({ ok: true as const, value: exactly(listed.value, site) }) : null;
    readings.set(undefined, await (counts ? believed(jira, counts) : read(jira, jql)));
  }
  return queries.map(({ sum_field }) => readings.get(sum_field || undefined)!);
}
