import { z } from 'zod';
import { err, ok } from '../../lib/result.ts';
import type { Asked, Choice, Reach } from '../adapter.ts';
import type { Answer, Asking } from '../http.ts';
import { type Allowance, allowance, type Page, readPages, spend } from '../paging.ts';
import type { AsanaSecret } from './config.ts';
import { asanaFailure, misshapen } from './failure.ts';
import { account, batchRow, dataBody, field, isWork, listBody, named, standing, task } from './process.ts';

/** One account at Asana, ready to be asked. */
export type Asana = { reach: Reach; secret: AsanaSecret };

type RawTask = z.infer<typeof task>;

const PAGE = 100;
/** Requests that one batch carries. */
export const BATCH = 10;
/** Answers to a batch that say there is none to be had, rather than that something is wrong with it. */
const NO_BATCH = [403, 404, 405];
const BATCHLESS = 'asana:batchless';
const BATCHLESS_MS = 60 * 60 * 1000;

const FIELDS =
  'name,completed,assignee,num_subtasks,resource_subtype,is_rendered_as_separator,memberships.project,memberships.section,permalink_url';
const fieldsOf = (sums: boolean) => (sums ? `${FIELDS},custom_fields,custom_fields.number_value` : FIELDS);

export const askAccount = (asana: Asana) =>
  ask(asana, dataBody(account), `/users/me?${parameters({ opt_fields: 'name,email,workspaces,workspaces.name' })}`);

/** All top-level tasks of a project. */
export const askTasks = (asana: Asana, allowed: Allowance, project: string, sums: boolean): Promise<Asked<RawTask[]>> =>
  list(asana, allowed, `/projects/${project}/tasks`, task, { opt_fields: fieldsOf(sums) });

/**
 * The subtasks of each task, in the order given. Several travel in one batch; a list that goes on is then read by itself.
 * Where Asana has no batches for this account, which no narrow scope of an app allows, each list is asked for alone.
 */
export async function askSubtasks(
  asana: Asana,
  allowed: Allowance,
  gids: readonly string[],
  sums: boolean,
): Promise<Asked<RawTask[][]>> {
  const { kept, now } = asana.reach;
  const fields = { opt_fields: fieldsOf(sums) };
  const subtasksOf = (gid: string, from: string | null = null) =>
    list(asana, allowed, `/tasks/${gid}/subtasks`, task, fields, from);
  if (gids.length === 1 || (kept.get(BATCHLESS)?.until ?? 0) > now()) return every(gids.map((gid) => subtasksOf(gid)));
  const allows = spend(asana.reach, allowed, 'Asana');
  if (!allows.ok) return allows;
  const actions = gids.map((gid) => ({
    method: 'get',
    relative_path: `/tasks/${gid}/subtasks`,
    options: { limit: PAGE, fields: fields.opt_fields.split(',') },
  }));
  // Asana counts each action of a batch as a request, and the batch itself not at all.
  const sent = await send(asana, '/batch', { method: 'POST', body: { data: { actions } }, charged: actions.length });
  if (!sent.ok) return sent;
  if (NO_BATCH.includes(sent.value.status)) {
    kept.set(BATCHLESS, { value: '', until: now() + BATCHLESS_MS });
    return every(gids.map((gid) => subtasksOf(gid)));
  }
  const asked = understand(dataBody(z.array(batchRow).length(gids.length)), sent.value);
  if (!asked.ok) return asked;
  const lists: RawTask[][] = [];
  for (const [i, row] of asked.value.entries()) {
    const page = understand(listBody(task), answerOf(row, now()));
    if (!page.ok) return page;
    const { items, next } = page.value;
    const rest = next ? await subtasksOf(gids[i]!, next) : ok([]);
    if (!rest.ok) return rest;
    lists.push([...items, ...rest.value]);
  }
  return ok(lists);
}

/** Names that Asana suggests for a text. */
export async function askSuggestions(
  asana: Asana,
  workspace: string,
  type: 'project' | 'user',
  text: string,
): Promise<Asked<Choice[]>> {
  const asked = { resource_type: type, query: text, count: '50', opt_fields: 'name' };
  const page = await ask(asana, listBody(named), `/workspaces/${workspace}/typeahead?${parameters(asked)}`);
  return page.ok ? ok(page.value.items) : page;
}

/** The projects of a workspace that are not archived. */
export const askProjects = (asana: Asana, workspace: string): Promise<Asked<Choice[]>> => {
  const fields = { archived: 'false', opt_fields: 'name' };
  return list(asana, allowance(asana.reach), `/workspaces/${workspace}/projects`, named, fields);
};

/** The people of a workspace; Asana gives the first 2,000 at once and takes no `limit` here. */
export async function askPeople(asana: Asana, workspace: string): Promise<Asked<Choice[]>> {
  const page = await ask(
    asana,
    listBody(named),
    `/workspaces/${workspace}/users?${parameters({ opt_fields: 'name' })}`,
  );
  return page.ok ? ok(page.value.items) : page;
}

export const askSections = (asana: Asana, project: string): Promise<Asked<Choice[]>> =>
  list(asana, allowance(asana.reach), `/projects/${project}/sections`, named, { opt_fields: 'name' });

