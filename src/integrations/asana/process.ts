import { z } from 'zod';
import type { Choice, Reading, Sample } from '../adapter.ts';
import type { AsanaQuery } from './config.ts';

/** What Cairn keeps of a task. `sections` of the project that is read; a subtask stands where its topmost task does. */
export type Task = {
  gid: string;
  name: string;
  completed: boolean;
  assignee: string | null;
  sections: readonly string[];
  subtasks: number;
  /** 0 for a task of the project itself, 1 for its subtasks, and so on. */
  depth: number;
  numbers: Readonly<Record<string, number>>;
  url: string;
};

const SAMPLES = 20;

const compact = z.object({ gid: z.string() });

export const task = z.object({
  gid: z.string().min(1),
  name: z.string().nullish(),
  completed: z.boolean(),
  assignee: compact.nullish(),
  num_subtasks: z.number().int().nonnegative().nullish(),
  resource_subtype: z.string().nullish(),
  is_rendered_as_separator: z.boolean().nullish(),
  memberships: z.array(z.object({ project: compact.nullish(), section: compact.nullish() })).nullish(),
  custom_fields: z.array(z.object({ gid: z.string(), number_value: z.number().nullish() })).nullish(),
  permalink_url: z.string().nullish(),
});

/** A page of any list of Asana. `next_page` is there only while there is one. */
export const listBody = <T extends z.ZodType>(item: T) =>
  z
    .object({ data: z.array(item), next_page: z.object({ offset: z.string().min(1) }).nullish() })
    .transform(({ data, next_page }) => ({ items: data as z.output<T>[], next: next_page?.offset ?? null }));

export const dataBody = <T extends z.ZodType>(item: T) =>
  z.object({ data: item }).transform((body) => (body as { data: z.output<T> }).data);

export const account = z
  .object({
    name: z.string().nullish(),
    email: z.string().nullish(),
    workspaces: z.array(z.object({ gid: z.string(), name: z.string().nullish() })).nullish(),
  })
  .transform(({ name, email, workspaces }) => ({
    name: name || email || 'Asana account',
    workspaces: (workspaces ?? []).map((each) => ({ gid: each.gid, name: each.name ?? '' })),
  }));

export const named = z
  .object({ gid: z.string(), name: z.string().nullish() })
  .transform(({ gid, name }): Choice => ({ value: gid, label: name || gid }));

/** Where a task stands: projects, each with the section. */
export const standing = z
  .object({ memberships: z.array(z.object({ project: compact.nullish(), section: named.nullish() })).nullish() })
  .transform(({ memberships }) =>
    (memberships ?? []).flatMap(({ project, section }) => (project && section ? [{ of: project.gid, section }] : [])),
  );

export const field = z
  .object({
    custom_field: z.object({ gid: z.string(), name: z.string().nullish(), resource_subtype: z.string().nullish() }),
  })
  .transform(({ custom_field: { gid, name, resource_subtype } }) => ({
    choice: { value: gid, label: name || gid } satisfies Choice,
    isNumber: resource_subtype === 'number',
  }));

/** A row of a batch: the answer that the request alone would have had. */
export const batchRow = z.object({
  status_code: z.number().int(),
  headers: z.record(z.string(), z.unknown()).nullish(),
  body: z.unknown(),
});

/** Sections and lines between tasks are lists' furniture, not work. */
export const isWork = ({ resource_subtype, is_rendered_as_separator }: z.infer<typeof task>): boolean =>
  resource_subtype !== 'section' && is_rendered_as_separator !== true;

/** A task as it came, below another one or of the project itself. */
export function taskOf(raw: z.infer<typeof task>, project: string, above: Task | null): Task {
  const own = (raw.memberships ?? [])
    .filter((each) => each.project?.gid === project)
    .flatMap((each) => each.section?.gid ?? []);
  return {
    gid: raw.gid,
    name: raw.name ?? '',
    completed: raw.completed,
    assignee: raw.assignee?.gid ?? null,
    sections: own.length > 0 || !above ? own : above.sections,
    subtasks: raw.num_subtasks ?? 0,
    depth: above ? above.depth + 1 : 0,
    numbers: Object.fromEntries(
      (raw.custom_fields ?? []).flatMap(({ gid, number_value }) =>
        typeof number_value === 'number' ? [[gid, number_value]] : [],
      ),
    ),
    url: raw.permalink_url ?? '',
  };
}

/** What a query sees among the tasks of its scan. */
export function readingOf(query: AsanaQuery, tasks: readonly Task[]): Reading {
  const matching = tasks.filter((each) => matches(query, each));
  const complete = matching.filter((each) => each.completed);
  const sumOf = query.sum_field_gid;
  const amount = (some: readonly Task[]) =>
    sumOf ? rounded(some.reduce((sum, each) => sum + (each.numbers[sumOf] ?? 0), 0)) : some.length;
  return {
    matched: amount(matching),
    completed: amount(complete),
    value: null,
    approximate: false,
    samples: matching.slice(0, SAMPLES).map(sampleOf),
  };
}

// Numbers of Asana have at most six places after the point.
const rounded = (sum: number) => Math.round(sum * 1e6) / 1e6;

function matches(query: AsanaQuery, task: Task): boolean {
  const { scope, parent_task_gid, assignee_gids, section_gids, completion } = query;
  if ((scope === 'subtasks') !== task.depth > 0) return false;
  if (assignee_gids.length > 0 && !assignee_gids.includes(task.assignee ?? '')) return false;
  // Subtasks of one named task are asked for by that task; where it stands is of no matter.
  if (!parent_task_gid && section_gids.length > 0 && !task.sections.some((each) => section_gids.includes(each)))
    return false;
  return completion === 'any' || task.completed === (completion === 'complete');
}

const sampleOf = ({ gid, name, completed, url }: Task): Sample => ({
  key: gid,
  title: name,
  state: completed ? 'Complete' : 'Not complete',
  done: completed,
  url: /^https:\/\//.test(url) ? url : `https://app.asana.com/0/0/${gid}`,
});
