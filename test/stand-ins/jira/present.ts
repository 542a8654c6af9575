import { type Account, type Issue, type State, statuses } from './state.ts';

/** Where an answer's own links point to: an origin, without a slash at the end. */
type Links = { state: State; origin: string };

/** An issue as Jira shows it. `fields` names what is wanted; `*all` means everything. */
export function issueBody(issue: Issue, wanted: string[], links: Links) {
  const base = { expand: '', id: issue.id, self: `${links.origin}/rest/api/3/issue/${issue.id}` };
  if (wanted.length === 0 || wanted.every((field) => field === 'id')) return { id: issue.id };
  const all = Object.entries(fieldsOf(issue, links));
  const every = wanted.includes('*all') || wanted.includes('*navigable');
  return {
    ...base,
    key: issue.key,
    fields: Object.fromEntries(all.filter(([name]) => every || wanted.includes(name))),
  };
}

export const userBody = ({ accountId, email, displayName }: Account, origin: string) => ({
  self: `${origin}/rest/api/3/user?accountId=${accountId}`,
  accountId,
  accountType: 'atlassian',
  emailAddress: email,
  displayName,
  active: true,
  timeZone: 'Etc/UTC',
});

export function statusBody(name: Issue['status'], origin: string) {
  const { id, category } = statuses[name];
  const self = `${origin}/rest/api/3/statuscategory/${category.id}`;
  return { self: `${origin}/rest/api/3/status/${id}`, name, id, statusCategory: { self, ...category } };
}

/** Every field that `GET /field` tells of. */
export const fields = [
  ['summary', 'Summary', 'string'],
  ['status', 'Status', 'status'],
  ['issuetype', 'Issue Type', 'issuetype'],
  ['project', 'Project', 'project'],
  ['labels', 'Labels', 'array'],
  ['assignee', 'Assignee', 'user'],
  ['created', 'Created', 'datetime'],
  ['updated', 'Updated', 'datetime'],
  ['workratio', 'Work Ratio', 'number'],
  ['timeoriginalestimate', 'Original estimate', 'number'],
  ['customfield_10016', 'Story point estimate', 'number'],
  ['customfield_10020', 'Sprint', 'array'],
].map(([id = '', name, type]) => ({
  id,
  key: id,
  name,
  custom: id.startsWith('customfield_'),
  orderable: true,
  navigable: true,
  searchable: true,
  clauseNames: id.startsWith('customfield_') ? [`cf[${id.slice(12)}]`, name] : [id],
  schema: { type },
}));

function fieldsOf(issue: Issue, { state, origin }: Links) {
  const project = state.projects.find(({ key }) => key === issue.project);
  const assignee = state.accounts.find(({ accountId }) => accountId === issue.assignee);
  const epic = state.issues.find(({ key }) => key === issue.parent);
  return {
    summary: issue.summary,
    status: statusBody(issue.status, origin),
    issuetype: { name: issue.type, subtask: false },
    project: { ...project, self: `${origin}/rest/api/3/project/${project?.id}` },
    parent: epic && { id: epic.id, key: epic.key, fields: { summary: epic.summary } },
    labels: issue.labels,
    customfield_10016: issue.points ?? null,
    timeoriginalestimate: issue.estimate ?? null,
    assignee: assignee ? userBody(assignee, origin) : null,
    created: new Date(issue.created).toISOString().replace('Z', '+0000'),
    updated: new Date(issue.updated).toISOString().replace('Z', '+0000'),
  };
}
