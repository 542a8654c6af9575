import { createMessageBatch } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { vi } from 'vitest';
import { api } from '../../src/api/app.ts';
import { newId } from '../../src/db/ids.ts';
import { askForCopies } from '../../src/domain/copies/asking.ts';
import { addMember } from '../../src/domain/members/creating.ts';
import { createPeriod } from '../../src/domain/periods/creating.ts';
import { makeSignInLink } from '../../src/domain/sessions/signing-in.ts';
import { createTag } from '../../src/domain/tags/creating.ts';
import { createTeam } from '../../src/domain/teams/creating.ts';
import { consume } from '../../src/jobs/consumer.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { dayOf } from '../../src/lib/days.ts';
import { signHmac, toHex } from '../../src/lib/hmac.ts';
import { web } from '../../src/web/app.tsx';
import type { Job } from '../../src/writers/messages.ts';
import { DAY, tree, type World } from './world.ts';

const ORIGIN = 'http://cairn.test';
const BROWSER = 'the browser of this walk';

const settings = import.meta.glob('../../wrangler.toml', { query: '?raw', import: 'default', eager: true });
const crons: string[] = JSON.parse(/^crons = (\[.*\])$/m.exec(String(Object.values(settings)[0]))![1]!);

/** What a path can name, by the segment before it. */
type Ids = Record<
  | 'okrs'
  | 'check-ins'
  | 'parents'
  | 'connections'
  | 'integrations'
  | 'periods'
  | 'teams'
  | 'members'
  | 'tags'
  | 'jobs'
  | 'link',
  string
>;

type Variant = { query?: string; body?: Record<string, unknown> };

/**
 * What routes are asked with. A route that is not here is asked once, with nothing: whoever adds one that takes a body
 * or has filters adds them here.
 */
