export type Workspace = { gid: string; name: string };

/** `tokens` are personal access tokens. */
export type User = { gid: string; name: string; email: string; tokens: string[] };

/** Only its `members` (user gids) may see a project. */
export type Project = { gid: string; name: string; workspace: string; members: string[]; archived: boolean };

export type Section = { gid: string; name: string; project: string };

/** A number that tasks of some projects carry. */
export type NumberField = { gid: string; name: string; projects: string[] };

export type Subtype = 'default_task' | 'milestone' | 'section' | 'approval';

/** `memberships` are the projects it stands in; a subtask has none unless somebody adds it. Times in ms since 1970. */
export type Task = {
  gid: string;
  name: string;
  completed: boolean;
  completedAt: number | null;
  createdAt: number;
  subtype: Subtype;
  separator: boolean;
  assignee: string | null;
  parent: string | null;
  memberships: { project: string; section: string | null }[];
  numbers: Record<string, number | null>;
};

export type Filter = { resource_type?: string; resource_subtype?: string; action?: string; fields?: string[] };

export type Webhook = {
  gid: string;
  resource: string;
  target: string;
  secret: string;
  filters: Filter[];
  /** Who made it. */
  user: string;
  createdAt: number;
};

/** An app that people may sign in to. */
export type App = { clientId: string; clientSecret: string; name: string; redirects: string[] };

/** What a person allowed an app, until the app has redeemed the code. */
export type Code = { code: string; clientId: string; redirect: string; challenge: string | null; user: string };

/** What an app holds. `expiresAt` (ms) is of the access token; the refresh token is good until it is revoked. */
export type Grant = { clientId: string; user: string; access: string; refresh: string; expiresAt: number };

/** Everything that survives a restart. */
export type State = {
  workspaces: Workspace[];
  users: User[];
  projects: Project[];
  sections: Section[];
  fields: NumberField[];
  tasks: Task[];
  webhooks: Webhook[];
  apps: App[];
  codes: Code[];
  grants: Grant[];
  nextGid: number;
};

/** What a new task may say: either a project or a parent. */
export type NewTask = { name: string; project?: string; section?: string | null } & Partial<
  Pick<Task, 'gid' | 'completed' | 'subtype' | 'separator' | 'assignee' | 'parent' | 'numbers'>
>;

export const newGid = (state: State): string => String(state.nextGid++);

export const byGid = <T extends { gid: string }>(all: readonly T[], gid: string | null | undefined): T | undefined =>
  all.find((each) => each.gid === gid);

/** Adds a task at the end of its project, section or parent. Throws for a place that is not there. */
export function addTask(state: State, { project, section = null, ...fresh }: NewTask, now: number): Task {
  if (project && !byGid(state.projects, project)) throw new Error(`No project ${project}`);
  if (fresh.parent && !byGid(state.tasks, fresh.parent)) throw new Error(`No task ${fresh.parent}`);
  const task: Task = {
    subtype: 'default_task',
    separator: fresh.name.endsWith(':'),
    completed: false,
    assignee: null,
    parent: null,
    numbers: {},
    ...fresh,
    gid: fresh.gid ?? newGid(state),
    completedAt: fresh.completed ? now : null,
    createdAt: now,
    memberships: project ? [{ project, section }] : [],
  };
  state.tasks.push(task);
  return task;
}

export const tasksOf = ({ tasks }: State, project: string): Task[] =>
  tasks.filter(({ memberships }) => memberships.some((each) => each.project === project));

export const subtasksOf = ({ tasks }: State, parent: string): Task[] => tasks.filter((task) => task.parent === parent);

/** The project that a task belongs to, by itself or through the tasks above it. */
export function homeOf(state: State, task: Task): string | null {
  const parent = byGid(state.tasks, task.parent);
  return task.memberships[0]?.project ?? (parent ? homeOf(state, parent) : null);
}

/** A task and all that is below it. */
export const withBelow = (state: State, task: Task): Task[] => [
  task,
  ...subtasksOf(state, task.gid).flatMap((each) => withBelow(state, each)),
];
