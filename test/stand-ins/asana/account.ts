import { byGid, homeOf, type Project, type State, type Task, type User } from './state.ts';

/** The person behind the Authorization header: of a personal access token, or of an app's token that is still good. */
export function askerOf(request: Request, state: State, now: number): User | null {
  const [, token] = /^bearer\s+(\S+)$/i.exec(request.headers.get('Authorization') ?? '') ?? [];
  if (!token) return null;
  const owner = state.users.find(({ tokens }) => tokens.includes(token));
  const grant = state.grants.find(({ access, expiresAt }) => access === token && expiresAt > now);
  return owner ?? byGid(state.users, grant?.user) ?? null;
}

export const maySee = (user: User, project: Project | undefined): boolean =>
  project?.members.includes(user.gid) ?? false;

/** A task is seen by those who see its project, and by who is to do it. */
export const maySeeTask = (state: State, user: User, task: Task): boolean =>
  task.assignee === user.gid || maySee(user, byGid(state.projects, homeOf(state, task)));
