export type StatusName = 'To Do' | 'In Progress' | 'Done';
export type IssueType = 'Epic' | 'Story' | 'Bug' | 'Task';
export type Project = { id: string; key: string; name: string };

/** A user name is an e-mail address. `tokens` work at the site, `scopedTokens` at the gateway, `pats` on Data Center. */
export type Account = {
  accountId: string;
  email: string;
  displayName: string;
  tokens: string[];
  scopedTokens: string[];
  pats: string[];
};

/** `parent` is the key of an epic, `assignee` an account id, `estimate` in seconds; times in ms since 1970. */
export type Issue = {
  id: string;
  key: string;
  project: string;
  type: IssueType;
  summary: string;
  status: StatusName;
  parent: string | null;
  labels: string[];
  assignee: string | null;
  points: number | null;
  estimate: number | null;
  created: number;
  updated: number;
};

export type Webhook = { id: string; name: string; url: string; secret: string | null; events: string[]; jql: string };

/** What somebody allowed an app: its tokens, the refresh token being good once. `until` in ms since 1970. */
export type Grant = { accountId: string; access: string; refresh: string; until: number };

/** Everything that survives a restart. */
export type State = {
  projects: Project[];
  issues: Issue[];
  accounts: Account[];
  webhooks: Webhook[];
  grants: Grant[];
  nextId: number;
};

/** What a new issue may say; `key` only for seeds, which choose their own. */
export type NewIssue = { project: string; summary: string } & Partial<
  Pick<Issue, 'key' | 'type' | 'status' | 'parent' | 'labels' | 'assignee' | 'points' | 'estimate'>
>;

/** The three statuses with their category. Names can be translated in a real Jira, the keys cannot. */
export const statuses: Record<StatusName, { id: string; category: { id: number; key: string; name: string } }> = {
  'To Do': { id: '10001', category: { id: 2, key: 'new', name: 'To Do' } },
  'In Progress': { id: '10002', category: { id: 4, key: 'indeterminate', name: 'In Progress' } },
  Done: { id: '10003', category: { id: 3, key: 'done', name: 'Done' } },
};

/** The status with this name in any case, or undefined. */
export const statusNamed = (name: string): StatusName | undefined =>
  (Object.keys(statuses) as StatusName[]).find((status) => status.toLowerCase() === name.toLowerCase());

export const findIssue = (state: State, key: string): Issue | undefined =>
  state.issues.find((issue) => issue.key === key.toUpperCase() || issue.id === key);

/** Adds an issue under the next free key of its project. Throws for a project that is not there. */
export function addIssue(state: State, fresh: NewIssue, now: number): Issue {
  if (!state.projects.some(({ key }) => key === fresh.project)) throw new Error(`No project ${fresh.project}`);
  const numbers = state.issues.filter((issue) => issue.project === fresh.project).map(numberOf);
  const issue: Issue = {
    type: 'Story',
    status: 'To Do',
    parent: null,
    labels: [],
    assignee: null,
    points: null,
    estimate: null,
    ...fresh,
    id: String(state.nextId++),
    key: fresh.key ?? `${fresh.project}-${Math.max(0, ...numbers) + 1}`,
    created: now,
    updated: now,
  };
  state.issues.push(issue);
  return issue;
}

const numberOf = ({ key }: Issue): number => Number(key.slice(key.lastIndexOf('-') + 1));