const variants = (w: World, ids: Ids): Record<string, Variant[]> => {
  const okr = {
    kind: 'key_result',
    title: 'Answer faster',
    parents: [{ okr_id: ids.parents }],
    tags: ['growth', 'new'],
  };
  const form = {
    kind: 'key_result',
    title: 'Answer faster',
    measure: 'percent',
    source: 'manual',
    level: 'team',
    team_id: w.team.id,
    owner_ids: w.dana.id,
    period_id: w.quarter.id,
    ambition: 'committed',
    parents: ids.parents,
    tags: 'growth, shiny',
    version: '999',
  };
  const linking = { connection_id: ids.connections, jql: 'project = OPS', count: 'completed' };
  const account = {
    site_url: 'https://northwind.atlassian.net',
    user: 'dana@northwind.test',
    token: 'demo-jira-token',
  };
  const lists = (...filters: string[]): Variant[] => ['', ...filters].map((query) => ({ query }));
  return {
    'GET /o/:org/okrs': lists(
      'period=all',
      `period=${w.year.id}`,
      'level=mine',
      'level=team',
      `team=${w.team.id}`,
      `owner=${w.dana.id}`,
      'status=behind',
      'status=behind&status=at_risk',
      'q=result',
      'tag=growth',
      `tag=Growth&level=team&status=behind&owner=${w.dana.id}&q=result&after=${ids.parents}`,
      `after=team.${ids.parents}`,
      `level=individual&after=${ids.parents}`,
    ),
    'GET /o/:org/okrs/:id{okr_[0-9A-Z]+}': lists(`on=${dayOf(w.now - DAY, w.org.timeZone)}`),
    'GET /o/:org/okrs/new': lists(`parent=${ids.parents}`, `period=${w.year.id}`),
    'GET /o/:org/okrs/coach': lists(
      'kind=objective',
      `kind=objective&title=Answer+faster+so+that+they+stay&level=team&team_id=${w.team.id}`,
      `kind=objective&title=Answer+faster&level=organization&okr=${ids.parents}`,
      `kind=key_result&title=Answer+every+shop+faster&level=individual&owner_ids=${w.dana.id}&parents=${ids.parents}&okr=${ids.okrs}`,
      `kind=objective&title=Answer&level=individual&owner_ids=${w.dana.id}&period_id=${w.quarter.id}`,
    ),
    'GET /o/:org/okrs/templates/:template': lists('', `period=${w.quarter.id}`),
    'POST /o/:org/okrs/templates/:template': [
      {
        body: {
          title: 'Become the tool they cannot work without',
          period_id: w.quarter.id,
          team_id: w.team.id,
          chosen_0: 'on',
          words_0: 'Increase customers',
          name_0: 'Customers',
          unit_0: '',
          from_0: '400',
          to_0: '650',
        },
      },
    ],
    'GET /o/:org/check-in': lists(`okr=${ids.okrs}`, `okr=${ids.okrs}&said=${ids.okrs}`),
    'GET /o/:org/check-in/verdict': [{ query: `okr=${ids.okrs}&value=3` }],
    'POST /o/:org/check-in': [{ body: { okr: ids.okrs, value: '31' } }],
    'POST /o/:org/okrs/:id/check-ins': [{ body: { value: '32' } }],
    'POST /o/:org/okrs/new': [
      { body: form },
      { body: { ...form, find: 'coach' } },
      { body: { ...form, find: 'people', people: 'da', objectives: 'del' } },
    ],
    'POST /o/:org/okrs/:okr/edit': [{ body: { ...form, find: 'preview', ...linking } }],
    'POST /o/:org/okrs/:okr/data-link': [{ body: linking }, { body: { ...linking, find: 'preview' } }],
    'POST /o/:org/data-links/preview': [{ body: linking }],
    'POST /o/:org/admin/integrations': [
      { body: { provider: 'jira', name: 'Another', shared: 'on', interval: 'daily', ...account } },
    ],
    'POST /o/:org/admin/integrations/:connection': [
      { body: { name: 'Renamed', shared: 'on', interval: 'daily', version: '1' } },
    ],
    'POST /o/:org/admin/integrations/:connection/credentials': [{ body: account }],
    'POST /o/:org/admin/integrations/providers/:provider': [{ body: { enabled: 'on' } }],
    'GET /signin/link': [{ query: `token=${ids.link}` }],
    'POST /signin/link': [{ query: `token=${ids.link}` }],
    'POST /signin': [{ body: { email: w.dana.email } }],
    'POST /signin/persona': [{ body: { email: w.dana.email } }],
    'GET /api/v1/okrs': [
      ...lists('kind=objective', 'level=team', `period=${w.quarter.id}`, `team=${w.team.id}`, `owner=${w.dana.id}`),
      ...lists('status=behind', `parent=${ids.parents}`, 'q=result', 'updated_since=2026-01-01T00:00:00Z'),
      ...lists(
        'tag=growth',
        `owner=${w.dana.id}&tag=growth`,
        `team=${w.team.id}&period=${w.quarter.id}`,
        `level=team&period=${w.quarter.id}`,
        'limit=1',
      ),
    ],
    'POST /api/v1/okrs': [{ body: okr }],
    'PATCH /api/v1/okrs/:id': [
      {
        body: { title: 'Answer at once', owner_ids: [w.dana.id], parents: [{ okr_id: ids.parents }], tags: ['growth'] },
      },
    ],
    'POST /api/v1/okrs/:id/check-ins': [{ body: { value: 33, note: 'Better' } }],
    'PATCH /api/v1/check-ins/:id': [{ body: { note: 'Better still' } }],
    'PUT /api/v1/okrs/:id/parents/:parent_id': [{ body: { contribution: 10 } }],
    'PUT /api/v1/okrs/:id/contributions': [{ body: { method: 'equal' } }],
    'POST /o/:org/okrs/:okr/closure': [
      { body: { status: 'postponed', period: ids.periods, note: 'Later', [`child_${ids.okrs}`]: 'closed' } },
    ],
    'POST /o/:org/okrs/:okr/copies': [{ body: { period_id: ids.periods, depth: 'descendants' } }],
    'PUT /api/v1/okrs/:id/closure': [{ body: { score: 0.7, note: 'Nearly' } }],
    'POST /api/v1/okrs/:id/copies': [{ body: { period_id: ids.periods, depth: 'children', owner_id: w.amir.id } }],
    'PUT /api/v1/okrs/:id/data-link': [{ body: { connection_id: ids.connections, query: { jql: 'project = OPS' } } }],
    'POST /api/v1/periods': [
      { body: { name: 'Spring', kind: 'custom', starts_on: '2027-01-01', ends_on: '2027-02-01' } },
    ],
    'PATCH /api/v1/periods/:id': [{ body: { name: 'Winter' } }],
    'GET /api/v1/tags': lists('limit=1'),
    'POST /api/v1/tags': [{ body: { name: 'Fresh' } }],
    'PATCH /api/v1/tags/:id': [{ body: { name: 'Fresher' } }, { body: { name: 'growth' } }],
    'GET /o/:org/admin/tags': lists('after=g'),
    'POST /o/:org/admin/tags/:tag': [{ body: { name: 'Fresh air' } }],
    'POST /api/v1/teams': [
      { body: { name: 'Design', parent_id: w.team.id, lead_id: w.amir.id, member_ids: [w.dana.id] } },
    ],
    'PATCH /api/v1/teams/:id': [{ body: { name: 'Research', lead_id: w.dana.id, member_ids: [w.amir.id] } }],
    'POST /api/v1/members': [{ body: { name: 'Eve', email: 'eve@northwind.test', role: 'member' } }],
    'PATCH /api/v1/members/:id': [{ body: { name: 'Dana' } }],
    'POST /api/v1/connections': [{ body: { provider: 'jira', name: 'A third', config: account } }],
    'PATCH /api/v1/connections/:id': [{ body: { name: 'Renamed again' } }],
  };
};

