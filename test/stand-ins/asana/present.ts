import {
  byGid,
  type Project,
  type Section,
  type State,
  subtasksOf,
  type Task,
  type User,
  type Webhook,
} from './state.ts';

type Body = Record<string, unknown>;

/** Fields that a list or a record has when nobody asked for others. */
const compact = ['name', 'resource_subtype', 'resource', 'target', 'active', 'custom_field', 'project', 'is_important'];

/**
 * What comes back of a record: `gid` and `resource_type` always, besides that only the fields that were asked for, as
 * paths such as `memberships.section.name`. Null asks for the compact form.
 */
export function chosen(body: Body, fields: readonly string[] | null): Body {
  const paths = (fields ?? compact).map((field) => field.split('.'));
  return project(body, fields ? paths : paths.filter(([name]) => name! in body)) as Body;
}

function project(value: unknown, paths: readonly string[][]): unknown {
  if (Array.isArray(value)) return value.map((each) => project(each, paths));
  if (typeof value !== 'object' || value === null) return value;
  const wanted = (name: string) => paths.filter((path) => path[0] === name);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      if (name === 'gid' || name === 'resource_type') return [[name, inner]];
      const deeper = wanted(name).map((path) => path.slice(1));
      return deeper.length > 0
        ? [
            [
              name,
              project(
                inner,
                deeper.filter((path) => path.length > 0),
              ),
            ],
          ]
        : [];
    }),
  );
}

export const userBody = (user: User, { workspaces }: State): Body => ({
  ...person(user),
  email: user.email,
  workspaces: workspaces.map((each) => ({ ...each, resource_type: 'workspace' })),
});

export const projectBody = (
  { gid, name, archived, workspace, members }: Project,
  state: State,
  origin: string,
): Body => ({
  gid,
  resource_type: 'project',
  name,
  archived,
  workspace: { ...byGid(state.workspaces, workspace), resource_type: 'workspace' },
  members: state.users.filter((each) => members.includes(each.gid)).map(person),
  permalink_url: `${origin}/0/${gid}/list`,
});

export const sectionBody = ({ gid, name, project: owner }: Section, state: State): Body => ({
  gid,
  resource_type: 'section',
  name,
  project: named('project', byGid(state.projects, owner)),
});

export const settingBody = (field: State['fields'][number]): Body => ({
  gid: `${field.gid}9`,
  resource_type: 'custom_field_setting',
  custom_field: fieldBody(field),
  is_important: true,
});

export const taskBody = (task: Task, state: State, origin: string): Body => ({
  gid: task.gid,
  resource_type: 'task',
  resource_subtype: task.subtype,
  name: task.name,
  completed: task.completed,
  completed_at: task.completedAt === null ? null : new Date(task.completedAt).toISOString(),
  created_at: new Date(task.createdAt).toISOString(),
  assignee: personOrNull(byGid(state.users, task.assignee)),
  num_subtasks: subtasksOf(state, task.gid).length,
  is_rendered_as_separator: task.separator,
  parent: task.parent === null ? null : named('task', byGid(state.tasks, task.parent)),
  memberships: task.memberships.map((each) => ({
    project: named('project', byGid(state.projects, each.project)),
    section: named('section', byGid(state.sections, each.section)),
  })),
  custom_fields: state.fields
    .filter(({ projects }) => task.memberships.some((each) => projects.includes(each.project)))
    .map((field) => ({ ...fieldBody(field), number_value: task.numbers[field.gid] ?? null })),
  permalink_url: `${origin}/0/${task.memberships[0]?.project ?? 0}/${task.gid}`,
});

export const webhookBody = ({ gid, resource, target, filters, createdAt }: Webhook): Body => ({
  gid,
  resource_type: 'webhook',
  active: true,
  resource: { gid: resource, resource_type: 'project' },
  target,
  filters,
  created_at: new Date(createdAt).toISOString(),
});

const fieldBody = ({ gid, name }: State['fields'][number]) => ({
  gid,
  resource_type: 'custom_field',
  resource_subtype: 'number',
  type: 'number',
  name,
});

const person = ({ gid, name }: User) => ({ gid, resource_type: 'user', name });
const personOrNull = (user: User | undefined) => (user ? person(user) : null);
const named = (resource_type: string, thing: { gid: string; name: string } | undefined) =>
  thing ? { gid: thing.gid, resource_type, name: thing.name } : null;
