import { type Asker, askerOf, type Door, loginHeaders } from './account.ts';
import { demoFilters } from './demo.ts';
import type { Jira } from './jira.ts';
import { search } from './jql-match.ts';
import { JqlError, parseJql, type Query } from './jql-parse.ts';
import { fields, issueBody, statusBody, userBody } from './present.ts';
import { findIssue, type Issue, type IssueType, type StatusName, statuses } from './state.ts';

/** One question to the API. `path` is what follows `/rest/api/2` or `/rest/api/3`. */
type Call = { jira: Jira; request: Request; url: URL; door: Door; path: string; asker: Asker; input: Input };
type Input = Record<string, unknown>;

const REMOVED =
  'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. ' +
  'A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046';
const UNBOUNDED = 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.';

/** Answers what Jira's REST interface would. */
export async function rest(jira: Jira, request: Request, url: URL): Promise<Response> {
  if (url.pathname === '/_edge/tenant_info') return Response.json({ cloudId: jira.cloudId });
  const found = /^(?:\/ex\/jira\/([^/]+))?\/rest\/(?:api\/([23])|webhooks\/1\.0)(\/.*)$/.exec(url.pathname);
  if (!found) return refusal(404, 'Not found');
  const [, cloudId, version, path = ''] = found;
  const bearer = request.headers.get('Authorization')?.toLowerCase().startsWith('bearer ');
  const door: Door = cloudId ? 'gateway' : bearer && version !== '3' ? 'data_center' : 'site';
  const asker = askerOf(request, door, jira.state, jira.now());
  if (cloudId && (!asker.account || cloudId !== jira.cloudId)) {
    return Response.json({ code: 401, message: 'Unauthorized' }, { status: 401 });
  }
  if (door === 'data_center' && !asker.account) return nobody();
  const input: Input = request.method === 'GET' ? {} : ((await request.json().catch(() => ({}))) as Input);
  const call: Call = { jira, request, url, door, path, asker, input };
  const response = version ? api(call) : webhooks(call);
  for (const [name, value] of Object.entries(loginHeaders(asker, door))) response.headers.set(name, value);
  return response;
}

function api(call: Call): Response {
  const { request, path, door } = call;
  const issue = /^\/issue(?:\/([^/]+))?(\/transitions)?$/.exec(path);
  try {
    switch (`${request.method} ${path}`) {
      case 'GET /myself':
        return call.asker.account ? Response.json(userBody(call.asker.account, call.url.origin)) : nobody();
      case 'GET /search':
      case 'POST /search':
        return door === 'data_center' ? searchByOffset(call) : refusal(410, REMOVED);
      case 'GET /search/jql':
      case 'POST /search/jql':
        return door === 'data_center' ? refusal(404, 'Not found') : searchByToken(call);
      case 'POST /search/approximate-count':
        return Response.json({ count: call.jira.estimate(matching(call, String(call.input.jql ?? '')).length) });
      case 'GET /field':
        return call.asker.account ? Response.json(fields) : nobody();
      case 'GET /project/search':
      case 'GET /filter/search':
        return door === 'data_center' ? refusal(404, 'Not found') : listing(call);
      case 'GET /project':
      case 'GET /filter/favourite':
        return door === 'data_center' ? listing(call) : refusal(404, 'Not found');
      case 'POST /jql/parse':
        return parse(call);
      default:
        return issue ? issues(call, issue[1], Boolean(issue[2])) : refusal(404, 'Not found');
    }
  } catch (error) {
    if (error instanceof JqlError) return refusal(400, error.message);
    throw error;
  }
}

function searchByToken(call: Call): Response {
  const { jira, input, url } = call;
  const given = (name: string) => input[name] ?? url.searchParams.get(name) ?? undefined;
  const jql = String(given('jql') ?? '');
  const all = matching(call, jql);
  const start = given('nextPageToken') === undefined ? 0 : offsetIn(String(given('nextPageToken')), jql);
  if (start === null) return refusal(400, 'The nextPageToken is invalid or has expired.');
  const size = Math.max(1, Math.min(Number(given('maxResults') ?? 50), jira.pageSize));
  const issues = all
    .slice(start, start + size)
    .map((issue) => issueBody(issue, wanted(given('fields'), 'id'), links(call)));
  const stuck = jira.fault?.fault.kind === 'repeated_token';
  if (!stuck && start + size >= all.length) return Response.json({ issues, isLast: true });
  const next = stuck ? 0 : start + size;
  return Response.json({ issues, nextPageToken: btoa(encodeURIComponent(JSON.stringify([next, jql]))), isLast: false });
}

function searchByOffset(call: Call): Response {
  const { input, url } = call;
  const given = (name: string) => input[name] ?? url.searchParams.get(name) ?? undefined;
  const all = matching(call, String(given('jql') ?? ''));
  const startAt = Number(given('startAt') ?? 0);
  const maxResults = Math.min(Number(given('maxResults') ?? 50), 1000);
  const issues = all
    .slice(startAt, startAt + maxResults)
    .map((issue) => issueBody(issue, wanted(given('fields'), '*navigable'), links(call)));
  return Response.json({ expand: 'names,schema', startAt, maxResults, total: all.length, issues });
}

function parse({ input, url }: Call): Response {
  if (!url.searchParams.get('validation')) return refusal(400, 'The validation parameter is required.');
  const queries = Array.isArray(input.queries) ? input.queries.map(String) : [];
  const outcome = (query: string) => {
    try {
      parseJql(query);
      return { query, structure: {} };
    } catch (error) {
      return { query, errors: [error instanceof Error ? error.message : String(error)] };
    }
  };
  return Response.json({ queries: queries.map(outcome) });
}