/** A walk's step: a request and how it was answered. `trips` as Server-Timing tells them. */
export type Step = { route: string; path: string; status: number; location: string | null; trips: number };

const routesOf = (app: { routes: { method: string; path: string }[] }, base: string) => [
  ...new Set(
    app.routes
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      .map(({ method, path }) => `${method} ${base}${path}`),
  ),
];

/** Reads first, then changes, last what takes things away. */
const rank = (route: string) => (route.startsWith('GET') ? 0 : takesAway(route) ? 2 : 1);
const takesAway = (route: string) => /^DELETE |^P.*\/closure$|^POST .*\/(removal|deletion|signout)$/.test(route);

/** Asks every route of pages and API as the owner, with all its variants. */
export async function walkRoutes(w: World): Promise<Step[]> {
  const routes = [...routesOf(web, ''), ...routesOf(api, '/api/v1')].toSorted((a, b) => rank(a) - rank(b));
  const token = await w.token(w.ada);
  let ids = await things(w);
  const steps: Step[] = [];
  for (const route of routes) {
    if (takesAway(route)) ids = await things(w);
    for (const variant of variants(w, ids)[route] ?? [{}])
      steps.push(await take(route, ids, variant, { cookie: await w.cookie(w.ada), token }));
  }
  return steps;
}

async function take(
  route: string,
  ids: Ids,
  { query, body }: Variant,
  { cookie, token }: { cookie: string; token: string },
) {
  const [method = '', pattern = ''] = route.split(' ');
  const path = fill(pattern, ids) + (query ? `?${query}` : '');
  const isCall = pattern.startsWith('/api/');
  const headers: Record<string, string> = isCall
    ? { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
    : { Cookie: `${cookie}; browser=${encodeURIComponent(BROWSER)}`, Origin: ORIGIN };
  const sent =
    method === 'GET' || method === 'DELETE'
      ? undefined
      : isCall
        ? JSON.stringify(body ?? {})
        : new URLSearchParams(body as Record<string, string>);
  const answer = await exports.default.fetch(ORIGIN + path, { method, headers, body: sent, redirect: 'manual' });
  await answer.text();
  const trips = Number(/trips=(\d+)/.exec(answer.headers.get('Server-Timing') ?? '')?.[1]);
  return { route, path, status: answer.status, location: answer.headers.get('Location'), trips };
}

/** Puts ids where a pattern names something. */
const fill = (pattern: string, ids: Ids) =>
  pattern
    .replace(':org', 'northwind')
    .replace(':provider', 'jira')
    .replace(':template', 'company-must-have')
    .replace(/\/([a-z-]+)\/:[a-zA-Z_]+(?:\{[^}]*\})?/g, (_, noun: keyof Ids) => `/${noun}/${ids[noun] ?? 'unknown'}`);

