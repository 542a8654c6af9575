import { err, ok } from '../../lib/result.ts';
import type { Asked, Reading } from '../adapter.ts';
import { type Allowance, allowance } from '../paging.ts';
import type { AsanaQuery } from './config.ts';
import { isWork, readingOf, type Task, taskOf } from './process.ts';
import { type Asana, askSubtasks, askTasks, BATCH } from './request.ts';

/** Levels of subtasks that Asana allows. */
const DEEPEST = 5;

/** Reads queries of one source: all of one project, or all about the subtasks of one task. */
export async function read(asana: Asana, queries: readonly AsanaQuery[]): Promise<Asked<Reading>[]> {
  const [first] = queries;
  if (!first) return [];
  const sums = queries.some((each) => each.sum_field_gid !== null);
  const tasks = first.parent_task_gid
    ? await below(asana, allowance(asana.reach), first, sums)
    : await all(
        asana,
        first,
        queries.some(({ scope }) => scope === 'subtasks'),
        sums,
      );
  return queries.map((each) => (tasks.ok ? ok(readingOf(each, tasks.value)) : err(tasks.error)));
}

async function all(asana: Asana, { project_gid }: AsanaQuery, deep: boolean, sums: boolean): Promise<Asked<Task[]>> {
  const allowed = allowance(asana.reach);
  const asked = await askTasks(asana, allowed, project_gid, sums);
  if (!asked.ok) return asked;
  // A task that moves while pages are read can be on two of them.
  const unique = [...new Map(asked.value.map((each) => [each.gid, each])).values()];
  const tasks = unique.filter(isWork).map((raw) => taskOf(raw, project_gid, null));
  return deep ? descend(asana, allowed, project_gid, tasks, sums) : ok(tasks);
}

function below(asana: Asana, allowed: Allowance, query: AsanaQuery, sums: boolean): Promise<Asked<Task[]>> {
  const gid = query.parent_task_gid!;
  const root: Task = {
    gid,
    name: '',
    completed: false,
    assignee: null,
    sections: [],
    subtasks: 1,
    depth: 0,
    numbers: {},
    url: '',
  };
  return descend(asana, allowed, query.project_gid, [root], sums);
}

/** The tasks and everything below them, level by level. */
async function descend(
  asana: Asana,
  allowed: Allowance,
  project: string,
  tasks: readonly Task[],
  sums: boolean,
): Promise<Asked<Task[]>> {
  const found = new Map<string, Task>();
  for (let level = tasks.filter(({ subtasks }) => subtasks > 0); level.length > 0; ) {
    const next: Task[] = [];
    for (let i = 0; i < level.length; i += BATCH) {
      const some = level.slice(i, i + BATCH);
      const asked = await askSubtasks(
        asana,
        allowed,
        some.map(({ gid }) => gid),
        sums,
      );
      if (!asked.ok) return asked;
      next.push(
        ...asked.value.flatMap((raw, at) => raw.filter(isWork).map((each) => taskOf(each, project, some[at]!))),
      );
    }
    // A subtask can stand in the project as well, or move while the levels are read.
    const fresh = [...new Map(next.map((each) => [each.gid, each])).values()].filter(({ gid }) => !found.has(gid));
    for (const each of fresh) found.set(each.gid, each);
    level = fresh.filter(({ subtasks, depth }) => subtasks > 0 && depth < DEEPEST);
  }
  return ok([...tasks, ...found.values()]);
}