/** Projects by name or key, filters by name: a page of them in Cloud, all of them on Data Center. */
function listing({ jira, door, path, url, asker }: Call): Response {
  if (!asker.account) return nobody();
  const ofFilters = path.startsWith('/filter');
  const sought = (url.searchParams.get(ofFilters ? 'filterName' : 'query') ?? '').toLowerCase();
  const projects = jira.state.projects.map((each) => ({ ...each, projectTypeKey: 'software' }));
  const all = (ofFilters ? demoFilters : projects).filter((each) =>
    [each.name, 'key' in each ? each.key : ''].some((text) => text.toLowerCase().includes(sought)),
  );
  if (door === 'data_center') return Response.json(all);
  const maxResults = Math.min(Number(url.searchParams.get('maxResults') ?? 50), 100);
  const values = all.slice(0, maxResults);
  return Response.json({ startAt: 0, maxResults, total: all.length, isLast: values.length === all.length, values });
}

/** What a stranger sees is nothing, not a refusal: that is why a search proves no credentials. */
function matching({ jira, door, asker }: Call, jql: string): Issue[] {
  const query: Query = parseJql(withFilters(jql));
  if (!query.where && door !== 'data_center') throw new JqlError(UNBOUNDED);
  return asker.account ? search(jira.state, query, asker.account) : [];
}

/** A saved filter stands for its own query. */
const withFilters = (jql: string) =>
  jql.replace(/\bfilter = (\d+)/g, (_, id: string) => {
    const filter = demoFilters.find((each) => each.id === id);
    if (!filter) throw new JqlError(`A value with ID '${id}' does not exist for the field 'filter'.`);
    return `(${filter.jql})`;
  });

function issues(call: Call, key: string | undefined, transitions: boolean): Response {
  const { jira, request, asker, input } = call;
  if (!asker.account) return nobody();
  if (!key) return request.method === 'POST' ? create(call) : refusal(405, 'Method not allowed');
  const issue = findIssue(jira.state, key);
  if (!issue) return refusal(404, 'Issue does not exist or you do not have permission to see it.');
  const names = Object.keys(statuses) as StatusName[];
  if (transitions && request.method === 'POST') {
    const wished = (input.transition as Input | undefined)?.id;
    const status = names.find((name) => statuses[name].id === String(wished));
    if (!status) return refusal(400, 'Transition id is not valid for this issue.');
    jira.move(issue.key, status);
    return new Response(null, { status: 204 });
  }
  if (transitions) {
    const to = (name: StatusName) => statusBody(name, call.url.origin);
    return Response.json({ transitions: names.map((name) => ({ id: statuses[name].id, name, to: to(name) })) });
  }
  if (request.method === 'DELETE') {
    jira.deleteIssue(issue.key);
    return new Response(null, { status: 204 });
  }
  return Response.json(issueBody(issue, ['*all'], links(call)));
}

function create({ jira, input, url }: Call): Response {
  const fields = (input.fields ?? {}) as Record<string, Input> & { labels?: string[]; summary?: string };
  const project = String(fields.project?.key ?? '');
  if (!fields.summary || !jira.state.projects.some(({ key }) => key === project)) {
    return Response.json(
      { errorMessages: [], errors: { project: 'A valid project and a summary are required' } },
      { status: 400 },
    );
  }
  const issue = jira.createIssue({
    project,
    summary: String(fields.summary),
    type: (fields.issuetype?.name as IssueType | undefined) ?? 'Story',
    parent: fields.parent?.key ? String(fields.parent.key) : null,
    labels: fields.labels ?? [],
  });
  return Response.json(
    { id: issue.id, key: issue.key, self: `${url.origin}/rest/api/3/issue/${issue.id}` },
    { status: 201 },
  );
}

function webhooks({ jira, request, path, asker, input, url }: Call): Response {
  const [, id] = /^\/webhook(?:\/([^/]+))?$/.exec(path) ?? [];
  if (!asker.account) return nobody();
  const body = ({ id, name, url: address, events, jql }: Jira['state']['webhooks'][number]) => ({
    name,
    url: address,
    events,
    filters: { 'issue-related-events-section': jql },
    excludeBody: false,
    enabled: true,
    self: `${url.origin}/rest/webhooks/1.0/webhook/${id}`,
  });
  if (request.method === 'DELETE' && id) {
    jira.removeWebhook(id);
    return new Response(null, { status: 204 });
  }
  if (request.method === 'GET') return Response.json(jira.state.webhooks.map(body));
  const { name = 'Webhook', url: address, events, filters, secret } = input as Record<string, string>;
  if (!address || !URL.canParse(address)) return refusal(400, 'The webhook needs a URL.');
  const jql = (filters as unknown as Record<string, string> | undefined)?.['issue-related-events-section'] ?? '';
  const chosen = Array.isArray(events) ? { events } : {};
  return Response.json(body(jira.addWebhook({ name, url: address, jql, secret: secret ?? null, ...chosen })), {
    status: 201,
  });
}

function offsetIn(token: string, jql: string): number | null {
  try {
    const [offset, query] = JSON.parse(decodeURIComponent(atob(token))) as [number, string];
    return query === jql ? offset : null;
  } catch {
    return null;
  }
}

const wanted = (fields: unknown, usual: string): string[] =>
  Array.isArray(fields) ? fields.map(String) : typeof fields === 'string' ? fields.split(',') : [usual];

const links = ({ jira, url }: Call) => ({ state: jira.state, origin: url.origin });

const refusal = (status: number, message: string) =>
  Response.json({ errorMessages: [message], errors: {} }, { status });

const nobody = () =>
  Response.json(
    { message: 'Client must be authenticated to access this resource.', 'status-code': 401 },
    { status: 401, headers: { 'WWW-Authenticate': 'OAuth realm="Jira"' } },
  );
