import { askerOf, maySee, maySeeTask } from './account.ts';
import type { Asana } from './asana.ts';
import { pageOf, type Wish, wishOf } from './paging.ts';
import { chosen, projectBody, sectionBody, settingBody, taskBody, userBody, webhookBody } from './present.ts';
import { refusal } from './refusal.ts';
import { byGid, type Filter, type Project, subtasksOf, type Task, tasksOf, type User } from './state.ts';

/** One question to the API. `path` is what follows `/api/1.0`, `input` the `data` of its body. */
type Call = {
  asana: Asana;
  user: User;
  method: string;
  path: string;
  params: URLSearchParams;
  input: Record<string, unknown>;
  origin: string;
  now: number;
};

type Answer = Response | Promise<Response>;

const MINUTE_MS = 60_000;
const MOST_ACTIONS = 10;
const MOST_WITHOUT_PAGES = 1000;

/** Answers what Asana's REST interface would. */
export async function rest(asana: Asana, request: Request, url: URL, now: number): Promise<Response> {
  const user = askerOf(request, asana.state, now);
  if (!user) return refusal(401, 'Not Authorized');
  const sent = ['GET', 'DELETE'].includes(request.method)
    ? {}
    : ((await request.json().catch(() => null)) as { data?: unknown } | null);
  if (sent === null) return refusal(400, 'Could not parse request data, invalid JSON');
  const input = (sent.data ?? {}) as Record<string, unknown>;
  const path = url.pathname.slice('/api/1.0'.length);
  const cost = path === '/batch' && Array.isArray(input.actions) ? Math.max(1, input.actions.length) : 1;
  const wait = asana.charge(user.gid, cost, now);
  if (wait > 0)
    return refusal(429, 'You have made too many requests recently. Please, be chill.', {
      'Retry-After': String(Math.ceil(Math.min(wait, MINUTE_MS) / 1000)),
    });
  const { method } = request;
  const origin = 'https://app.asana.com';
  return route({ asana, user, method, path, params: url.searchParams, input, origin, now });
}

async function route(call: Call): Promise<Response> {
  for (const [method, pattern, answer] of routes) {
    const found = pattern.exec(call.path);
    if (found && method === call.method) return answer(call, found[1] ?? '');
  }
  return refusal(404, 'No matching route for request');
}

const routes: [method: string, path: RegExp, answer: (call: Call, gid: string) => Answer][] = [
  ['GET', /^\/users\/me$/, (call) => record(call, userBody(call.user, call.asana.state))],
  ['GET', /^\/workspaces\/([^/]+)\/projects$/, ofWorkspace],
  ['GET', /^\/workspaces\/([^/]+)\/users$/, peopleOf],
  ['GET', /^\/workspaces\/([^/]+)\/typeahead$/, typeahead],
  [
    'GET',
    /^\/projects\/([^/]+)$/,
    (call, gid) => inProject(call, gid, (project) => record(call, projectBody(project, call.asana.state, call.origin))),
  ],
  [
    'GET',
    /^\/projects\/([^/]+)\/tasks$/,
    (call, gid) => inProject(call, gid, () => list(call, tasksOf(call.asana.state, gid), taskOf(call))),
  ],
  [
    'GET',
    /^\/projects\/([^/]+)\/sections$/,
    (call, gid) =>
      inProject(call, gid, () =>
        list(
          call,
          call.asana.state.sections.filter(({ project }) => project === gid),
          (each) => sectionBody(each, call.asana.state),
        ),
      ),
  ],
  [
    'GET',
    /^\/projects\/([^/]+)\/custom_field_settings$/,
    (call, gid) =>
      inProject(call, gid, () =>
        list(
          call,
          call.asana.state.fields.filter(({ projects }) => projects.includes(gid)),
          settingBody,
        ),
      ),
  ],
  ['GET', /^\/tasks\/([^/]+)$/, (call, gid) => inTask(call, gid, (task) => record(call, taskOf(call)(task)))],
  [
    'GET',
    /^\/tasks\/([^/]+)\/subtasks$/,
    (call, gid) => inTask(call, gid, () => list(call, subtasksOf(call.asana.state, gid), taskOf(call))),
  ],
  ['POST', /^\/batch$/, batch],
  ['GET', /^\/webhooks$/, listWebhooks],
  ['POST', /^\/webhooks$/, addWebhook],
  [
    'GET',
    /^\/webhooks\/([^/]+)$/,
    (call, gid) => {
      const found = ownWebhooks(call).find((each) => each.gid === gid);
      return found ? record(call, webhookBody(found)) : unknown('webhook', gid);
    },
  ],
  [
    'DELETE',
    /^\/webhooks\/([^/]+)$/,
    (call, gid) => {
      if (!ownWebhooks(call).some((each) => each.gid === gid)) return unknown('webhook', gid);
      call.asana.removeWebhook(gid);
      return Response.json({ data: {} });
    },
  ],
];

