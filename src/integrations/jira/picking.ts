import { ok } from '../../lib/result.ts';
import type { Asked, Choice } from '../adapter.ts';
import { found } from '../picking.ts';
import { askFields, askFilters, askProjects, type Jira } from './request.ts';
import { isTime } from './summing.ts';

/** Fields that hold a number and mean nothing when added up. */
const RATIOS = ['workratio'];

/**
 * `sum_field`: the fields that can be added up, Jira's own time fields in hours. `jql_project` and `jql_filter`: projects
 * and saved filters, each as the JQL that finds its issues.
 */
export async function pick(jira: Jira, list: string, search: string): Promise<Asked<Choice[]>> {
  if (list === 'jql_project') return found(await projects(jira, search), search);
  if (list === 'jql_filter') return found(await filters(jira, search), search);
  if (list !== 'sum_field') return ok([]);
  const asked = await askFields(jira);
  if (!asked.ok) return asked;
  const numeric = asked.value.filter(({ id, schema }) => schema?.type === 'number' && !RATIOS.includes(id));
  const choices = numeric.map(({ id, name }) => ({ value: id, label: name, detail: isTime(id) ? 'hours' : id }));
  return found(ok(choices), search);
}

async function projects(jira: Jira, search: string): Promise<Asked<Choice[]>> {
  const asked = await askProjects(jira, search);
  if (!asked.ok) return asked;
  return ok(asked.value.map(({ key, name }) => ({ value: `project = "${key}"`, label: `${name} (${key})` })));
}

async function filters(jira: Jira, search: string): Promise<Asked<Choice[]>> {
  const asked = await askFilters(jira, search);
  return asked.ok ? ok(asked.value.map(({ id, name }) => ({ value: `filter = ${id}`, label: name }))) : asked;
}