let made = 0;

/** One of everything that a path can name, all of it new: an objective with a key result that Jira feeds. */
async function things(w: World): Promise<Ids> {
  const admin = w.as(w.ada);
  const count = ++made;
  const { objective, keyResults } = await tree(w, [{ team_id: w.team.id }, {}], { team_id: w.team.id });
  const okrs = keyResults[0]!.id;
  const tag = await createTag(admin, { name: `tag ${count}` });
  await w.writer(okrs).editOkr({ tags: ['growth', tag.name] });
  const connections = await w.connection();
  const { checkIn } = await w.writer(okrs).checkIn({ value: 10, note: 'A beginning' }, newId('chk', w.now));
  await w.link(okrs, connections, '"Epic Link" = AE-786');
  const job = await askForCopies(admin, objective.id, { period_id: w.year.id, depth: 'descendants', postpone: true });
  return {
    okrs,
    'check-ins': checkIn.id,
    parents: objective.id,
    jobs: job.id,
    connections,
    integrations: connections,
    periods: (
      await createPeriod(admin, {
        name: `Period ${count}`,
        kind: 'custom',
        starts_on: '2028-01-01',
        ends_on: '2028-02-01',
      })
    ).id,
    teams: (await createTeam(admin, { name: `Team ${count}` })).id,
    link: (await makeSignInLink(w.db, { address: w.dana.email, browser: BROWSER, next: '/' }, Date.now())) ?? '',
    tags: tag.id,
    members: (await addMember(admin, { name: 'Noor', email: `noor-${count}@northwind.test`, role: 'member' })).id,
  };
}

/** Runs every cron trigger, works off one of each job, and lets Jira push twice. */
export async function walkJobsAndHooks(w: World): Promise<void> {
  const { okrs, connections, parents, jobs: copies } = await things(w);
  // What is put into the queue is worked off here, where the outside world is stood in for, and not later by itself.
  const queue = Object.getPrototypeOf(env.JOBS) as typeof env.JOBS;
  vi.spyOn(queue, 'send').mockImplementation(async () => undefined as never);
  vi.spyOn(queue, 'sendBatch').mockImplementation(async () => undefined as never);
  for (const cron of crons) await runDue(env, cron, Date.now() + DAY);
  const jobs: Job[] = [
    { type: 'sync', orgId: w.org.id, connectionId: connections, okrIds: [okrs], trigger: 'schedule' },
    { type: 'sync', orgId: w.org.id, connectionId: connections, okrIds: null, trigger: 'push', closesWindow: true },
    { type: 'recompute', orgId: w.org.id, okrIds: [parents] },
    { type: 'copies', orgId: w.org.id, jobId: copies },
  ];
  for (const [i, body] of jobs.entries())
    await consume(env, createMessageBatch('cairn-jobs', [{ id: String(i), timestamp: new Date(), attempts: 1, body }]));
  for (const delivery of ['first', 'second']) await push(connections, delivery);
}

async function push(connection: string, delivery: string) {
  const body = new TextEncoder().encode('{"webhookEvent":"jira:issue_updated"}');
  const signature = `sha256=${toHex(await signHmac('push secret', body))}`;
  const headers = { 'X-Hub-Signature': signature, 'X-Atlassian-Webhook-Identifier': delivery };
  await exports.default.fetch(`${ORIGIN}/hooks/jira/${connection}`, { method: 'POST', headers, body });
}
