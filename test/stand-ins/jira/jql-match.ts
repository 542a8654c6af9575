import { type Clause, CURRENT_USER, EMPTY, JqlError, type Query, type Where } from './jql-parse.ts';
import { type Account, type Issue, type State, statuses, statusNamed } from './state.ts';

/** The values an issue has in a field, in lower case; none when it is empty. */
type Field = {
  values(issue: Issue, state: State): string[];
  knows?(value: string, state: State): boolean;
  text?: true;
};

const parent: Field = {
  values: (issue) => (issue.parent ? [issue.parent.toLowerCase()] : []),
  knows: (value, state) => state.issues.some((issue) => issue.key.toLowerCase() === value || issue.id === value),
};

const key: Field = { values: (issue) => [issue.key.toLowerCase(), issue.id], knows: parent.knows };

const type: Field = {
  values: (issue) => [issue.type.toLowerCase()],
  knows: (value) => ['epic', 'story', 'bug', 'task'].includes(value),
};

const fields: Record<string, Field> = {
  project: {
    values: (issue, state) =>
      state.projects
        .filter((project) => project.key === issue.project)
        .flatMap(({ id, key, name }) => lower(id, key, name)),
    knows: (value, state) => state.projects.some(({ id, key, name }) => lower(id, key, name).includes(value)),
  },
  'epic link': parent,
  parent,
  key,
  issuekey: key,
  id: key,
  type,
  issuetype: type,
  status: {
    values: (issue) => [issue.status.toLowerCase(), statuses[issue.status].id],
    knows: (value) => statusNamed(value) !== undefined || Object.values(statuses).some(({ id }) => id === value),
  },
  statuscategory: {
    values: (issue) => categoryWords(statuses[issue.status].category),
    knows: (value) => Object.values(statuses).some(({ category }) => categoryWords(category).includes(value)),
  },
  labels: { values: (issue) => lower(...issue.labels) },
  assignee: {
    values: (issue, state) =>
      state.accounts
        .filter(({ accountId }) => accountId === issue.assignee)
        .flatMap(({ accountId, email, displayName }) => lower(accountId, email, displayName)),
  },
  summary: { values: (issue) => lower(issue.summary), text: true },
  text: { values: (issue) => lower(issue.summary), text: true },
};

const sorts: Record<string, (issue: Issue) => string | number> = {
  key: ({ id }) => Number(id),
  issuekey: ({ id }) => Number(id),
  id: ({ id }) => Number(id),
  created: ({ created }) => created,
  updated: ({ updated }) => updated,
  summary: ({ summary }) => summary,
  status: ({ status }) => statuses[status].id,
  project: ({ project }) => project,
  rank: ({ id }) => Number(id),
  priority: ({ id }) => Number(id),
};

/** The issues that match, newest first unless the query orders them. Throws a JqlError for what Jira would refuse. */
export function search(state: State, { where, orderBy }: Query, asker: Account | null): Issue[] {
  const matches = where ? compile(where, state, asker) : () => true;
  for (const { field } of orderBy) if (!sorts[field]) throw unknownField(field);
  const order = [...orderBy, { field: 'id', descending: true }];
  return state.issues.filter(matches).sort((a, b) => {
    for (const { field, descending } of order) {
      const [left, right] = [sorts[field]?.(a) ?? 0, sorts[field]?.(b) ?? 0];
      if (left !== right) return left < right === descending ? 1 : -1;
    }
    return 0;
  });
}

function compile(where: Where, state: State, asker: Account | null): (issue: Issue) => boolean {
  if ('clause' in where) return test(where.clause, state, asker);
  if ('not' in where) {
    const inner = compile(where.not, state, asker);
    return (issue) => !inner(issue);
  }
  const [left, right] = ('and' in where ? where.and : where.or).map((part) => compile(part, state, asker)) as [
    (issue: Issue) => boolean,
    (issue: Issue) => boolean,
  ];
  return 'and' in where ? (issue) => left(issue) && right(issue) : (issue) => left(issue) || right(issue);
}

function test(
  { field: name, operator, values }: Clause,
  state: State,
  asker: Account | null,
): (issue: Issue) => boolean {
  const field = fields[name];
  if (!field) throw unknownField(name);
  if (Boolean(field.text) !== operator.endsWith('~') && !operator.startsWith('is')) {
    throw new JqlError(`The operator '${operator}' is not supported by the '${name}' field.`);
  }
  const wanted = values.map((value) => (value === CURRENT_USER ? (asker?.accountId ?? '') : value).toLowerCase());
  for (const [i, value] of wanted.entries()) {
    if (value === EMPTY || !field.knows || field.knows(value, state)) continue;
    throw new JqlError(`The value '${values[i]}' does not exist for the field '${name}'.`);
  }
  const words = wanted.flatMap((value) => value.split(/\W+/).filter(Boolean));
  return (issue) => {
    const actual = field.values(issue, state);
    const hit = actual.length === 0 ? wanted.includes(EMPTY) : actual.some((value) => wanted.includes(value));
    if (operator === '=' || operator === 'in' || operator === 'is') return hit;
    if (operator === 'is not') return !hit;
    const found = words.every((word) => actual.some((value) => value.split(/\W+/).includes(word)));
    if (operator === '~') return found;
    // An empty field matches no negation, as in Jira.
    return actual.length > 0 && !(operator === '!~' ? found : hit);
  };
}

const unknownField = (name: string) =>
  new JqlError(`Field '${name}' does not exist or you do not have permission to view it.`);

const categoryWords = ({ id, key, name }: { id: number; key: string; name: string }) => lower(String(id), key, name);

function lower(...texts: string[]): string[] {
  return texts.map((text) => text.toLowerCase());
}