/** The sections that a project's tasks stand in: what is left to an app that may not list sections. */
export async function askSectionsOfTasks(asana: Asana, project: string): Promise<Asked<Choice[]>> {
  const fields = { opt_fields: 'memberships.project,memberships.section,memberships.section.name' };
  const asked = await list(asana, allowance(asana.reach), `/projects/${project}/tasks`, standing, fields);
  if (!asked.ok) return asked;
  const sections = asked.value.flat().flatMap(({ of, section }) => (of === project ? [section] : []));
  return ok([...new Map(sections.map((each) => [each.value, each])).values()]);
}

/** The number fields of a project. */
export async function askNumberFields(asana: Asana, project: string): Promise<Asked<Choice[]>> {
  const path = `/projects/${project}/custom_field_settings`;
  const fields = { opt_fields: 'custom_field.name,custom_field.resource_subtype' };
  const asked = await list(asana, allowance(asana.reach), path, field, fields);
  return asked.ok ? ok(asked.value.flatMap(({ choice, isNumber }) => (isNumber ? [choice] : []))) : asked;
}

/** The names of a project's top-level tasks. */
export async function askTaskNames(asana: Asana, project: string): Promise<Asked<Choice[]>> {
  const fields = { opt_fields: 'name,completed,resource_subtype,is_rendered_as_separator' };
  const asked = await list(asana, allowance(asana.reach), `/projects/${project}/tasks`, task, fields);
  return asked.ok ? ok(asked.value.filter(isWork).map(({ gid, name }) => ({ value: gid, label: name || gid }))) : asked;
}

export const askWebhook = (asana: Asana, resource: string, target: string): Promise<Asked<{ id: string }>> =>
  ask(asana, dataBody(z.object({ gid: z.string() }).transform(({ gid }) => ({ id: gid }))), '/webhooks', {
    method: 'POST',
    body: { data: { resource, target, filters: FILTERS } },
    // Asana calls the target while this is open.
    deadlineMs: 30_000,
  });

/** Whether a webhook is there and active. Asana deletes one that could not be delivered for a day. */
export async function askIsAlive(asana: Asana, id: string): Promise<Asked<boolean>> {
  const webhook = dataBody(z.object({ active: z.boolean() }));
  const asked = await ask(
    asana,
    webhook,
    `/webhooks/${encodeURIComponent(id)}?${parameters({ opt_fields: 'active' })}`,
  );
  if (asked.ok) return ok(asked.value.active);
  return asked.error.reason === 'not_found' ? ok(false) : asked;
}

/** Removes a webhook; one that is gone is as good as removed. */
export async function removeWebhook(asana: Asana, id: string): Promise<Asked<null>> {
  const asked = await send(asana, `/webhooks/${encodeURIComponent(id)}`, { method: 'DELETE' });
  if (!asked.ok) return asked;
  const failure = asanaFailure(asked.value);
  return failure && failure.reason !== 'not_found' ? err(failure) : ok(null);
}

const FILTERS = ['added', 'changed', 'removed', 'deleted', 'undeleted'].map((action) => ({
  resource_type: 'task',
  action,
}));

function list<T extends z.ZodType>(
  asana: Asana,
  allowed: Allowance,
  path: string,
  item: T,
  fields: Record<string, string>,
  from: string | null = null,
): Promise<Asked<z.output<T>[]>> {
  return readPages(asana.reach, allowed, 'Asana', (cursor): Promise<Asked<Page<z.output<T>>>> => {
    const offset = cursor ?? from;
    return ask(
      asana,
      listBody(item),
      `${path}?${parameters({ limit: String(PAGE), ...fields, ...(offset ? { offset } : {}) })}`,
    );
  });
}

/** All of what was asked, or the first that failed. */
async function every<T>(asking: Promise<Asked<T>>[]): Promise<Asked<T[]>> {
  const values: T[] = [];
  for (const asked of await Promise.all(asking)) {
    if (!asked.ok) return asked;
    values.push(asked.value);
  }
  return ok(values);
}

async function ask<T>(asana: Asana, shape: z.ZodType<T>, path: string, asking: Asking = {}): Promise<Asked<T>> {
  const asked = await send(asana, path, asking);
  return asked.ok ? understand(shape, asked.value) : asked;
}

function understand<T>(shape: z.ZodType<T>, answer: Answer): Asked<T> {
  const failure = asanaFailure(answer);
  if (failure) return err(failure);
  const parsed = shape.safeParse(answer.body);
  return parsed.success ? ok(parsed.data) : err(misshapen);
}

function answerOf({ status_code, headers, body }: z.infer<typeof batchRow>, at: number): Answer {
  const known = Object.entries(headers ?? {}).filter((each): each is [string, string] => typeof each[1] === 'string');
  return { status: status_code, headers: new Headers(known), body, at };
}

const parameters = (given: Record<string, string>) => new URLSearchParams(given).toString();

function send({ reach, secret }: Asana, path: string, asking: Asking) {
  const token = 'token' in secret ? secret.token : secret.access_token;
  return reach.http.json(reach.settings.asanaUrl.replace(/\/+$/, '') + path, {
    ...asking,
    headers: { Authorization: `Bearer ${token}` },
  });
}
