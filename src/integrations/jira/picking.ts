import { ok } from '../../lib/result.ts';
import type { Asked, Choice } from '../adapter.ts';
import { found } from '../picking.ts';
import { askFields, type Jira } from './request.ts';
import { isTime } from './summing.ts';

/** Fields that hold a number and mean nothing when added up. */
const RATIOS = ['workratio'];

/** `sum_field`: the fields that can be added up, Jira's own time fields in hours. */
export async function pick(jira: Jira, list: string, search: string): Promise<Asked<Choice[]>> {
  if (list !== 'sum_field') return ok([]);
  const asked = await askFields(jira);
  if (!asked.ok) return asked;
  const numeric = asked.value.filter(({ id, schema }) => schema?.type === 'number' && !RATIOS.includes(id));
  const choices = numeric.map(({ id, name }) => ({ value: id, label: name, detail: isTime(id) ? 'hours' : id }));
  return found(ok(choices), search);
}
