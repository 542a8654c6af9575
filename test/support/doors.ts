import { env } from 'cloudflare:workers';
import { api } from '../../src/api/app.ts';
import { routes } from '../../src/api/routes.ts';
import { newId } from '../../src/db/ids.ts';
import { postComment } from '../../src/domain/comments/posting.ts';
import { askForCopies } from '../../src/domain/copies/asking.ts';
import { planInvitations } from '../../src/domain/invitations/asking.ts';
import { invite } from '../../src/domain/invitations/inviting.ts';
import { createProposal } from '../../src/domain/proposals/drafting.ts';
import { createTag } from '../../src/domain/tags/creating.ts';
import { hooks } from '../../src/hooks/app.ts';
import { scim } from '../../src/scim/app.ts';
import { BASE } from '../../src/scim/base.ts';
import { web } from '../../src/web/app.tsx';
import { keyRing } from '../../src/writers/outside.ts';
import { tree, type World } from './world.ts';

export const ORIGIN = 'http://cairn.test';

/** What everything that `things` makes says of itself. */
export const TITLE = 'Known to northwind alone';

/** Every route of pages and API, read from the apps themselves: a new one is in the matrix the moment it exists. */
const routesOf = (app: { routes: { method: string; path: string }[] }, base: string) =>
  [
    ...new Set(
      app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${base}${path}`),
    ),
  ]
    .filter((route) => !route.includes('*'))
    .map((route) => route.split(' ') as [method: string, path: string]);

export const pages = routesOf(web, '').filter(([, path]) => path.startsWith('/o/:org'));
export const calls = routesOf(api, '/api/v1');
/** Questions that are too long for an address: POST, and yet nothing is written. */
export const questions = new Set(routes.filter((each) => each.writesNothing).map(({ path }) => `/api/v1${path}`));
export const isUnsafe = ([method, path]: [string, string]) =>
  method !== 'GET' && method !== 'HEAD' && !questions.has(path);
export const pushes = routesOf(hooks, '/hooks');
export const provisioning = routesOf(scim, BASE);
/** Whoever sees an OKR talks about it: observers, and members without ties to it. */
export const talks = ([, path]: [string, string]) =>
  /\/(okrs\/:\w+\/comments|reactions|reactions\/:sign|mentions\/seen)$/.test(path);
/** How they are called and sign in is everybody's own; so is it to stop acting for somebody. */
export const ownAccount = ([, path]: [string, string]) =>
  path.startsWith('/o/:org/account') || path === '/o/:org/behalf/end' || path === '/o/:org/leave';
/** Whoever takes part proposes changes of what they see; publishing them is another matter. */
export const proposes = ([, path]: [string, string]) => path.endsWith('/okrs/:id/drafts');
export const namesSomething = ([, path]: [string, string]) => path.replace('/o/:org', '').includes(':');

export type Ids = Record<
  | 'okrs'
  | 'check-ins'
  | 'parents'
  | 'connections'
  | 'integrations'
  | 'periods'
  | 'teams'
  | 'members'
  | 'users'
  | 'people'
  | 'tags'
  | 'invitations'
  | 'invited'
  | 'invite'
  | 'jobs'
  | 'comments'
  | 'drafts'
  | 'proposals'
  | 'tasks',
  string
>;

/** Puts ids of northwind where a path names something. */
export const fill = (path: string, ids: Ids) =>
  path
    .replace(':org', 'northwind')
    .replace(':sign', 'agree')
    .replace('/invitations/:member', `/invitations/${ids.invited}`)
    .replace(/\/([a-z-]+)\/:[a-zA-Z_]+(?:\{[^}]*\})?/g, (_, noun: keyof Ids) => `/${noun}/${ids[noun] ?? 'unknown'}`);

/** Bodies that the route would accept, so that a refusal is about the person and not about the form. */
const bodies = (w: World, ids: Ids): [RegExp, Record<string, unknown>][] => [
  [/(POST|PATCH) .*\/comments(\/[^/]+)?(\/edit)?$/, { text: 'Taken over' }],
  [/POST .*\/reactions$/, { add: 'agree' }],
  [/PATCH .*check-ins/, { note: 'Changed' }],
  [/POST .*v1\/check-ins$/, { check_ins: [{ okr_id: ids.okrs, value: 77 }] }],
  [/POST .*check-ins/, { value: 77 }],
  [/(POST|PATCH) .*\/okrs(\/okr_\w+)?$/, { kind: 'objective', title: 'Taken over' }],
  [/PATCH .*\/organization$/, { name: 'Taken over', behind_bound: 10 }],
  [/(POST|PUT) .*\/decision$/, { decision: 'propose' }],
  [/PATCH .*\/proposals/, { title: 'Taken over' }],
  [/POST .*\/proposals$/, { title: 'Taken over', team_id: ids.teams }],
  [/PUT .*data-link/, { connection_id: ids.connections, query: { jql: 'project = AE' } }],
  [/POST .*preview/, { query: { jql: 'project = AE' } }],
  [/(POST|PATCH) .*\/tasks(\/[^/]+)?$/, { title: 'Taken over' }],
  [/PUT .*parents/, { contribution: 10 }],
  [/PUT .*contributions/, { method: 'equal' }],
  [/PUT .*closure/, { score: 0.7 }],
  [/POST .*v1.*copies/, { period_id: ids.periods, depth: 'alone', postpone: true }],
  [/POST .*\/periods/, { name: 'Q9', kind: 'custom', starts_on: '2027-01-01', ends_on: '2027-02-01' }],
  [/POST .*v1\/invitations$/, { name: 'Eve', email: 'eve@northwind.test' }],
  [/POST .*v1\/invitations\/batch$/, { people: [{ name: 'Eve', email: 'eve@northwind.test' }] }],
  [
    /POST .*\/security\/sso$/,
    {
      label: 'Northwind',
      issuer: 'https://login.northwind.test',
      client_id: 'c',
      client_secret: 's',
      enabled: 'on',
      admits_as: 'member',
    },
  ],
  [/POST .*\/security\/domains$/, { domain: 'northwind.test' }],
  [
    /POST \/o\/.*\/connections$/,
    {
      provider: 'jira',
      name: 'Mine',
      interval: 'daily',
      site_url: 'https://northwind.atlassian.net',
      user: 'd@x.test',
      token: 't',
    },
  ],
  [/POST .*\/hand-over$/, { to: w.amir.id }],
  [/POST .*\/members/, { name: 'Eve', email: 'eve@northwind.test', role: 'admin' }],
  [
    /POST .*\/connections$/,
    {
      provider: 'jira',
      name: 'Mine',
      config: { site_url: 'https://northwind.atlassian.net', user: 'dana@northwind.test', token: 'demo-jira-token' },
    },
  ],
  [/(POST|PATCH) .*\/(teams|connections|members|periods|tags)(\/[^/]+)?$/, { name: 'Taken over' }],
  [
    /POST .*\/o\//,
    { title: 'Taken over', kind: 'objective', value: '77', name: 'Taken over', email: w.dana.email, confirm: 'yes' },
  ],
];

export function bodyFor(method: string, path: string, w: World, ids: Ids): Record<string, unknown> {
  const found = { ...(bodies(w, ids).find(([pattern]) => pattern.test(`${method} ${path}`))?.[1] ?? {}) };
  if (method === 'PATCH') delete found.kind;
  return found;
}

/** Everything that requests may not change, as one text. Sessions, tokens and answers kept for repetition are not in it. */
export async function snapshot(): Promise<string> {
  const tables = [
    'organizations',
    'members',
    'teams',
    'team_members',
    'periods',
    'okrs',
    'okr_owners',
    'okr_people',
    'alignments',
    'check_ins',
    'proposals',
    'tasks',
    'comments',
    'reactions',
    'mentions',
    'progress_points',
    'connections',
    'data_links',
    'enabled_providers',
    'tags',
    'okr_tags',
    'identity_providers',
    'identities',
    'domains',
    'invitations',
    'archive_parts',
    'jobs',
    'events',
  ];
  const rows = await env.DB.batch(tables.map((table) => env.DB.prepare(`select * from ${table} order by 1, 2`)));
  return JSON.stringify(rows.map((each) => each.results));
}

/** One of everything that a path can name, all of it public, with all ids that paths are filled with. `talker` comments. */
export async function things(w: World, talker = w.ada): Promise<Ids> {
  const { objective, keyResults } = await tree(w, [{ title: `${TITLE}, as a result` }], {
    title: TITLE,
    team_id: w.team.id,
  });
  const job = await askForCopies(w.as(w.ada), objective.id, { period_id: w.year.id, depth: 'children' });
  const tag = await createTag(w.as(w.ada), { name: `${TITLE} as a tag` });
  const someone = {
    name: `${TITLE}, who was invited`,
    email: 'ines@northwind.test',
    role: 'member' as const,
    team_ids: [],
  };
  const [invited] = await invite(w.as(w.ada), keyRing(env), [someone]);
  const rows = [{ n: 1, name: TITLE, email: 'noor@northwind.test', teams: [], manager: '', role: '' }];
  const planned = await planInvitations(w.as(w.ada), rows, { from: 'file', origin: ORIGIN });
  const connections = await w.connection({ name: `${TITLE}, as a connection` });
  const kr = keyResults[0]!.id;
  await w.link(kr, connections, '"Epic Link" = AE-786');
  const { checkIn } = await w.writer(kr).checkIn({ value: 10, note: `${TITLE}, as a note` }, newId('chk', w.now));
  const { comment } = await postComment(w.as(talker), kr, { text: `${TITLE}, as a comment for @amir` });
  const project = await w.okr({ kind: 'project', title: `${TITLE}, as a project` });
  const { task } = await w.writer(project.id).addTask({ title: `${TITLE}, as a task` }, newId('tsk', w.now));
  const plan = { title: `${TITLE}, as a plan`, team_id: w.team.id };
  const proposal = await createProposal(w.as(w.ada), plan);
  const draft = await w.okr({ title: `${TITLE}, as a draft`, proposal_id: proposal.id }, w.ada);
  return {
    okrs: kr,
    'check-ins': checkIn.id,
    parents: objective.id,
    connections,
    integrations: connections,
    periods: w.quarter.id,
    teams: w.team.id,
    members: w.dana.id,
    users: w.dana.id,
    people: w.dana.id,
    tags: tag.id,
    invitations: invited!.invitation.id,
    invited: invited!.member.id,
    invite: planned.id,
    jobs: job.id,
    comments: comment.id,
    drafts: draft.id,
    proposals: proposal.id,
    tasks: task.id,
  };
}