const taskOf =
  ({ asana, origin }: Call) =>
  (task: Task) =>
    taskBody(task, asana.state, origin);

function record({ params }: Call, body: Record<string, unknown>): Response {
  const wish = wishOf(params);
  return wish instanceof Response ? wish : Response.json({ data: chosen(body, wish.fields ?? Object.keys(body)) });
}

function list<T>(call: Call, all: readonly T[], body: (each: T) => Record<string, unknown>): Response {
  const { asana, params, path, origin, now } = call;
  const wish = wishOf(params);
  if (wish instanceof Response) return wish;
  const bodies = all.map((each) => chosen(body(each), wish.fields));
  const repeats = asana.fault?.fault.kind === 'repeated_token';
  const cut = { path, origin, now, life: asana.offsetLife, most: MOST_WITHOUT_PAGES, repeats };
  return pageOf(bodies, shortened(wish, asana.pageSize), cut);
}

const shortened = (wish: Wish, most: number): Wish => ({ ...wish, limit: wish.limit && Math.min(wish.limit, most) });

function inProject({ asana, user }: Call, gid: string, then: (project: Project) => Answer): Answer {
  if (!/^\d+$/.test(gid)) return refusal(400, `project: Not a recognized ID: ${gid}`);
  const project = byGid(asana.state.projects, gid);
  if (!project) return unknown('project', gid);
  return maySee(user, project) ? then(project) : refusal(403, 'Forbidden: you do not have access to this project.');
}

function inTask({ asana, user }: Call, gid: string, then: (task: Task) => Answer): Answer {
  if (!/^\d+$/.test(gid)) return refusal(400, `task: Not a recognized ID: ${gid}`);
  const task = byGid(asana.state.tasks, gid);
  if (!task) return unknown('task', gid);
  return maySeeTask(asana.state, user, task)
    ? then(task)
    : refusal(403, 'Forbidden: you do not have access to this task.');
}

const unknown = (what: string, gid: string) => refusal(404, `${what}: Unknown object: ${gid}`);

const visible = ({ asana, user }: Call, workspace: string) =>
  asana.state.projects.filter((project) => project.workspace === workspace && maySee(user, project));

function ofWorkspace(call: Call, gid: string): Response {
  const { asana, params, origin } = call;
  if (!byGid(asana.state.workspaces, gid)) return unknown('workspace', gid);
  const archived = params.get('archived');
  const some = visible(call, gid).filter((each) => archived === null || String(each.archived) === archived);
  return list(call, some, (each) => projectBody(each, asana.state, origin));
}

function peopleOf(call: Call, gid: string): Response {
  const { state } = call.asana;
  if (!byGid(state.workspaces, gid)) return unknown('workspace', gid);
  return list(call, state.users, (each) => userBody(each, state));
}

/** The names that hold a text: of projects, people and tasks; none of it goes on to another page. */
function typeahead(call: Call, gid: string): Response {
  const { asana, params, origin } = call;
  if (!byGid(asana.state.workspaces, gid)) return unknown('workspace', gid);
  const type = params.get('resource_type') ?? params.get('type');
  if (type === null) return refusal(400, 'resource_type: Missing input');
  const holds = ({ name }: { name: string }) => name.toLowerCase().includes((params.get('query') ?? '').toLowerCase());
  const count = Math.min(Number(params.get('count') ?? 20), 100);
  const mine = visible(call, gid);
  const bodies =
    type === 'project'
      ? mine.filter(holds).map((each) => projectBody(each, asana.state, origin))
      : type === 'user'
        ? asana.state.users.filter(holds).map((each) => userBody(each, asana.state))
        : mine
            .flatMap((each) => tasksOf(asana.state, each.gid))
            .filter(holds)
            .map(taskOf(call));
  const fields = params.get('opt_fields')?.split(',') ?? null;
  return Response.json({ data: bodies.slice(0, count).map((body) => chosen(body, fields)) });
}

type Action = {
  method?: string;
  relative_path?: string;
  data?: Record<string, unknown>;
  options?: Record<string, unknown>;
};

/** Up to ten requests in one, each with an answer of its own; pages and fields are asked for in `options`. */
async function batch(call: Call): Promise<Response> {
  const actions = call.input.actions as Action[] | undefined;
  if (!Array.isArray(actions) || actions.length === 0) return refusal(400, 'actions: Missing input');
  if (actions.length > MOST_ACTIONS) return refusal(400, `actions: Must have at most ${MOST_ACTIONS} actions`);
  const rows = await Promise.all(
    actions.map(async (action) => {
      const answer = await act(call, action);
      return { status_code: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.json() };
    }),
  );
  return Response.json({ data: rows });
}

function act(call: Call, { method = 'get', relative_path = '', data = {}, options = {} }: Action): Answer {
  if (relative_path.includes('?')) return refusal(400, 'relative_path: Query parameters are not accepted here');
  if (relative_path === '/batch') return refusal(400, 'relative_path: Batch requests cannot be nested');
  if ('limit' in data || 'offset' in data || 'opt_fields' in data)
    return refusal(400, 'data: Options belong in options');
  const { fields, ...paging } = options;
  const params = new URLSearchParams(
    Object.entries({ ...(method === 'get' ? data : {}), ...paging }).map(([name, value]) => [name, String(value)]),
  );
  if (Array.isArray(fields)) params.set('opt_fields', fields.join(','));
  return route({ ...call, method: method.toUpperCase(), path: relative_path, params, input: data });
}

const ownWebhooks = ({ asana, user }: Call) => asana.state.webhooks.filter((each) => each.user === user.gid);

function listWebhooks(call: Call): Response {
  if (!call.params.has('workspace')) return refusal(400, 'workspace: Missing input');
  const resource = call.params.get('resource');
  return list(
    call,
    ownWebhooks(call).filter((each) => !resource || each.resource === resource),
    webhookBody,
  );
}

function addWebhook(call: Call): Answer {
  const { asana, user, input } = call;
  const { resource, target, filters = [] } = input as { resource?: string; target?: string; filters?: Filter[] };
  if (!resource) return refusal(400, 'resource: Missing input');
  if (!target || !URL.canParse(target)) return refusal(400, 'target: Not a valid URI');
  return inProject(call, resource, async () => {
    if (asana.state.webhooks.some((each) => each.resource === resource && each.target === target))
      return refusal(403, 'Forbidden: duplicate webhook. The resource and target are already in use.');
    const webhook = await asana.addWebhook({ resource, target, filters, user: user.gid });
    if (!webhook)
      return refusal(
        400,
        'Could not complete activation handshake with target URL. Please ensure that the receiving server is accepting connections and supports SSL',
      );
    return Response.json({ data: webhookBody(webhook), 'X-Hook-Secret': webhook.secret }, { status: 201 });
  });
}
